import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { type Finding, type InspectionEvent, inspectionFeed, type InspectionReport } from "../../data/inspection";
import { define } from "../../define";
import { formatDateTime, formatRelative } from "../../format";
import { type Language, languageOf } from "../../localize";
import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { mark } from "../../parts/mark";
import { openReport } from "../../parts/report";
import type { Words } from "../../parts/words";
import { markStyles, type Tone } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard, requireSite } from "../base";

interface InspectionConfig extends CardConfig {
  site: string;
}

const MOST = 200;
const MOST_REMARK = 1000;
const AT_FIRST = 8;

/** The newest inspection of a site's network: what it found, the report, and who signed it off. */
export class InspectionCard extends CampusCard<InspectionConfig> {
  static override styles = [
    ...CampusCard.styles,
    markStyles,
    css`
      .head {
        flex-wrap: wrap;
        padding: 12px 16px 4px;
      }
      .numbers,
      .actions {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        margin: 8px 0;
      }
      ul {
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 8px 0 8px 12px;
        border-bottom: 1px solid var(--divider-color);
        border-inline-start: 4px solid var(--tone);
      }
      .signature {
        margin-top: 8px;
        padding: 8px 12px;
        border-radius: 8px;
        background: var(--secondary-background-color);
      }
      textarea {
        width: 100%;
        min-height: 96px;
        resize: vertical;
      }
      .error {
        padding-inline-start: 8px;
        border-inline-start: 4px solid var(--sc-bad);
      }
    `,
  ];

  @state() private event?: InspectionEvent;
  @state() private isSigning = false;
  @state() private isWhole = false;
  private language?: Language;
  private readonly running = new Deed(this, (thrown) => this.describe(thrown));
  private readonly signing = new Deed(this, (thrown) => this.describe(thrown));

  protected override checkConfig(config: InspectionConfig): InspectionConfig {
    requireSite(config);
    return config;
  }

  protected override configured(): void {
    this.event = undefined;
    this.isSigning = this.isWhole = false;
    this.language = undefined;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    const language = languageOf(this.hass?.locale);
    if (this.hass && this.config && language !== this.language) {
      this.language = language;
      this.subscribe<InspectionEvent>("newest", inspectionFeed(this.config.site, language), (event) => {
        this.event = event;
      });
    }
  }

  protected override renderCard(hass: Hass, config: InspectionConfig): TemplateResult {
    const words: Words = { hass, t: (key, params) => this.t(key, params) };
    const report = this.event?.inspection ?? undefined;
    return html`<ha-card>
      <div class="row head">
        <h2 class="grow">${this.t("inspection.title")}</h2>
        <button type="button" ?disabled=${this.running.isRunning} @click=${() => this.inspect(hass, config.site)}>
          ${this.t(this.running.isRunning ? "inspection.running" : "inspection.run")}
        </button>
      </div>
      <div class="content" aria-live="polite">
        <p role="alert" class=${this.running.error ? "error" : ""}>${this.running.error}</p>
        ${report ? this.renderReport(words, config, report) : this.renderNothing(words)}
      </div>
      ${report && this.isSigning ? this.renderForm(words, report) : nothing}
    </ha-card>`;
  }

  private renderNothing({ t }: Words): TemplateResult {
    if (!this.event) return html`<p>${t("loading")}</p>`;
    return html`<p class="secondary">${t(this.event.is_available ? "inspection.none" : "inspection.unavailable")}</p>`;
  }

  private renderReport(words: Words, config: InspectionConfig, report: InspectionReport): TemplateResult {
    const { hass, t } = words;
    const { counts } = report;
    return html`<p class="secondary">
        ${formatDateTime(hass, report.at)} · ${formatRelative(hass, report.at)} ·
        ${t("inspection.checked", { count: counts.checked })}
      </p>
      <div class="numbers">
        ${counts.critical > 0 ? mark("bad", "mdi:alert-octagon", t("inspection.critical", { count: counts.critical })) : nothing}
        ${counts.warning > 0 ? mark("warn", "mdi:alert", t("inspection.warning", { count: counts.warning })) : nothing}
        ${counts.critical + counts.warning === 0 ? mark("good", "mdi:check-circle", t("inspection.nothing_found")) : nothing}
        ${
          counts.not_checked > 0
            ? mark("none", "mdi:help-circle-outline", t("inspection.not_checked", { count: counts.not_checked }))
            : nothing
        }
      </div>
      ${this.renderFindings(words, report)}
      <div class="actions">
        <button type="button" ?disabled=${this.signing.isRunning} @click=${() => this.open(hass, config.site, report)}>
          ${t("inspection.open")}
        </button>
        ${
          report.signed_by === null
            ? html`<button type="button" class="primary" @click=${() => (this.isSigning = true)}>
                ${t("inspection.sign")}
              </button>`
            : nothing
        }
      </div>
      <p role="alert" class=${this.signing.error ? "error" : ""}>${this.signing.error}</p>
      ${report.signed_by === null ? html`<p class="secondary">${t("inspection.unsigned")}</p>` : this.renderSignature(words, report)}`;
  }

