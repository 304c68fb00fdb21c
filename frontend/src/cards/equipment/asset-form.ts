import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property } from "lit/decorators.js";
import { type Asset, saveAsset } from "../../data/equipment";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { Deed } from "../../parts/deed";
import type { Choice } from "../../parts/filters";
import { type Field, formField, formStyles, valuesOf } from "../../parts/form";
import { wordsOf, type Words } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import type { Hass } from "../../types/hass";
import { fieldName, kindChoices, valueText } from "./words";

/** A person changes the state to these; the others need somebody's approval. */
const OWN_STATES = ["in_use", "in_repair"] as const;
const MOST: Partial<Record<keyof Asset, number>> = { asset_number: 64, name: 100, keeper: 100, note: 1000 };

/** The form of an asset, or of a new one without `asset`. Fires `smart-campus-saved` with what the server kept. */
export class AssetForm extends LitElement {
  static override styles = [
    baseStyles,
    formStyles,
    css`
      .actions {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: 8px;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) asset?: Asset;
  /** Sites a new asset may be in. */
  @property({ attribute: false }) sites: readonly Choice[] = [];
  private readonly saving = new Deed(this, (thrown) => describeThrown(this.hass, thrown));

  protected override render(): TemplateResult {
    const words = wordsOf(this.hass);
    const { t } = words;
    return html`<form @submit=${this.save}>
      <div class="form">
        ${
          this.asset
            ? nothing
            : formField({ name: "site", label: t("asset.site"), value: "", kind: "choice", choices: this.sites })
        }
        ${this.fields(words).map(formField)}
        ${formField({ name: "change_note", label: t("asset.change_note"), value: "", most: 500 })}
      </div>
      <p role="alert">${this.saving.error}</p>
      <div class="actions">
        <button type="button" @click=${this.cancel}>${t("dialog.cancel")}</button>
        <button type="submit" class="primary" ?disabled=${this.saving.isRunning}>${t("asset.save")}</button>
      </div>
    </form>`;
  }

  private fields(words: Words): Field[] {
    const { asset, hass } = this;
    const field = (name: keyof Asset, kind: Field["kind"] = "text", choices: readonly Choice[] = []): Field => {
      const value = asset?.[name];
      const text = typeof value === "string" ? value : "";
      return { name, label: fieldName(words, name), value: text, kind, choices, most: MOST[name] ?? 120 };
    };
    const areas = Object.values(hass.areas)
      .flatMap((area) => (area ? [{ value: area.area_id, label: area.name }] : []))
      .sort((one, other) => one.label.localeCompare(other.label, hass.locale.language, { numeric: true }));
    const mayChooseState = asset === undefined || asset.state === "in_use" || asset.state === "in_repair";
    return [
      field("asset_number"),
      { ...field("name"), isRequired: true },
      ...(asset?.device_subentry_id ? [] : [field("kind", "choice", kindChoices(words))]),
      field("area_id", "choice", [{ value: "", label: "–" }, ...areas]),
      ...(mayChooseState
        ? [
            field(
              "state",
              "choice",
              OWN_STATES.map((value) => ({ value, label: valueText(words, "state", value) })),
            ),
          ]
        : []),
      field("manufacturer"),
      field("model"),
      field("serial"),
      field("firmware"),
      field("keeper"),
      field("purchased_on", "date"),
      field("warranty_until", "date"),
      field("next_inspection_on", "date"),
      field("note", "long"),
    ];
  }

  private save(event: Event): void {
    event.preventDefault();
    const { change_note = "", ...entered } = valuesOf(this.renderRoot);
    const { asset } = this;
    const changed = Object.entries(entered).filter(
      ([name, value]) => !asset || value !== ((asset[name as keyof Asset] as string | null) ?? ""),
    );
    const values: Record<string, string | null> = Object.fromEntries(
      changed.map(([name, value]) => [name, value === "" ? null : value]),
    );
    void this.saving.run(async () => {
      const id = asset ? { asset_id: asset.asset_id } : {};
      const saved = await saveAsset(this.hass, { ...values, ...id }, change_note);
      this.dispatchEvent(new CustomEvent("smart-campus-saved", { detail: saved }));
    });
  }

  private cancel(): void {
    this.dispatchEvent(new CustomEvent("smart-campus-cancelled"));
  }
}

define("smart-campus-asset-form", AssetForm);
