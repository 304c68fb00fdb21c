import { html, nothing, type TemplateResult } from "lit";
import type { DayEvent } from "../../data/rooms";
import { formatTime } from "../../format";
import { mark } from "../../parts/mark";
import { wordFor, type Words } from "../../parts/words";
import type { Tone } from "../../styles/marks";
import { plain } from "../../text";
import { cause, stateMark } from "../recordings/state";
import type { Placed, Span } from "./axis";

export type DayLesson = DayEvent["lessons"][number];
export type TimedLesson = Span & { lesson: DayLesson };

const MOST = 200;
/** Pixels that a lesson with something wrong needs. */
const FOUR_LINES = 94;
const RUNNING = new Set(["recording", "paused"]);

/** How urgently a lesson is to be looked at. */
export function toneOf({ lesson, start, end }: TimedLesson, now: number): Tone {
  const { recording, is_cancelled } = lesson;
  if (is_cancelled) return "none";
  if (recording && (recording.state === "failed" || recording.troubles.length > 0)) return "bad";
  if (recording?.missed) return "warn";
  return start <= now && now < end ? "info" : recording?.state === "confirmed" ? "good" : "none";
}

/** One lesson at its place on the axis: when, what, who, and how its recording stands. */
export function renderLesson(words: Words, placed: Placed<TimedLesson>, now: number): TemplateResult {
  const { item, top, height, lane, lanes } = placed;
  const { lesson, start, end } = item;
  const isNow = start <= now && now < end && !lesson.is_cancelled;
  const people = [lesson.teacher, lesson.group].filter(Boolean).map((each) => plain(each, MOST));
  return html`<li
    class="lesson ${isNow ? "now" : ""} ${lesson.is_cancelled ? "cancelled" : ""} ${height < FOUR_LINES ? "short" : ""}"
    data-tone=${toneOf(item, now)}
    aria-current=${isNow ? "time" : nothing}
    style="--top: ${top}; --lesson-height: ${height}; --lane: ${lane}; --lanes: ${lanes}"
  >
    <div class="first">
      <span class="secondary"
        ><time datetime=${lesson.start}>${formatTime(words.hass, lesson.start)}</time>–<time datetime=${lesson.end}
          >${formatTime(words.hass, lesson.end)}</time
        ></span
      >
      ${renderStanding(words, lesson)}
    </div>
    <p class="line course" dir="auto">${plain(lesson.course, MOST) || words.t("day.untitled")}</p>
    ${renderTrouble(words, lesson)}
    ${people.length > 0 ? html`<p class="line secondary people" dir="auto">${people.join(" · ")}</p>` : nothing}
  </li>`;
}

function renderStanding(words: Words, { is_cancelled, recording }: DayLesson): TemplateResult | typeof nothing {
  if (is_cancelled) {
    return mark("none", "mdi:calendar-remove-outline", words.t("day.cancelled"));
  }
  if (!recording) {
    return nothing;
  }
  return RUNNING.has(recording.state) && recording.troubles.length > 0
    ? mark("bad", "mdi:record-rec", words.t("day.recording_in_trouble"))
    : stateMark(words, recording);
}

function renderTrouble(words: Words, { is_cancelled, recording }: DayLesson): TemplateResult | typeof nothing {
  if (is_cancelled || !recording) {
    return nothing;
  }
  const parts = recording.troubles.map((each) => cause(words, each));
  if (recording.missed) {
    parts.unshift(wordFor(words, "ledger.missed", recording.missed));
  }
  return parts.length === 0
    ? nothing
    : html`<p class="trouble">
        <ha-icon icon="mdi:alert" aria-hidden="true"></ha-icon>
        <span class="line"
          >${[...new Set(parts)].map((each) => plain(each, MOST)).join(words.t("list_separator"))}</span
        >
      </p>`;
}
