import { css, html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { type Alert, type AlertEvent, type AlertPage, MOST_ALERTS } from "../../data/alerts";
import { findRoomsByArea } from "../../data/campus";
import { define } from "../../define";
import { languageOf } from "../../localize";
import { roomPath } from "../../paths";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { inSentence } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import { Ticking } from "../ticking";
import { AlertBook } from "./book";
import "./row";
import type { Acted, AlertRow } from "./row";
import { lookOf } from "./severity";

/** `limit`: alerts at first, and more with each "show more". */
export interface AlertListConfig extends CardConfig {
  site?: string;
  area_id?: string;
  limit?: number;
}

const AT_FIRST = 10;

/** Open alerts, the worst first, with what can be done about each. */
export class AlertListCard extends CampusCard<AlertListConfig> {
  static override styles = [
    baseStyles,
    markStyles,
    css`
      .head {
        padding: 12px 16px 10px;
      }
      ol {
        margin: 0;
        padding: 0;
        list-style: none;
        min-height: 0;
        overflow-y: auto;
      }
      li {
        border-top: 1px solid var(--divider-color);
      }
      footer {
        display: grid;
        gap: 8px;
        justify-items: start;
        padding: 8px 16px 12px;
        border-top: 1px solid var(--divider-color);
      }
      .well {
        padding: 14px 16px;
        --mdc-icon-size: 32px;
      }
      .well ha-icon {
        color: var(--sc-good);
      }
    `,
  ];

  private readonly book = new AlertBook();
  private readonly ticking = new Ticking(this, 20);
  @state() private isLoaded = false;
  @state() private shown = AT_FIRST;
  @state() private isFetching = false;
  @state() private problem = "";
  /** Read aloud once, when something comes or goes. */
  @state() private said = "";
  private language?: string;
  /** Pages of rooms by area; without them the list stands, only without links. */
  @state() private rooms: ReadonlyMap<string, string> = new Map();

  protected override checkConfig(config: AlertListConfig): AlertListConfig {
    const { limit = AT_FIRST } = config;
    if (!Number.isInteger(limit) || limit < 1 || limit > MOST_ALERTS) {
      throw new Error(`limit: 1 … ${MOST_ALERTS}`);
    }
    return { ...config, limit };
  }

  protected override configured(config: AlertListConfig): void {
    this.language = undefined;
    this.isLoaded = false;
    this.shown = config.limit ?? AT_FIRST;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (!this.hass || !this.config) {
      return;
    }
    const language = languageOf(this.hass.locale);
    if (language !== this.language) {
      this.language = language;
      this.subscribe<AlertEvent>("alerts", { type: "smart_campus/alerts/subscribe", ...this.which() }, (event) =>
        this.hear(event),
      );
      void findRoomsByArea(this.hass).then((rooms) => (this.rooms = rooms));
    }
  }

  private which(): Record<string, unknown> {
    const { site, area_id, limit } = this.config ?? {};
    return {
      ...(site !== undefined && { site }),
      ...(area_id !== undefined && { area_id }),
      language: this.language,
      limit,
    };
  }

  private hear(event: AlertEvent): void {
    if ("alerts" in event) {
      this.book.begin(event);
      this.isLoaded = true;
      if (this.shown > this.book.size && this.book.hasMore) {
        void this.fetchMore(); // After a reconnect: as many as were shown before.
      }
    } else {
      this.book.take(event);
      if (event.happening === "raised") {
        this.say("alerts.said_raised", event.alert);
      } else if (event.happening === "resolved") {
        this.say("alerts.said_resolved", event.alert);
      }
    }
    this.requestUpdate();
  }

  private say(key: "alerts.said_raised" | "alerts.said_resolved", alert: Alert): void {
    this.said = this.t(key, { severity: this.t(lookOf(alert.severity).word), title: inSentence(alert.title, 200) });
  }

  private async showMore(): Promise<void> {
    this.shown += this.config?.limit ?? AT_FIRST;
    if (this.book.size < this.shown && this.book.hasMore) {
      await this.fetchMore();
    }
  }

  private async fetchMore(): Promise<void> {
    this.isFetching = true;
    this.problem = "";
    try {
      const page = { offset: this.book.offset, limit: MOST_ALERTS };
      this.book.extend(await this.call<AlertPage>({ type: "smart_campus/alerts", ...this.which(), ...page }));
    } catch (thrown) {
      this.problem = await this.describe(thrown);
    } finally {
      this.isFetching = false;
    }
  }

  /** The server confirmed it; its own news, in the user's language, follows or came already. */
  private acted({ detail: { action, alert } }: CustomEvent<Acted>): void {
    const known = this.book.get(alert.alert_id);
    if (!known) {
      return;
    }
    if (alert.state === "resolved") {
      this.focusAfter(alert.alert_id);
      this.book.take({ happening: "resolved", alert });
      this.say("alerts.said_resolved", known);
    } else {
      const { state, acknowledged_at, acknowledged_by, snoozed_until, notes } = alert;
      this.book.take({
        happening: action,
        alert: { ...known, state, acknowledged_at, acknowledged_by, snoozed_until, notes },
      });
    }
    this.requestUpdate();
  }

  /** Keep the keyboard where it was when the alert under it goes. */
  private focusAfter(id: string): void {
    const rows = [...this.renderRoot.querySelectorAll<AlertRow>("smart-campus-alert-row")];
    const at = rows.findIndex((row) => row.alert?.alert_id === id);
    const next = rows[at + 1] ?? rows[at - 1];
    const target = next?.shadowRoot?.querySelector<HTMLElement>("button") ?? this.renderRoot.querySelector("h2");
    target?.focus();
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const alerts = this.book.sorted();
    const unanswered = alerts.filter((alert) => !alert.acknowledged_at).length;
    const rest = this.book.total - Math.min(this.shown, alerts.length);
    return html`<ha-card>
      <h2 class="sr-only" tabindex="-1">${this.t("alerts.title")}</h2>
      ${
        this.isLoaded && this.book.total > 0
          ? html`<p class="head">
              ${this.t("alerts.open", { count: this.book.total })}${
                this.book.hasMore ? nothing : this.t("alerts.unanswered", { count: unanswered })
              }
            </p>`
          : nothing
      }
      ${this.isLoaded ? this.renderAlerts(hass, alerts.slice(0, this.shown)) : html`<p class="content secondary">${this.t("alerts.loading")}</p>`}
      ${
        rest > 0 && this.isLoaded
          ? html`<footer>
              <button type="button" ?disabled=${this.isFetching} @click=${() => this.showMore()}>
                ${this.t("alerts.show_more", { count: rest })}
              </button>
              ${this.problem ? html`<p role="alert">${this.problem}</p>` : nothing}
            </footer>`
          : nothing
      }
      <div class="sr-only" role="status" aria-live="polite">${this.said}</div>
    </ha-card>`;
  }

  private renderAlerts(hass: Hass, alerts: Alert[]): TemplateResult {
    if (this.book.total === 0) {
      return html`<div class="well row">
        <ha-icon icon="mdi:check-circle-outline" aria-hidden="true"></ha-icon>
        <div>
          <p>${this.t("alerts.all_well")}</p>
          <p class="secondary">${this.t("alerts.all_well_more")}</p>
        </div>
      </div>`;
    }
    return html`<ol @smart-campus-alert-acted=${(event: CustomEvent<Acted>) => this.acted(event)}>
      ${repeat(
        alerts,
        (alert) => alert.alert_id,
        (alert) =>
          html`<li>
            <smart-campus-alert-row
              .hass=${hass}
              .alert=${alert}
              .now=${this.ticking.now}
              .showsSite=${this.config?.site === undefined}
              .roomPath=${this.pathOf(alert)}
            ></smart-campus-alert-row>
          </li>`,
      )}
    </ol>`;
  }

  private pathOf(alert: Alert): string | undefined {
    const room = alert.area_id ? this.rooms.get(alert.area_id) : undefined;
    return room === undefined ? undefined : roomPath(room);
  }
}

define("smart-campus-alert-list-card", AlertListCard);
