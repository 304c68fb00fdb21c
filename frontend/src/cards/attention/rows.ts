import { html, nothing, type TemplateResult } from "lit";
import type { AttentionEvent, AttentionList } from "../../data/attention";
import type { OfflineDevice } from "../../data/devices";
import type { Recording } from "../../data/recordings";
import type { RoomTile } from "../../data/rooms";
import { formatDateTime, formatRelative, formatTime } from "../../format";
import type { Words } from "../../parts/words";
import { devicePath, roomPath, switchPath } from "../../paths";
import { KIND_ICONS } from "../../strategies/tiles";
import type { Tone } from "../../styles/marks";
import { inSentence, plain } from "../../text";
import { stateMark, troublesOf } from "../recordings/state";
import { stateLook } from "../rooms/looks";

const MOST = 160;

/** What a row needs besides its words. */
export interface Place extends Words {
  now: number;
  /** Room subentries by area. */
  rooms: ReadonlyMap<string, string>;
}

/** One thing to look at: what, where, since when, why. */
export interface Row {
  key: string;
  icon: string;
  tone: Tone;
  title: string;
  path: string | undefined;
  /** A word beside the title. */
  mark?: TemplateResult;
  why: unknown;
  facts: (TemplateResult | typeof nothing)[];
}

export function rowsOf(place: Place, list: AttentionList, event: AttentionEvent): Row[] {
  switch (list) {
    case "offline":
      return event.offline.devices.map((device) => offlineRow(place, device));
    case "recordings":
      return event.recordings.recordings.map((recording) => recordingRow(place, recording));
    case "not_ready":
      return event.not_ready.rooms.map((tile) => roomRow(place, tile));
  }
}

function offlineRow(place: Place, device: OfflineDevice): Row {
  const { hass, t, now } = place;
  const { area_id, room, since, caused_by } = device;
  const area = area_id === null ? "" : (hass.areas[area_id]?.name ?? "");
  const cause = caused_by === null ? nothing : html` ${t("lists.caused_by", { name: inSentence(caused_by, MOST) })}`;
  return {
    key: device.subentry,
    icon: KIND_ICONS[device.kind],
    tone: caused_by === null ? "bad" : "warn",
    title: device.name,
    path: pathOf(place, device),
    why: html`${plain(device.why.text, MOST)}${cause}`,
    facts: [where(area, room === null ? undefined : roomPath(room)), sinceWhen(place, since, now)],
  };
}

/** Only administrators may open a device's own page. */
function pathOf({ hass }: Place, { kind, device_id, room }: OfflineDevice): string | undefined {
  if (kind === "switch" && device_id !== null) {
    return switchPath(device_id);
  }
  if (device_id !== null && hass.user?.is_admin) {
    return devicePath(device_id);
  }
  return room === null ? undefined : roomPath(room);
}

function recordingRow(place: Place, recording: Recording): Row {
  const { hass, t } = place;
  const room = recording.area_id === null ? undefined : place.rooms.get(recording.area_id);
  const path = room === undefined ? undefined : roomPath(room);
  const times = `${formatTime(hass, recording.start)}–${formatTime(hass, recording.end)}`;
  return {
    key: recording.recording_id,
    icon: "mdi:video-off-outline",
    tone: "bad",
    title: recording.course || t("day.untitled"),
    path,
    mark: stateMark(place, recording),
    why: troublesOf(place, recording),
    facts: [
      where(recording.room, path),
      fact("mdi:clock-outline", times),
      recording.teacher ? fact("mdi:account-outline", plain(recording.teacher, MOST)) : nothing,
    ],
  };
}

function roomRow({ hass, t }: Place, tile: RoomTile): Row {
  const lesson = tile.now ?? tile.next;
  const course = lesson ? inSentence(lesson.course, MOST) || t("day.untitled") : "";
  const at = lesson ? formatTime(hass, lesson.start) : "";
  return {
    key: tile.room,
    icon: stateLook(tile.state).icon,
    tone: tile.now ? "bad" : "warn",
    title: tile.name,
    path: roomPath(tile.room),
    why:
      tile.reasons.length === 0
        ? nothing
        : tile.reasons.map(({ text }) => html`<span class="reason">${plain(text, MOST)}</span>`),
    facts: [
      lesson
        ? fact("mdi:school-outline", t(tile.now ? "lists.lesson_runs" : "lists.lesson_begins", { at, course }))
        : nothing,
      where(tile.floor ?? "", undefined),
    ],
  };
}

function fact(icon: string, content: unknown): TemplateResult {
  return html`<span class="fact"><ha-icon .icon=${icon} aria-hidden="true"></ha-icon><bdi>${content}</bdi></span>`;
}

function where(name: string, path: string | undefined): TemplateResult | typeof nothing {
  const shown = plain(name, MOST);
  return shown === ""
    ? nothing
    : fact("mdi:map-marker-outline", path === undefined ? shown : html`<a href=${path}>${shown}</a>`);
}

function sinceWhen({ hass, t }: Place, since: string | null, now: number): TemplateResult {
  return fact(
    "mdi:clock-outline",
    since === null
      ? t("lists.never_reached")
      : html`<time datetime=${since} title=${formatDateTime(hass, since)}>${formatRelative(hass, since, now)}</time>`,
  );
}
