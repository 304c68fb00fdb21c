import { html, type TemplateResult } from "lit";

/** Photos to choose; a phone offers its camera. */
export function photoField(label: string, choose: (files: readonly File[]) => void, isBusy = false): TemplateResult {
  const chosen = (event: Event): void => {
    const field = event.target as HTMLInputElement;
    choose([...(field.files ?? [])]);
    field.value = "";
  };
  return html`<label class="field"
    ><span>${label}</span
    ><input type="file" accept="image/*" capture="environment" multiple ?disabled=${isBusy} @change=${chosen}
  /></label>`;
}
