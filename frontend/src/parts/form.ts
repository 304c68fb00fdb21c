import { css, html, nothing, type TemplateResult } from "lit";
import { type Choice, options } from "./filters";

export interface Field {
  name: string;
  label: string;
  value: string;
  kind?: "text" | "date" | "time" | "long" | "choice";
  choices?: readonly Choice[];
  most?: number;
  isRequired?: boolean;
}

/** One labelled field of a form; `valuesOf` reads it. A "time" is a day and a time of day. */
export function formField(field: Field): TemplateResult {
  const required = field.isRequired ?? false;
  return html`<label class="field ${field.kind === "long" ? "whole" : ""}"
    ><span>${field.label}${required ? html`<span aria-hidden="true"> *</span>` : nothing}</span
    >${control(field, required)}</label
  >`;
}

function control({ name, value, kind = "text", choices = [], most = 120 }: Field, required: boolean): TemplateResult {
  switch (kind) {
    case "long":
      return html`<textarea name=${name} maxlength=${most} ?required=${required} .value=${value}></textarea>`;
    case "choice":
      return html`<select name=${name} ?required=${required}>
        ${options(choices, value)}
      </select>`;
    case "date":
      return html`<input type="date" name=${name} ?required=${required} .value=${value} />`;
    case "time":
      return html`<input type="datetime-local" name=${name} ?required=${required} .value=${value} />`;
    case "text":
      return html`<input type="text" name=${name} maxlength=${most} ?required=${required} .value=${value} />`;
  }
}

/** What stands in the named fields below an element, without blanks around it. */
export function valuesOf(root: ParentNode): Record<string, string> {
  const fields = root.querySelectorAll<HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement>(
    "input[name], select[name], textarea[name]",
  );
  return Object.fromEntries([...fields].map((field) => [field.name, field.value.trim()]));
}

export const formStyles = css`
  .form {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(220px, 100%), 1fr));
    gap: 12px;
    margin: 12px 0;
  }
  .form .field > span {
    color: var(--secondary-text-color);
    font-size: 13px;
  }
  .form input,
  .form select,
  .form textarea {
    width: 100%;
    max-width: none;
  }
  .form .whole {
    grid-column: 1 / -1;
  }
  .form textarea {
    min-height: 72px;
    resize: vertical;
  }
`;
