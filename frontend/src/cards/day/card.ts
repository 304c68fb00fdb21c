import { html, nothing, type TemplateResult } from "lit";
import { query, state } from "lit/decorators.js";
import { dayMessage, type DayEvent } from "../../data/rooms";
import { define } from "../../define";
import { formatDay, formatTime } from "../../format";
import { baseStyles } from "../../styles/base";
import { markStyles } from "../../styles/marks";
import type { Hass } from "../../types/hass";
import type { CardConfig } from "../../types/lovelace";
import { CampusCard } from "../base";
import { Ticking } from "../ticking";
import { makeAxis, place, shiftDay, todayIn } from "./axis";
import { renderLesson, type TimedLesson } from "./lesson";
import { dayStyles } from "./styles";

/** `day`: "YYYY-MM-DD"; today of the campus when left out. */
export interface DayConfig extends CardConfig {
  site: string;
  room: string;
  day?: string;
}

/** The lessons of a room on one day, with how far the recording of each came. */
export class DayCard extends CampusCard<DayConfig> {
  static override styles = [baseStyles, markStyles, dayStyles];

  private readonly ticking = new Ticking(this, 30);
  @state() private event?: DayEvent;
  /** The day that is asked for; none for whatever day it is. */
  @state() private day?: string;
  @query("h2") private readonly heading?: HTMLElement;

  protected override checkConfig(config: DayConfig): DayConfig {
    if (!config.site || !config.room) {
      throw new Error("site, room");
    }
    if (config.day !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(config.day)) {
      throw new Error("day: YYYY-MM-DD");
    }
    return config;
  }

  protected override configured({ day }: DayConfig): void {
    this.go(day);
  }

  private go(day: string | undefined): void {
    if (!this.config) {
      return;
    }
    this.day = day;
    this.event = undefined;
    const { site, room } = this.config;
    this.subscribe<DayEvent>("day", dayMessage(site, room, day), (event) => (this.event = event), true);
  }

  private step(hass: Hass, days: number): void {
    const shown = this.event?.day ?? this.day ?? this.today(hass);
    const day = shiftDay(shown, days);
    this.go(day === this.today(hass) ? undefined : day);
  }

  private today(hass: Hass): string {
    return todayIn(hass.config.time_zone, this.ticking.now);
  }

  protected override renderCard(hass: Hass): TemplateResult {
    const shown = this.event?.day ?? this.day ?? this.today(hass);
    const isToday = shown === this.today(hass);
    return html`<ha-card>
      <div class="head">
        <h2 tabindex="-1" aria-live="polite">
          ${isToday ? this.t("day.today", { day: formatDay(hass, shown) }) : formatDay(hass, shown)}
        </h2>
        ${
          isToday
            ? nothing
            : html`<button
                type="button"
                @click=${() => {
                  this.go(undefined);
                  this.heading?.focus(); // The button under the focus goes.
                }}
              >
                ${this.t("day.back_to_today")}
              </button>`
        }
        ${this.renderStep(hass, -1, "mdi:chevron-left", "day.previous")}
        ${this.renderStep(hass, 1, "mdi:chevron-right", "day.next")}
      </div>
      ${this.renderDay(hass)}
    </ha-card>`;
  }

  private renderStep(hass: Hass, days: 1 | -1, icon: string, name: "day.previous" | "day.next"): TemplateResult {
    return html`<button type="button" class="step" aria-label=${this.t(name)} @click=${() => this.step(hass, days)}>
      <ha-icon .icon=${icon} aria-hidden="true"></ha-icon>
    </button>`;
  }

  private renderDay(hass: Hass): TemplateResult {
    if (!this.event) {
      return html`<p class="nothing secondary">${this.t("day.loading")}</p>`;
    }
    const lessons = this.event.lessons
      .map((lesson): TimedLesson => ({ lesson, start: Date.parse(lesson.start), end: Date.parse(lesson.end) }))
      .filter(({ start, end }) => end >= start);
    if (lessons.length === 0) {
      return html`<p class="nothing secondary">${this.t("day.empty")}</p>`;
    }
    const axis = makeAxis(lessons);
    const now = axis.position(this.ticking.now);
    const words = { hass, t: this.t.bind(this) };
    return html`<div class="axis" style="--height: ${axis.height}">
      <div aria-hidden="true">
        ${axis.hours.map(
          ({ at, top }) =>
            html`<div class="hour" style="--top: ${top}">
              <span>${formatTime(hass, new Date(at).toISOString())}</span>
            </div>`,
        )}
        ${axis.gaps.map(
          ({ end, top }) =>
            html`<div class="gap" style="--top: ${top}">
              ${this.t("day.free_until", { at: formatTime(hass, new Date(end).toISOString()) })}
            </div>`,
        )}
        ${now === null ? nothing : html`<div class="line-now" style="--top: ${now}"></div>`}
      </div>
      <ol aria-label=${this.t("day.lessons")}>
        ${place(axis, lessons).map((each) => renderLesson(words, each, this.ticking.now))}
      </ol>
    </div>`;
  }
}

define("smart-campus-day-card", DayCard);
