import { html, LitElement, nothing, type TemplateResult } from "lit";
import { property, query, state } from "lit/decorators.js";
import { actOnAlert, type Alert, type AlertAction } from "../../data/alerts";
import { define } from "../../define";
import { describeThrown } from "../../errors";
import { formatDateTime, formatRelative } from "../../format";
import { localize, type Params, type TranslationKey } from "../../localize";
import { baseStyles } from "../../styles/base";
import { factStyles } from "../../styles/facts";
import { markStyles } from "../../styles/marks";
import { inSentence, plain } from "../../text";
import type { Hass } from "../../types/hass";
import { renderMore } from "./details";
import { rowStyles } from "./row-styles";
import { lookOf } from "./severity";

/** What was done to an alert here, as the server confirmed it: sent as `smart-campus-alert-acted`. */
export interface Acted {
  action: AlertAction;
  alert: Alert;
}

type Form = "snooze" | "note" | "resolve";

const SNOOZE_MINUTES = [15, 30, 60, 240, 1440] as const;
const MOST_NOTE = 500;
const MOST_SHOWN = 600;

/** One open alert with what can be done about it. */
export class AlertRow extends LitElement {
  static override styles = [baseStyles, markStyles, factStyles, rowStyles];

  @property({ attribute: false }) hass?: Hass;
  @property({ attribute: false }) alert?: Alert;
  /** Of the room's page; none when the alert has no room that is known. */
  @property({ attribute: false }) roomPath?: string;
  @property({ attribute: false }) now = Date.now();
  @property({ type: Boolean }) showsSite = false;
  @state() private form?: Form;
  /** What is on its way to the server; nothing else can be pressed meanwhile. */
  @state() private pending?: string;
  @state() private problem = "";
  @query("form textarea, form button") private readonly firstField?: HTMLElement;

  protected override render(): TemplateResult | typeof nothing {
    const { alert, hass } = this;
    if (!alert || !hass) {
      return nothing;
    }
    const look = lookOf(alert.severity);
    this.dataset.tone = look.tone;
    return html`<article aria-labelledby="title">
      <div class="head">
        <span class="mark" data-tone=${look.tone}
          ><ha-icon .icon=${look.icon} aria-hidden="true"></ha-icon><span>${this.t(look.word)}</span></span
        >
        <h3 id="title" class="foreign" dir="auto">${plain(alert.title, MOST_SHOWN)}</h3>
      </div>
      ${alert.cause ? html`<p class="foreign" dir="auto">${plain(alert.cause, MOST_SHOWN)}</p>` : nothing}
      ${this.renderFacts(hass, alert)} ${renderMore(hass, alert, this.now)}
      ${this.form === undefined ? this.renderActions(alert) : this.renderForm(this.form)}
      ${
        this.problem
          ? html`<p class="problem" role="alert">
              <ha-icon icon="mdi:alert-circle" aria-hidden="true"></ha-icon><span>${this.problem}</span>
            </p>`
          : nothing
      }
    </article>`;
  }

  private renderFacts(hass: Hass, alert: Alert): TemplateResult {
    const where = this.showsSite && alert.site ? [alert.site, alert.room].filter(Boolean).join(" · ") : alert.room;
    const place = html`<bdi>${plain(where, 120)}</bdi>`;
    return html`<div class="facts secondary">
      ${where ? fact("mdi:map-marker-outline", this.roomPath ? html`<a href=${this.roomPath}>${place}</a>` : place) : nothing}
      ${fact(
        "mdi:clock-outline",
        html`<time datetime=${alert.raised_at} title=${formatDateTime(hass, alert.raised_at)}
          >${formatRelative(hass, alert.raised_at, this.now)}</time
        >`,
      )}
      ${this.standing(hass, alert).map(([icon, words]) => fact(icon, words))}
    </div>`;
  }

  /** Who has taken it on, until when it is put off, who it was handed on to. */
  private standing(hass: Hass, alert: Alert): [string, string][] {
    const found: [string, string][] = [];
    if (alert.acknowledged_at) {
      const ago = formatRelative(hass, alert.acknowledged_at, this.now);
      const name = inSentence(alert.acknowledged_by ?? "", 80);
      const key = name ? "alerts.acknowledged_by" : "alerts.acknowledged_by_automation";
      found.push(["mdi:account-check", this.t(key, { name, ago })]);
    } else {
      found.push(["mdi:account-alert-outline", this.t("alerts.nobody")]);
    }
    if (alert.state === "snoozed" && alert.snoozed_until) {
      const at = formatDateTime(hass, alert.snoozed_until);
      found.push(["mdi:bell-sleep-outline", this.t("alerts.snoozed_until", { at })]);
    }
    if (alert.escalated_to.length) {
      const names = inSentence(alert.escalated_to.join(this.t("list_comma")), 120);
      found.push(["mdi:arrow-up-bold-circle-outline", this.t("alerts.escalated_to", { names })]);
    }
    return found;
  }

