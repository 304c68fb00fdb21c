import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { requestApproval, type WantedState } from "../../data/approvals";
import { type Asset, type AssetChange, fetchAsset } from "../../data/equipment";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatDateTime } from "../../format";
import { localize } from "../../localize";
import { Deed } from "../../parts/deed";
import { formField, formStyles, valuesOf } from "../../parts/form";
import { wordFor, wordsOf, type Words } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import "./asset-form";
import { assetMark, fieldName, placeOf, valueText } from "./words";

const SHOWN = [
  "asset_number", "kind", "manufacturer", "model", "serial", "firmware", "keeper", "purchased_on", "warranty_until",
  "next_inspection_on", "note",
] as const; // prettier-ignore
/** What may be asked for in each state; nothing is asked for while it is in repair. */
const WISHES: Record<Asset["state"], readonly WantedState[]> = {
  in_use: ["lent", "retired"],
  in_repair: ["retired"],
  lent: ["in_use", "retired"],
  retired: ["in_use"],
};

/** One asset with its history, its form, and what may be asked for. Fires `smart-campus-saved` after a change. */
export class AssetDetails extends LitElement {
  static override styles = [
    baseStyles,
    markStyles,
    formStyles,
    css`
      dl {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
        gap: 8px 16px;
        margin: 12px 0;
      }
      dt {
        color: var(--secondary-text-color);
        font-size: 12px;
      }
      dd {
        margin: 0;
      }
      ol {
        margin: 8px 0;
        padding: 0;
        list-style: none;
      }
      li {
        padding: 8px 0;
        border-top: 1px solid var(--divider-color);
      }
      .actions {
        display: flex;
        flex-wrap: wrap;
        gap: 8px;
        margin: 12px 0;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) asset!: Asset;
  @property({ type: Boolean }) mayManage = false;
  @state() private history?: AssetChange[];
  @state() private isEditing = false;
  @state() private wish?: WantedState;
  @state() private said = "";
  private readonly loading = new Deed(this, (thrown) => this.describe(thrown));
  private readonly asking = new Deed(this, (thrown) => this.describe(thrown));

  protected override firstUpdated(): void {
    this.load();
  }

  private describe(thrown: unknown): Promise<string> {
    return describeThrown(this.hass, thrown);
  }

  private load(): void {
    void this.loading.run(async () => {
      const found = await fetchAsset(this.hass, this.asset);
      this.asset = found.asset;
      this.history = found.history;
    });
  }

  protected override render(): TemplateResult {
    const words = wordsOf(this.hass);
    if (this.isEditing) {
      return html`<smart-campus-asset-form
        .hass=${this.hass}
        .asset=${this.asset}
        @smart-campus-saved=${this.saved}
        @smart-campus-cancelled=${() => (this.isEditing = false)}
      ></smart-campus-asset-form>`;
    }
    return html`${this.renderFacts(words)} ${this.renderActions(words)}
      <p role="alert">${this.asking.error}</p>
      <p role="status">${this.said}</p>
      <h3>${words.t("asset.history")}</h3>
      <p role="alert">${this.loading.error}</p>
      ${this.history ? this.renderHistory(words, this.history) : nothing}`;
  }

  private renderFacts(words: Words): TemplateResult {
    const { asset } = this;
    const place = placeOf(asset);
    return html`<p>${assetMark(words, asset.state)}</p>
      <dl>
        <div>
          <dt>${words.t("asset.place")}</dt>
          <dd class="foreign">${[plain(asset.site_title, 80), place].filter((text) => text !== "").join(" · ")}</dd>
        </div>
        ${SHOWN.map((field) => {
          const value = asset[field];
          const told = asset.differs[field];
          return value === null || value === ""
            ? nothing
            : html`<div>
                <dt>${fieldName(words, field)}</dt>
                <dd class="foreign">
                  ${valueText(words, field, value)}
                  ${
                    told === undefined
                      ? nothing
                      : html`<div class="secondary">${words.t("asset.device_says", { value: plain(told, 80) })}</div>`
                  }
                </dd>
              </div>`;
        })}
      </dl>`;
  }

  private renderActions(words: Words): TemplateResult | typeof nothing {
    const { t } = words;
    if (!this.mayManage) return nothing;
    if (this.wish) return this.renderWish(words, this.wish);
    return html`<div class="actions">
      <button type="button" class="primary" @click=${() => (this.isEditing = true)}>${t("asset.edit")}</button>
      ${
        this.asset.asset_number === ""
          ? html`<p class="secondary">${t("asset.needs_number")}</p>`
          : WISHES[this.asset.state].map(
              (wish) =>
                html`<button type="button" @click=${() => (this.wish = wish)}>${t(`asset.wish.${wish}`)}</button>`,
            )
      }
    </div>`;
  }

  private renderWish({ t }: Words, wish: WantedState): TemplateResult {
    return html`<form @submit=${(event: Event) => this.ask(event, wish)}>
      <h3>${t(`asset.wish.${wish}`)}</h3>
      <p class="secondary">${t("asset.wish_text")}</p>
      <div class="form">
        ${formField({ name: "reason", label: t("asset.reason"), value: "", kind: "long", most: 500, isRequired: true })}
        ${wish === "lent" ? formField({ name: "until", label: t("asset.until"), value: "", kind: "date" }) : nothing}
      </div>
      <div class="actions">
        <button type="button" @click=${() => (this.wish = undefined)}>${t("dialog.cancel")}</button>
        <button type="submit" class="primary" ?disabled=${this.asking.isRunning}>${t("asset.ask")}</button>
      </div>
    </form>`;
  }

  private renderHistory(words: Words, history: readonly AssetChange[]): TemplateResult {
    if (history.length === 0) return html`<p class="secondary">${words.t("asset.no_history")}</p>`;
    return html`<ol>
      ${history.map(
        (entry) =>
          html`<li class="foreign">
            <span class="secondary"
              >${formatDateTime(words.hass, entry.at)} ·
              ${plain(entry.by, 60) || wordFor(words, "asset.source", entry.source)}</span
            >
            ${Object.entries(entry.change).map(
              ([field, [before, after]]) =>
                html`<div>
                  ${fieldName(words, field)}: ${valueText(words, field, before)} → ${valueText(words, field, after)}
                </div>`,
            )}
            ${entry.note === "" ? nothing : html`<div>${plain(entry.note, 500)}</div>`}
          </li>`,
      )}
    </ol>`;
  }

  private ask(event: Event, wish: WantedState): void {
    event.preventDefault();
    const { reason = "", until = "" } = valuesOf(this.renderRoot);
    void this.asking.run(async () => {
      const { asset_number } = this.asset;
      await requestApproval(this.hass, { asset_number, state: wish, reason, ...(until !== "" && { until }) });
      this.wish = undefined;
      this.said = localize(this.hass.locale, "asset.asked");
    });
  }

  private saved({ detail }: CustomEvent<Asset>): void {
    this.asset = detail;
    this.isEditing = false;
    this.load();
    this.dispatchEvent(new CustomEvent("smart-campus-saved", { detail }));
  }
}

define("smart-campus-asset-details", AssetDetails);
