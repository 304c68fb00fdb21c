import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { repeat } from "lit/directives/repeat.js";
import { type AttentionEvent, type AttentionList, attentionMessage, MOST_ATTENTION } from "../../data/attention";
import { findRoomsByArea } from "../../data/campus";
import { define } from "../../define";
import { type Language, languageOf } from "../../localize";
import { baseStyles } from "../../styles/base";
import { factStyles } from "../../styles/facts";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import { Ticking } from "../ticking";
import { type Row, rowsOf } from "./rows";
import { listStyles } from "./styles";

/** One of the lists of what somebody should look at now. */
export interface AttentionConfig extends CardConfig {
  list: AttentionList;
  site?: string;
}

const AT_FIRST = 50;
const MOST_TITLE = 160;
const LISTS: readonly string[] = ["offline", "recordings", "not_ready"] satisfies AttentionList[];

/** What is offline, which recordings are in trouble, or which rooms are not ready: where, since when and why. */
export class AttentionCard extends CampusCard<AttentionConfig> {
  static override styles = [baseStyles, markStyles, factStyles, listStyles];

  private readonly ticking = new Ticking(this, 30);
  @state() private event?: AttentionEvent;
  @state() private limit = AT_FIRST;
  private language?: Language;
  /** Pages of rooms by area; without them the list stands, only without links. */
  @state() private rooms: ReadonlyMap<string, string> = new Map();

  protected override checkConfig(config: AttentionConfig): AttentionConfig {
    if (!LISTS.includes(config.list)) {
      throw new Error(`list: ${LISTS.join(", ")}`);
    }
    return config;
  }

  protected override configured(): void {
    this.language = undefined;
    this.event = undefined;
    this.limit = AT_FIRST;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (!this.hass || !this.config || this.language === languageOf(this.hass.locale)) {
      return;
    }
    this.language = languageOf(this.hass.locale);
    this.listen();
    if (this.config.list === "recordings") {
      void findRoomsByArea(this.hass).then((rooms) => (this.rooms = rooms));
    }
  }

  private listen(): void {
    const { site } = this.config ?? {};
    const filter = { ...(site !== undefined && { site }), language: this.language, limit: this.limit };
    this.subscribe<AttentionEvent>("lists", attentionMessage(filter), (event) => (this.event = event), true);
  }

  protected override renderCard(hass: Hass, { list }: AttentionConfig): TemplateResult {
    const { event } = this;
    if (!event) {
      return html`<ha-card><p class="content secondary">${this.t("loading")}</p></ha-card>`;
    }
    const { total } = event[list];
    return html`<ha-card>
      <h2 class="sr-only">${this.t(`lists.${list}.name`)}</h2>
      <div class="sr-only" role="status">${this.t(`lists.${list}.total`, { count: total })}</div>
      ${total === 0 ? this.renderWell(list) : this.renderList(hass, list, event)}
    </ha-card>`;
  }

  private renderWell(list: AttentionList): TemplateResult {
    return html`<div class="well row">
      <ha-icon icon="mdi:check-circle-outline" aria-hidden="true"></ha-icon>
      <p>${this.t(`lists.${list}.well`)}</p>
    </div>`;
  }

  private renderList(hass: Hass, list: AttentionList, event: AttentionEvent): TemplateResult {
    const place = { hass, t: this.t.bind(this), now: this.ticking.now, rooms: this.rooms };
    const rows = rowsOf(place, list, event);
    const rest = event[list].total - rows.length;
    return html`<ul aria-label=${this.t(`lists.${list}.name`)}>
        ${repeat(rows, ({ key }) => key, renderRow)}
      </ul>
      ${rest > 0 ? this.renderRest(rest) : nothing}`;
  }

  private renderRest(rest: number): TemplateResult {
    const more = html`<button
      type="button"
      @click=${() => {
        this.limit = MOST_ATTENTION;
        this.listen();
      }}
    >
      ${this.t("alerts.show_more", { count: rest })}
    </button>`;
    return html`<footer>
      ${this.limit < MOST_ATTENTION ? more : html`<p>${this.t("alerts.more_children", { count: rest })}</p>`}
    </footer>`;
  }
}

function renderRow({ tone, icon, title, path, mark, why, facts }: Row): TemplateResult {
  const name = plain(title, MOST_TITLE);
  return html`<li data-tone=${tone}>
    <ha-icon .icon=${icon} aria-hidden="true"></ha-icon>
    <div class="what">
      <h3 class="foreign" dir="auto">${path === undefined ? name : html`<a href=${path}>${name}</a>`}</h3>
      ${mark ?? nothing}
    </div>
    ${why === nothing ? nothing : html`<div class="why foreign" dir="auto">${why}</div>`}
    <div class="facts secondary">${facts}</div>
  </li>`;
}

define("smart-campus-attention-card", AttentionCard);