  private renderActions(alert: Alert): TemplateResult {
    return html`<div
      class="actions"
      role="group"
      aria-label=${this.t("alerts.actions", { title: inSentence(alert.title, 80) })}
    >
      ${
        alert.acknowledged_at
          ? nothing
          : this.button("acknowledge", () => this.act("acknowledge_alert", "acknowledge"), "primary", [
              "alerts.acknowledge",
              "alerts.acknowledging",
            ])
      }
      ${alert.buttons
        .filter(({ id }) => !["acknowledge", "snooze", "details"].includes(id))
        .map(
          ({ id, label }) =>
            html`<button
              type="button"
              ?disabled=${this.pending !== undefined}
              aria-busy=${this.pending === `answer:${id}`}
              @click=${() => this.act("answer_alert", `answer:${id}`, { button: id })}
            >
              <bdi>${plain(label, 60)}</bdi>
            </button>`,
        )}
      ${this.button("snooze", () => this.open("snooze"), "", ["alerts.snooze"])}
      ${this.button("resolve", () => this.open("resolve"), "", ["alerts.resolve"])}
      ${this.button("note", () => this.open("note"), "", ["alerts.add_note"])}
    </div>`;
  }

  private button(
    name: string,
    press: () => unknown,
    kind: string,
    [word, pendingWord]: [TranslationKey, TranslationKey?],
  ): TemplateResult {
    const isPending = this.pending === name;
    return html`<button
      type="button"
      class=${kind}
      name=${name}
      ?disabled=${this.pending !== undefined}
      aria-busy=${isPending}
      @click=${press}
    >
      ${this.t(isPending && pendingWord ? pendingWord : word)}
    </button>`;
  }

  private renderForm(form: Form): TemplateResult {
    const isPending = this.pending !== undefined;
    const close = html`<button type="button" name="cancel" ?disabled=${isPending} @click=${() => this.close()}>
      ${this.t("alerts.cancel")}
    </button>`;
    if (form === "snooze") {
      return html`<form @submit=${(event: Event) => event.preventDefault()} @keydown=${this.escape}>
        <fieldset>
          <legend>${this.t("alerts.snooze_for")}</legend>
          ${SNOOZE_MINUTES.map(
            (minutes) =>
              html`<button
                type="button"
                ?disabled=${isPending}
                aria-busy=${this.pending === `snooze:${minutes}`}
                @click=${() => this.act("snooze_alert", `snooze:${minutes}`, { minutes })}
              >
                ${this.length(minutes)}
              </button>`,
          )}
          ${close}
        </fieldset>
      </form>`;
    }
    const isNote = form === "note";
    return html`<form @submit=${this.submit} @keydown=${this.escape}>
      <label for="note">${this.t(isNote ? "alerts.note" : "alerts.note_on_resolving")}</label>
      <textarea id="note" maxlength=${MOST_NOTE} ?required=${isNote} ?disabled=${isPending}></textarea>
      <div class="actions">
        <button type="submit" class="primary" ?disabled=${isPending} aria-busy=${isPending}>
          ${this.t(isNote ? (isPending ? "alerts.saving" : "alerts.save_note") : isPending ? "alerts.resolving" : "alerts.resolve")}
        </button>
        ${close}
      </div>
    </form>`;
  }

  private length(minutes: number): string {
    if (minutes < 60) return this.t("alerts.minutes", { count: minutes });
    return minutes < 1440
      ? this.t("alerts.hours", { count: minutes / 60 })
      : this.t("alerts.days", { count: minutes / 1440 });
  }

  private async open(form: Form): Promise<void> {
    this.form = form;
    this.problem = "";
    await this.updateComplete;
    this.firstField?.focus();
  }

  private async close(): Promise<void> {
    const name = this.form;
    this.form = undefined;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(`button[name="${name ?? ""}"]`)?.focus();
  }

  private readonly escape = (event: KeyboardEvent): void => {
    if (event.key === "Escape" && this.pending === undefined) {
      event.stopPropagation();
      void this.close();
    }
  };

  private readonly submit = (event: Event): void => {
    event.preventDefault();
    const note = this.renderRoot.querySelector("textarea")?.value.trim() ?? "";
    if (this.form === "note") {
      void this.act("add_note", "note", { note });
    } else {
      void this.act("resolve_alert", "resolve", note ? { note } : {});
    }
  };

  private async act(action: AlertAction, pending: string, data: Record<string, unknown> = {}): Promise<void> {
    if (!this.hass || !this.alert || this.pending !== undefined) {
      return;
    }
    this.pending = pending;
    this.problem = "";
    try {
      const alert = await actOnAlert(this.hass, action, this.alert.alert_id, data);
      if (this.form !== undefined) {
        this.pending = undefined;
        await this.close();
      }
      const detail: Acted = { action, alert };
      this.dispatchEvent(new CustomEvent("smart-campus-alert-acted", { detail, bubbles: true, composed: true }));
    } catch (thrown) {
      this.problem = await describeThrown(this.hass, thrown);
    } finally {
      this.pending = undefined;
    }
  }

  private t(key: TranslationKey, params?: Params): string {
    return localize(this.hass?.locale, key, params);
  }
}

function fact(icon: string, content: unknown): TemplateResult {
  return html`<span class="fact"
    ><ha-icon .icon=${icon} aria-hidden="true"></ha-icon><span class="foreign">${content}</span></span
  >`;
}

define("smart-campus-alert-row", AlertRow);
