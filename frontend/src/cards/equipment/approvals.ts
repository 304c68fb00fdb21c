import { css, html, LitElement, nothing, type TemplateResult } from "lit";
import { property, state } from "lit/decorators.js";
import { type Approval, type ApprovalsEvent, approvalsFeed, decideApproval } from "../../data/approvals";
import { Feed } from "../../data/connection";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatDateTime, formatDay } from "../../format";
import { Deed } from "../../parts/deed";
import "../../parts/dialog";
import { formField, formStyles, valuesOf } from "../../parts/form";
import { wordFor, wordsOf, type Words } from "../../parts/words";
import { baseStyles } from "../../styles/base";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";

/**
 * Requests that wait for somebody's decision; nothing while there is none, or for whoever may not see them. The person who
 * asked cannot decide, which the server sees to. Fires `smart-campus-decided`.
 */
export class Approvals extends LitElement {
  static override styles = [
    baseStyles,
    formStyles,
    css`
      section {
        margin: 8px 16px;
        padding: 8px 12px;
        border: 1px solid var(--sc-info);
        border-radius: 8px;
      }
      ul {
        margin: 0;
        padding: 0;
        list-style: none;
      }
      li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: 8px;
        padding: 8px 0;
      }
      li > div {
        flex: 1 1 240px;
        min-width: 0;
      }
    `,
  ];

  @property({ attribute: false }) hass!: Hass;
  @property({ attribute: false }) site?: string;
  @state() private waiting: Approval[] = [];
  @state() private deciding?: { approval: Approval; approve: boolean };
  private feed?: Feed<ApprovalsEvent>;
  private readonly doing = new Deed(this, (thrown) => describeThrown(this.hass, thrown));

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    if (changed.has("site") || !this.feed) {
      this.open();
    }
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.feed?.close();
    this.feed = undefined;
  }

  private open(): void {
    this.feed?.close();
    this.feed = new Feed<ApprovalsEvent>(
      this.hass.connection,
      approvalsFeed(this.site),
      ({ approvals }) => {
        this.waiting = approvals.filter((each) => each.state === "pending");
      },
      () => {
        this.waiting = [];
      },
    );
    this.feed.open();
  }

  protected override render(): TemplateResult | typeof nothing {
    if (this.waiting.length === 0 && !this.deciding) return nothing;
    const words = wordsOf(this.hass);
    const { t } = words;
    return html`<section aria-labelledby="title">
        <h3 id="title">${t("approval.title", { count: this.waiting.length })}</h3>
        <ul>
          ${this.waiting.map((each) => this.renderOne(words, each))}
        </ul>
      </section>
      ${this.deciding ? this.renderQuestion(words, this.deciding.approval, this.deciding.approve) : nothing}`;
  }

  private renderOne(words: Words, approval: Approval): TemplateResult {
    const { hass, t } = words;
    const isOwn = approval.requested_by_id === hass.user?.id;
    return html`<li>
      <div class="foreign">
        <strong>${this.wish(words, approval)}</strong>
        <div>${plain(approval.reason, 300)}</div>
        <div class="secondary">
          ${plain(approval.requested_by, 60)}, ${formatDateTime(hass, approval.requested_at)}
          ${approval.until === null ? nothing : t("approval.until", { day: formatDay(hass, approval.until) })}
        </div>
      </div>
      ${
        !approval.may_decide
          ? html`<span class="secondary">${isOwn ? t("approval.own") : nothing}</span>`
          : html`<button type="button" @click=${() => (this.deciding = { approval, approve: false })}>
                ${t("approval.refuse")}
              </button>
              <button type="button" class="primary" @click=${() => (this.deciding = { approval, approve: true })}>
                ${t("approval.approve")}
              </button>`
      }
    </li>`;
  }

  private wish(words: Words, approval: Approval): string {
    const name = plain([approval.asset_number, approval.asset_name].filter((text) => text !== "").join(" "), 120);
    return words.t("approval.wish", { name, state: wordFor(words, "asset.state", approval.wanted) });
  }

  private renderQuestion(words: Words, approval: Approval, approve: boolean): TemplateResult {
    const { hass, t } = words;
    return html`<smart-campus-dialog
      .hass=${hass}
      .heading=${t(approve ? "approval.approve" : "approval.refuse")}
      @smart-campus-closed=${() => (this.deciding = undefined)}
    >
      <p class="foreign">${this.wish(words, approval)}</p>
      <div class="form">
        ${formField({ name: "note", label: t("approval.note"), value: "", kind: "long", most: 500 })}
      </div>
      <p role="alert">${this.doing.error}</p>
      <div slot="actions">
        <button type="button" @click=${this.close}>${t("dialog.cancel")}</button>
        <button
          type="button"
          class="primary"
          ?disabled=${this.doing.isRunning}
          @click=${() => this.decide(approval, approve)}
        >
          ${t(approve ? "approval.approve" : "approval.refuse")}
        </button>
      </div>
    </smart-campus-dialog>`;
  }

  private close(): void {
    this.renderRoot.querySelector("smart-campus-dialog")?.close();
  }

  private decide(approval: Approval, approve: boolean): void {
    const { note = "" } = valuesOf(this.renderRoot);
    void this.doing
      .run(async () => {
        await decideApproval(this.hass, approval.approval_id, approve, note);
      })
      .then((isDone) => {
        if (isDone) {
          this.close();
          this.dispatchEvent(new CustomEvent("smart-campus-decided"));
        }
      });
  }
}

define("smart-campus-approvals", Approvals);
