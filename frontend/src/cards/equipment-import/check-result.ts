import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import {
  type CheckedImport,
  fetchChanges,
  fetchErrors,
  type RowChange,
  type RowError,
} from "../../data/equipment-import";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatNumber } from "../../format";
import { languageOf } from "../../localize";
import { Deed } from "../../parts/deed";
import { mark } from "../../parts/mark";
import { pager, pagerStyles } from "../../parts/pager";
import { dataTable, tableStyles } from "../../parts/table";
import { wordsOf, type Words } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import { fieldName, kindName, valueText } from "../equipment/words";

const LIMIT = 25;

/** What an import would do: numbers, what is wrong in which cell, what changes from what to what, and what it costs. */
export class ImportCheckResult extends LitElement {
  static override styles = [
    baseStyles,
    markStyles,
    tableStyles,
    pagerStyles,
    css`
      .numbers {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 8px 0;
      }
      h3 {
        margin-top: 16px;
      }
      .old {
        color: var(--secondary-text-color);
        text-decoration: line-through;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) checked!: CheckedImport;
  @state() private errors: readonly RowError[] = [];
  @state() private changes: readonly RowChange[] = [];
  @state() private changesTotal = 0;
  @state() private errorsAt = 0;
  @state() private changesAt = 0;
  private readonly turning = new Deed(this, (thrown) => describeThrown(this.hass, thrown));

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("checked")) {
      const { errors, changes, counts } = this.checked;
      this.errors = errors.slice(0, LIMIT);
      this.changes = changes.slice(0, LIMIT);
      this.errorsAt = this.changesAt = 0;
      // What is not in the file may be retired, which changes it too; the server tells how many on the next page.
      this.changesTotal = Math.max(changes.length, counts.new + counts.changed);
    }
  }

  protected override render(): TemplateResult {
    const words = wordsOf(this.hass);
    const { t } = words;
    const { counts } = this.checked;
    return html`<div class="numbers" role="status">
        ${mark("good", "mdi:plus", t("import.new", { count: counts.new }))}
        ${mark("info", "mdi:pencil", t("import.changed", { count: counts.changed }))}
        ${mark("none", "mdi:equal", t("import.unchanged", { count: counts.unchanged }))}
        ${mark("none", "mdi:help-circle-outline", t("import.orphaned", { count: counts.orphaned }))}
        ${mark(counts.errors > 0 ? "bad" : "good", counts.errors > 0 ? "mdi:alert" : "mdi:check", t("import.errors", { count: counts.errors }))}
      </div>
      ${this.renderForecast(words)} ${this.renderErrors(words)} ${this.renderChanges(words)}
      <p role="alert">${this.turning.error}</p>`;
  }

  private renderForecast(words: Words): TemplateResult {
    const { t, hass } = words;
    const { forecast } = this.checked;
    const kinds = Object.entries(forecast.by_kind ?? {}).filter(([, cost]) => (cost.devices ?? 0) > 0);
    return html`<h3>${t("import.forecast")}</h3>
      <p>
        ${t("import.cost", {
          entities: formatNumber(hass, forecast.entities),
          requests: formatNumber(hass, forecast.requests_per_s, 2),
        })}
        ${
          kinds.length === 0
            ? nothing
            : kinds
                .map(([kind, cost]) => `${kindName(words, kind)}: ${formatNumber(hass, cost.devices ?? 0)}`)
                .join(t("list_separator"))
        }
      </p>
      ${
        forecast.fits
          ? nothing
          : html`<p>
              ${mark("bad", "mdi:alert", t("import.too_many", { limit: formatNumber(hass, forecast.limit) }))}
            </p>`
      }`;
  }

  private renderErrors(words: Words): TemplateResult | typeof nothing {
    const { t } = words;
    const total = this.checked.counts.errors;
    if (total === 0) return nothing;
    return html`<h3>${t("import.errors_title")}</h3>
      ${dataTable<RowError>({
        caption: t("import.errors_title"),
        rows: this.errors,
        keyOf: (error) => `${error.row} ${error.column ?? ""} ${error.code}`,
        columns: [
          {
            key: "row",
            label: t("import.row"),
            isHead: true,
            cell: ({ row }) => (row === 0 ? t("import.file") : t("import.row_number", { row })),
          },
          { key: "column", label: t("import.column"), cell: ({ column }) => (column ? plain(column, 60) : nothing) },
          {
            key: "text",
            label: t("import.what"),
            cell: ({ text }) => html`<span class="foreign">${plain(text, 300)}</span>`,
          },
        ],
      })}
      ${pager(words, { offset: this.errorsAt, limit: LIMIT, total }, (offset) => this.turnErrors(offset))}`;
  }

  private renderChanges(words: Words): TemplateResult | typeof nothing {
    const { t } = words;
    if (this.changes.length === 0) return nothing;
    return html`<h3>${t("import.changes_title")}</h3>
      ${dataTable<RowChange>({
        caption: t("import.changes_title"),
        rows: this.changes,
        keyOf: (each) => `${each.row} ${each.asset_id} ${each.asset_number}`,
        columns: [
          {
            key: "asset",
            label: t("asset.field.asset_number"),
            isHead: true,
            cell: (each) =>
              html`<span class="foreign"
                >${plain(each.asset_number || each.asset_id, 64) || t("import.unnumbered")}</span
              >`,
          },
          {
            key: "row",
            label: t("import.row"),
            cell: ({ row }) => (row === 0 ? t("import.not_in_file") : t("import.row_number", { row })),
          },
          { key: "change", label: t("import.change"), cell: (each) => this.renderChange(words, each) },
        ],
      })}
      ${pager(words, { offset: this.changesAt, limit: LIMIT, total: this.changesTotal }, (offset) => this.turnChanges(offset))}`;
  }

  private renderChange(words: Words, each: RowChange): TemplateResult {
    return html`${each.is_new ? mark("good", "mdi:plus", words.t("import.is_new")) : nothing}
    ${Object.entries(each.change).map(
      ([field, [before, after]]) =>
        html`<div class="foreign">
          ${fieldName(words, field)}:
          ${
            each.is_new || before === null || before === ""
              ? nothing
              : html`<span class="sr-only">${words.t("import.before")}</span>
                  <span class="old">${valueText(words, field, before)}</span> →`
          }
          ${valueText(words, field, after)}
        </div>`,
    )}`;
  }

  private turnErrors(offset: number): void {
    void this.turning.run(async () => {
      const language = languageOf(this.hass.locale);
      this.errors = (await fetchErrors(this.hass, this.checked.import_id, offset, LIMIT, language)).errors;
      this.errorsAt = offset;
    });
  }

  private turnChanges(offset: number): void {
    void this.turning.run(async () => {
      const page = await fetchChanges(this.hass, this.checked.import_id, offset, LIMIT);
      this.changes = page.changes;
      this.changesTotal = page.total;
      this.changesAt = offset;
    });
  }
}

define("smart-campus-import-check-result", ImportCheckResult);
