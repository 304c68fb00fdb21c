import { html, nothing, type TemplateResult } from "lit";
import type { Lesson, RoomTile } from "../../data/rooms";
import { formatTime } from "../../format";
import { localize, type Params, type TranslationKey } from "../../localize";
import { roomPath } from "../../paths";
import { plain } from "../../text";
import type { Hass } from "../../types/hass";
import { recordingLook, stateLook } from "./looks";

const MOST = 160;

/** One room as a link to its page. tabbable: whether the tab key stops here; the arrow keys lead to the others. */
export function renderTile(hass: Hass, tile: RoomTile, tabbable: boolean): TemplateResult {
  const t = (key: TranslationKey, params?: Params): string => localize(hass.locale, key, params);
  const look = stateLook(tile.state);
  const [reason] = tile.reasons;
  return html`<a
    class="tile"
    data-tone=${look.tone}
    data-room=${tile.room}
    href=${roomPath(tile.room)}
    tabindex=${tabbable ? 0 : -1}
  >
    <span class="top">
      <span class="name" dir="auto">${plain(tile.name, MOST)}</span>
      ${renderRecording(t, tile)}
    </span>
    <span class="mark"><ha-icon .icon=${look.icon} aria-hidden="true"></ha-icon><span>${t(look.word)}</span></span>
    ${
      reason && (tile.state === "trouble" || tile.state === "attention")
        ? html`<span class="line reason" dir="auto">${plain(reason.text, MOST)}</span>`
        : nothing
    }
    ${tile.now ? renderLesson(t("rooms.until", { at: formatTime(hass, tile.now.end) }), tile.now) : nothing}
    ${
      tile.next
        ? html`<span class="next">${renderLesson(formatTime(hass, tile.next.start), tile.next)}</span>`
        : nothing
    }
    ${renderCounts(t, tile)}
  </a>`;
}

type Translate = (key: TranslationKey, params?: Params) => string;

function renderRecording(t: Translate, { recording }: RoomTile): TemplateResult | typeof nothing {
  const look = recordingLook(recording);
  return look
    ? html`<span class="recording" data-tone=${look.tone} title=${t(look.word)}>
        <ha-icon .icon=${look.icon} aria-hidden="true"></ha-icon><span class="sr-only">${t(look.word)}</span>
      </span>`
    : nothing;
}

function renderLesson(when: string, lesson: Lesson): TemplateResult {
  return html`<span class="line">
    <span class="secondary">${when}</span> <bdi>${plain(lesson.course, MOST)}</bdi>
  </span>`;
}

function renderCounts(t: Translate, tile: RoomTile): TemplateResult | typeof nothing {
  const counts: [number, string, string, TranslationKey][] = [
    [
      tile.alerts,
      tile.worst === "notice" ? "info" : tile.worst === "warning" ? "warn" : "bad",
      "mdi:bell",
      "rooms.alerts",
    ],
    [tile.offline, "warn", "mdi:lan-disconnect", "rooms.offline"],
  ];
  const shown = counts.filter(([count]) => count > 0);
  return shown.length === 0
    ? nothing
    : html`<span class="counts"
        >${shown.map(
          ([count, tone, icon, word]) =>
            html`<span class="mark" data-tone=${tone}
              ><ha-icon .icon=${icon} aria-hidden="true"></ha-icon><span>${t(word, { count })}</span></span
            >`,
        )}</span
      >`;
}
