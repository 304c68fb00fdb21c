import { html, nothing, type TemplateResult } from "lit";
import { state } from "lit/decorators.js";
import { guard } from "lit/directives/guard.js";
import { repeat } from "lit/directives/repeat.js";
import { roomsMessage, type RoomsEvent, type RoomTile } from "../../data/rooms";
import { define } from "../../define";
import { type Language, languageOf } from "../../localize";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import type { CardConfig, GridOptions } from "../../types/lovelace";
import { CampusCard } from "../base";
import { arrowTarget } from "./arrows";
import { STATES, stateLook } from "./looks";
import { byFloor, type FloorGroup, matches, PAGE, RoomStore } from "./store";
import { roomStyles } from "./styles";
import { renderTile } from "./tile";

/** All rooms, those of a site, or those of a floor. */
export interface RoomGridConfig extends CardConfig {
  site?: string;
  /** null: the rooms that stand on no floor. */
  floor_id?: string | null;
}

/** Rooms as tiles coloured by state, by floor, found by text and state. */
export class RoomGridCard extends CampusCard<RoomGridConfig> {
  static override styles = [baseStyles, markStyles, roomStyles];

  private readonly store = new RoomStore();
  /** Where the pages begin that are subscribed to. */
  private readonly listened = new Set<number>();
  private language?: Language;
  @state() private text = "";
  @state() private states: ReadonlySet<string> = new Set();
  /** The room at which the tab key stops. */
  @state() private active?: string;

  override getGridOptions(): GridOptions {
    return { columns: "full", rows: "auto", min_columns: 6 };
  }

  protected override configured(): void {
    this.language = undefined;
  }

  protected override willUpdate(changed: Map<PropertyKey, unknown>): void {
    super.willUpdate(changed);
    if (this.hass && this.config && this.language !== languageOf(this.hass.locale)) {
      this.language = languageOf(this.hass.locale);
      for (const offset of this.listened) this.unsubscribe(`rooms:${offset}`);
      this.listened.clear();
      this.store.clear();
      this.listen(0);
    }
  }

  private listen(offset: number): void {
    this.listened.add(offset);
    const { site, floor_id } = this.config ?? {};
    const filter = { ...(site !== undefined && { site }), ...(floor_id !== undefined && { floor_id }) };
    const message = roomsMessage({ ...filter, language: this.language, offset, limit: PAGE });
    this.subscribe<RoomsEvent>(`rooms:${offset}`, message, (event) => {
      this.store.take(offset, event);
      for (const further of this.store.furtherOffsets()) {
        if (!this.listened.has(further)) this.listen(further);
      }
      this.requestUpdate();
    });
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const all = this.store.all();
    const shown = all.filter((tile) => matches(tile, this.text, this.states));
    const groups = byFloor(shown, (floor) => hass.floors?.[floor]?.level);
    const first = groups[0]?.rooms[0]?.room;
    const active = shown.some((tile) => tile.room === this.active) ? this.active : first;
    return html`<ha-card>
      <h2 class="sr-only">${this.t("rooms.title")}</h2>
      ${this.renderBar(all, shown.length)}
      ${groups.length > 0 ? this.renderGroups(hass, groups, active) : this.renderNothing(all.length)}
    </ha-card>`;
  }

  private renderBar(all: RoomTile[], shown: number): TemplateResult {
    return html`<div class="bar" role="search">
      <input
        type="search"
        aria-label=${this.t("rooms.find")}
        placeholder=${this.t("rooms.find")}
        maxlength="80"
        .value=${this.text}
        @input=${(event: InputEvent) => (this.text = (event.target as HTMLInputElement).value)}
      />
      <div class="states" role="group" aria-label=${this.t("rooms.states")}>
        ${STATES.map((each) => this.renderState(each, all.filter((tile) => tile.state === each).length))}
      </div>
      <span class="sr-only" role="status">
        ${this.store.isLoaded ? this.t("rooms.shown", { count: shown, total: all.length }) : nothing}
      </span>
    </div>`;
  }

  private renderState(each: string, count: number): TemplateResult | typeof nothing {
    const isChosen = this.states.has(each);
    if (count === 0 && !isChosen) {
      return nothing;
    }
    const look = stateLook(each);
    return html`<button
      type="button"
      data-tone=${look.tone}
      aria-pressed=${isChosen}
      @click=${() => {
        const chosen = new Set(this.states);
        if (!chosen.delete(each)) chosen.add(each);
        this.states = chosen;
      }}
    >
      <ha-icon .icon=${look.icon} aria-hidden="true"></ha-icon>${this.t(look.word)} ${count}
    </button>`;
  }

  private renderGroups(hass: Hass, groups: FloorGroup[], active: string | undefined): TemplateResult {
    const hasHeadings = this.config?.floor_id === undefined;
    return html`<div @keydown=${this.move} @focusin=${this.remember}>
      ${repeat(
        groups,
        (group) => group.key,
        (group) =>
          html`<section>
            ${hasHeadings ? html`<h3 dir="auto">${this.heading(group, groups)}</h3>` : nothing}
            <ul>
              ${repeat(
                group.rooms,
                (tile) => tile.room,
                (tile) =>
                  html`<li>
                    ${guard([tile, tile.room === active, hass.locale], () => renderTile(hass, tile, tile.room === active))}
                  </li>`,
              )}
            </ul>
          </section>`,
      )}
    </div>`;
  }

  private heading(group: FloorGroup, groups: FloorGroup[]): string {
    const floor = group.floor === null ? this.t("buildings.no_floor") : plain(group.floor, 80);
    const isOneSite = this.config?.site !== undefined || groups.every((each) => each.site === group.site);
    return isOneSite ? floor : `${plain(group.siteTitle, 80)} · ${floor}`;
  }

  private renderNothing(known: number): TemplateResult {
    if (!this.store.isLoaded) {
      return html`<p class="nothing secondary">${this.t("rooms.loading")}</p>`;
    }
    if (known === 0) {
      return html`<p class="nothing secondary">${this.t("rooms.none")}</p>`;
    }
    return html`<div class="nothing row">
      <p class="secondary">${this.t("rooms.no_match")}</p>
      <button
        type="button"
        @click=${() => {
          this.text = "";
          this.states = new Set();
        }}
      >
        ${this.t("rooms.show_all")}
      </button>
    </div>`;
  }

  private readonly remember = (event: FocusEvent): void => {
    this.active = (event.target as HTMLElement).dataset.room ?? this.active;
  };

  private readonly move = (event: KeyboardEvent): void => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) {
      return;
    }
    const tiles = [...this.renderRoot.querySelectorAll<HTMLElement>(".tile")];
    const at = tiles.indexOf(event.target as HTMLElement);
    if (at < 0 || !/^(Arrow|Home$|End$)/.test(event.key)) {
      return;
    }
    const boxes = tiles.map((tile) => (tile.parentElement ?? tile).getBoundingClientRect());
    const target = arrowTarget(event.key, boxes, at, getComputedStyle(this).direction === "rtl");
    event.preventDefault();
    if (target !== null) {
      tiles[target]?.focus();
    }
  };
}

define("smart-campus-room-grid-card", RoomGridCard);