  private renderFindings({ t }: Words, report: InspectionReport): TemplateResult | typeof nothing {
    const { findings } = report;
    if (findings.length === 0) return nothing;
    const shown = this.isWhole ? findings : findings.slice(0, AT_FIRST);
    return html`<ul aria-label=${t("inspection.findings")}>
        ${shown.map((each) => this.renderFinding(t, each))}
      </ul>
      ${
        findings.length > shown.length
          ? html`<button type="button" @click=${() => (this.isWhole = true)}>
              ${t("inspection.more", { count: findings.length - shown.length })}
            </button>`
          : nothing
      }`;
  }

  private renderFinding(t: Words["t"], each: Finding): TemplateResult {
    const tone: Tone = each.level === "critical" ? "bad" : "warn";
    const affects = each.affects.slice(0, 10).map((name) => plain(name, 60));
    return html`<li data-tone=${tone}>
      <strong class="foreign">${plain(each.name, MOST)}${each.port === "" ? "" : ` ${plain(each.port, 60)}`}</strong>
      <span class="sr-only"
        >${t(each.level === "critical" ? "inspection.level.critical" : "inspection.level.warning")}</span
      >
      <div class="foreign">${plain(each.finding, 2 * MOST)}</div>
      ${each.recurrence === null ? nothing : html`<div class="secondary">${each.recurrence}</div>`}
      ${
        affects.length === 0
          ? nothing
          : html`<div class="secondary foreign">
              ${t("inspection.affects", { count: each.affects.length, names: affects.join(t("list_separator")) })}
            </div>`
      }
    </li>`;
  }

  private renderSignature({ hass, t }: Words, report: InspectionReport): TemplateResult {
    return html`<div class="signature foreign">
      <ha-icon .icon=${"mdi:check-decagram"} aria-hidden="true"></ha-icon>
      ${t("inspection.signed", {
        name: plain(report.signed_by ?? "", 60),
        when: report.signed_at === null ? "" : formatDateTime(hass, report.signed_at),
      })}
      ${report.remark ? html`<div>${plain(report.remark, MOST_REMARK)}</div>` : nothing}
    </div>`;
  }

  private renderForm({ hass, t }: Words, report: InspectionReport): TemplateResult {
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${t("inspection.sign_title")}
      @smart-campus-closed=${() => (this.isSigning = false)}
    >
      <p>${t("inspection.sign_text", { when: formatDateTime(hass, report.at) })}</p>
      <label>${t("inspection.remark")}<textarea maxlength=${MOST_REMARK}></textarea></label>
      <p role="alert" class=${this.signing.error ? "error" : ""}>${this.signing.error}</p>
      <div slot="actions">
        <button type="button" @click=${() => this.dialog?.close()}>${t("dialog.cancel")}</button>
        <button
          type="button"
          class="primary"
          ?disabled=${this.signing.isRunning}
          @click=${() => this.sign(hass, report)}
        >
          ${t("inspection.sign")}
        </button>
      </div>
    </smart-campus-dialog>`;
  }

  private get dialog(): HTMLElementTagNameMap["smart-campus-dialog"] | null {
    return this.renderRoot.querySelector("smart-campus-dialog");
  }

  private inspect(hass: Hass, site: string): void {
    void this.running.run(async () => {
      await hass.callService("smart_campus", "run_network_inspection", { site }, undefined, false);
    });
  }

  private open(hass: Hass, site: string, report: InspectionReport): void {
    void this.signing.run(() => openReport(hass, { kind: "inspection", site, report_id: report.report_id }));
  }

  private sign(hass: Hass, report: InspectionReport): void {
    const remark = this.renderRoot.querySelector("textarea")?.value.trim() ?? "";
    void this.signing
      .run(async () => {
        const data = { report_id: report.report_id, remark };
        await hass.callService("smart_campus", "sign_network_inspection", data, undefined, false);
      })
      .then((isDone) => isDone && this.dialog?.close());
  }
}

define("smart-campus-inspection-card", InspectionCard);
