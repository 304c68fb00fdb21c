import { css, html, type TemplateResult } from "lit";

const AFTER_MS = 300;
const waiting = new WeakMap<HTMLInputElement, ReturnType<typeof setTimeout>>();

/** A field to search in; tells what was typed once the typing pauses. */
export function searchField(label: string, value: string, search: (text: string) => void): TemplateResult {
  const typed = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    clearTimeout(waiting.get(field));
    waiting.set(
      field,
      setTimeout(() => search(field.value.trim()), AFTER_MS),
    );
  };
  return html`<label class="field search"
    ><span class="sr-only">${label}</span
    ><input type="search" maxlength="100" placeholder=${label} .value=${value} @input=${typed}
  /></label>`;
}

export interface Choice {
  value: string;
  label: string;
}

/** One of several, with a word for all of them. */
export function choiceField(
  label: string,
  value: string,
  choices: readonly Choice[],
  choose: (value: string) => void,
): TemplateResult {
  return html`<label class="field"
    ><span>${label}</span
    ><select @change=${(event: Event) => choose((event.target as HTMLSelectElement).value)}>
      ${options(choices, value)}
    </select></label
  >`;
}

/** Options of a select, one of them chosen. */
export function options(choices: readonly Choice[], chosen: string): TemplateResult[] {
  return choices.map(({ value, label }) =>
    value === chosen
      ? html`<option value=${value} selected>${label}</option>`
      : html`<option value=${value}>${label}</option>`,
  );
}

export const filterStyles = css`
  .filters {
    display: flex;
    flex-wrap: wrap;
    align-items: end;
    gap: 8px;
    padding: 8px 16px;
  }
  .field {
    display: flex;
    flex-direction: column;
    gap: 2px;
    min-width: 0;
  }
  .field > span:not(.sr-only) {
    color: var(--secondary-text-color);
    font-size: 12px;
  }
  .field.search {
    flex: 1 1 180px;
  }
  .field select {
    max-width: 220px;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    padding: 4px 16px;
  }
  .counts button {
    display: flex;
    align-items: center;
    gap: 6px;
    padding: 0 12px;
    border-color: color-mix(in srgb, var(--tone, var(--divider-color)) 60%, transparent);
  }
  .counts button[aria-pressed="true"] {
    background: color-mix(in srgb, var(--tone) 22%, transparent);
    border-color: var(--primary-text-color);
  }
  .counts strong {
    font-size: 18px;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  .head {
    flex-wrap: wrap;
    padding: 12px 16px 4px;
  }
  .error {
    padding-inline-start: 8px;
    border-inline-start: 4px solid var(--sc-bad);
  }
  .none {
    padding: 16px;
    color: var(--secondary-text-color);
  }
`;
