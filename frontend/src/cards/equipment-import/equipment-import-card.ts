import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { fetchTemplate, type FileFormat } from "../../data/equipment";
import {
  checkImport,
  type CheckedImport,
  fetchImports,
  type ImportResult,
  type Orphans,
} from "../../data/equipment-import";
import { uploadFile } from "../../data/upload";
import { define } from "../../define";
import { describeKnown } from "../../errors";
import { languageOf } from "../../localize";
import { Deed } from "../../parts/deed";
import { choiceField, filterStyles } from "../../parts/filters";
import { mark } from "../../parts/mark";
import { openPath } from "../../parts/report";
import { wordFor, type Words } from "../../parts/words";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard, requireSite } from "../base";
import "./check-result";
import { ImportRun } from "./import-run";

interface ImportConfig extends CardConfig {
  site: string;
}

const MOST_FAILED = 20;

/** Brings a table of equipment into the ledger: first looked at, then carried out. */
export class EquipmentImportCard extends CampusCard<ImportConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    filterStyles,
    css`
      progress {
        width: 100%;
        height: 12px;
        accent-color: var(--primary-color);
      }
      .notice {
        padding: 8px 12px;
        border-radius: 8px;
        background: color-mix(in srgb, var(--sc-warn) 14%, transparent);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
    `,
  ];

  @state() private checked?: CheckedImport;
  @state() private orphans: Orphans = "keep";
  @state() private fileName = "";
  private file?: File;
  private hasAsked = false;
  private readonly run = new ImportRun(this);
  private readonly doing = new Deed(this, (thrown) => this.describe(thrown));

  protected override checkConfig(config: ImportConfig): ImportConfig {
    requireSite(config);
    return config;
  }

  protected override configured(): void {
    this.checked = undefined;
    this.hasAsked = false;
    this.run.forget();
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (this.hass && this.config && !this.hasAsked) {
      this.hasAsked = true;
      void this.join(this.hass, this.config.site);
    }
  }

  /** One that runs already, begun by somebody else or before the page was opened, is shown. */
  private async join(hass: Hass, site: string): Promise<void> {
    try {
      const { running } = await fetchImports(hass, site);
      if (running?.site === site && !this.run.isRunning) {
        this.run.follow(hass, site, running.import_id, languageOf(hass.locale));
      }
    } catch {
      // What may not be seen is not shown; a file that is chosen says why.
    }
  }

  protected override renderCard(hass: Hass, config: ImportConfig): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    return html`<ha-card>
      <div class="row head"><h2 class="grow">${this.t("import.title")}</h2></div>
      <div class="content">
        ${this.run.importId === undefined ? this.renderChoice(words, config) : this.renderRun(words)}
      </div>
    </ha-card>`;
  }

  private renderChoice(words: Words, config: ImportConfig): TemplateResult {
    const { t, hass } = words;
    const { checked, doing } = this;
    return html`<p class="secondary">${t("import.text")}</p>
      <div class="actions">
        <button type="button" @click=${() => this.template("xlsx")}>${t("import.template", { format: "XLSX" })}</button>
        <button type="button" @click=${() => this.template("csv")}>${t("import.template", { format: "CSV" })}</button>
      </div>
      <div class="actions">
        <label class="field"
          ><span>${t("import.choose")}</span
          ><input type="file" accept=".csv,.xlsx" ?disabled=${doing.isRunning} @change=${this.choose}
        /></label>
        ${choiceField(
          t("import.orphans"),
          this.orphans,
          [
            { value: "keep", label: t("import.keep") },
            { value: "retire", label: t("import.retire") },
          ],
          (value) => {
            this.orphans = value === "retire" ? "retire" : "keep";
            if (this.file) this.check(hass, config.site);
          },
        )}
      </div>
      <p role="status">${doing.isRunning ? t("import.checking", { name: plain(this.fileName, 80) }) : ""}</p>
      <p role="alert" class=${doing.error ? "error" : ""}>${doing.error}</p>
      ${checked && !doing.isRunning ? this.renderChecked(words, config, checked) : nothing}`;
  }

  private renderChecked({ hass, t }: Words, config: ImportConfig, checked: CheckedImport): TemplateResult {
    const rows =
      checked.counts.new + checked.counts.changed + (this.orphans === "retire" ? checked.counts.orphaned : 0);
    return html`<h3 class="foreign">${plain(this.fileName, 120)}</h3>
      <smart-campus-import-check-result .hass=${hass} .checked=${checked}></smart-campus-import-check-result>
      <div class="actions">
        <button
          type="button"
          class="primary"
          ?disabled=${rows === 0 || !checked.forecast.fits}
          @click=${() => this.run.follow(hass, config.site, checked.import_id, languageOf(hass.locale))}
        >
          ${t(checked.counts.errors > 0 ? "import.apply_rest" : "import.apply", { count: rows })}
        </button>
      </div>
      ${rows === 0 ? html`<p class="secondary">${t("import.nothing")}</p>` : nothing}`;
  }

  private renderRun(words: Words): TemplateResult {
    const { t, hass } = words;
    const { run } = this;
    if (run.error) {
      const { message } = run.error;
      const text = message === "import_failed" ? t("import.failed") : message || describeKnown(hass, run.error);
      return html`<p role="alert" class="error">${plain(text, 300)}</p>
        ${this.renderAgain(words)}`;
    }
    if (run.result) return this.renderResult(words, run.result);
    const { done = 0, total = 0, phase = "" } = run.progress ?? {};
    const label = wordFor(words, "import.phase", phase || "writing");
    return html`${run.isInterrupted ? html`<p class="notice" role="status">${t("import.interrupted")}</p>` : nothing}
      <label
        >${label} ${total > 0 ? t("import.progress", { done, total }) : ""}
        ${total > 0 ? html`<progress max=${total} .value=${done}></progress>` : html`<progress></progress>`}</label
      >
      <p class="secondary">${t("import.may_leave")}</p>`;
  }

  private renderResult(words: Words, result: Partial<ImportResult>): TemplateResult {
    const { t } = words;
    const number = (
      key: "new" | "changed" | "retired" | "devices" | "rooms" | "floors",
    ): TemplateResult | typeof nothing =>
      (result[key] ?? 0) === 0
        ? nothing
        : mark("good", "mdi:check", t(`import.made.${key}`, { count: result[key] ?? 0 }));
    const failed = result.failed ?? [];
    return html`<div role="status">
        <h3>${t("import.done")}</h3>
        ${result.was_interrupted ? html`<p class="notice">${t("import.resumed")}</p>` : nothing}
        <div class="actions">
          ${number("new")} ${number("changed")} ${number("retired")} ${number("devices")} ${number("rooms")}
          ${number("floors")}
          ${failed.length === 0 ? nothing : mark("bad", "mdi:alert", t("import.not_done", { count: failed.length }))}
        </div>
        ${
          failed.length === 0
            ? nothing
            : html`<ul>
                ${failed
                  .slice(0, MOST_FAILED)
                  .map(
                    ({ row, text }) =>
                      html`<li class="foreign">${t("import.row_number", { row })}: ${plain(text, 300)}</li>`,
                  )}
              </ul>`
        }
      </div>
      ${this.renderAgain(words)}`;
  }

  private renderAgain({ t }: Words): TemplateResult {
    return html`<div class="actions">
      <button type="button" @click=${this.begin}>${t("import.another")}</button>
    </div>`;
  }

  private begin(): void {
    this.checked = this.file = undefined;
    this.fileName = "";
    this.run.forget();
  }

  private choose(event: Event): void {
    const [file] = (event.target as HTMLInputElement).files ?? [];
    const { hass, config } = this;
    if (!file || !hass || !config) return;
    this.file = file;
    this.fileName = file.name;
    this.check(hass, config.site);
  }

  private check(hass: Hass, site: string): void {
    const { file } = this;
    if (!file) return;
    this.checked = undefined;
    void this.doing.run(async () => {
      const id = await uploadFile(hass, file);
      this.checked = await checkImport(hass, site, id, this.orphans, languageOf(hass.locale));
    });
  }

  private template(format: FileFormat): void {
    const { hass } = this;
    if (!hass) return;
    void this.doing.run(async () => {
      const { url } = await fetchTemplate(hass, format, languageOf(hass.locale));
      openPath(hass, url, `template.${format}`);
    });
  }
}

define("smart-campus-equipment-import-card", EquipmentImportCard);
