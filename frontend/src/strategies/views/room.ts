import type { DeviceEntity, Kind } from "../../data/devices";
import { fetchRoom, type RoomDetail, type RoomRole } from "../../data/rooms";
import type { CardConfig } from "../../types/lovelace";
import { group, heading, section, sectionsView, wide } from "../lovelace";
import { badge, deviceCards, events, KIND_ICONS, linkTile, tile } from "../tiles";
import { defineView, type ViewContext, type ViewStrategyConfig } from "../view-strategy";

interface RoomConfig extends ViewStrategyConfig {
  site: string;
  room: string;
}

const BADGES = [
  "readiness",
  "occupancy",
  "temperature",
  "humidity",
  "carbon_dioxide",
  "illuminance",
  "power",
] as const satisfies readonly RoomRole[];

/** What is pressed beside the day, what is read after it. */
const OPERATED: readonly Kind[] = ["projector", "recorder", "lighting", "gate"];
const READ: readonly Kind[] = ["environment", "meter", "switch", "probe"];

/** Previews of more cameras than this are on the cameras' own pages. */
const MAX_CAMERAS = 4;

const MAX_EVENT_SOURCES = 60;
const EVENT_HOURS = 12;

export async function buildRoom(context: ViewContext<RoomConfig>) {
  const { hass, config, t } = context;
  const detail = await fetchRoom(hass, config.site, config.room);
  const { site, room } = config;
  const { area_id } = detail.room;
  const alerts = area_id === null ? [] : [wide({ type: "custom:smart-campus-alert-list-card", site, area_id })];
  return sectionsView(
    [
      section(heading(t("room.today"), { icon: "mdi:calendar-today" }), [
        detail.may_control ? wide({ type: "custom:smart-campus-class-card", site, room }) : undefined,
        wide({ type: "custom:smart-campus-day-card", site, room }),
      ]),
      // One section of several groups: sections stand in rows, and the day is long.
      section(undefined, [
        ...group(heading(t("attention.alerts"), { icon: "mdi:bell-alert-outline" }), alerts),
        ...group(heading(t("room.cameras"), { icon: "mdi:cctv" }), detail.cameras.slice(0, MAX_CAMERAS).map(preview)),
        ...OPERATED.flatMap((kind) => kindGroup(kind, detail, context)),
      ]),
      section(undefined, [
        ...READ.flatMap((kind) => kindGroup(kind, detail, context)),
        ...group(heading(t("room.events"), { icon: "mdi:history" }), whatHappened(detail)),
      ]),
    ],
    BADGES.flatMap((role) => {
      const entity = detail.entities[role];
      return entity === undefined ? [] : [badge(entity, t(`role.${role}`))];
    }),
  );
}

function kindGroup(kind: Kind, detail: RoomDetail, { hass, t }: ViewContext<RoomConfig>): CardConfig[] {
  const options = { states: hass.states, mayControl: detail.may_control };
  const devices = detail.devices.filter((device) => device.kind === kind);
  const cards = devices.flatMap((device) =>
    kind === "switch"
      ? [linkTile(device, `switch-${device.device_id}`)]
      : deviceCards(device, { ...options, mayControl: device.may_control === true, withName: devices.length > 1 }),
  );
  const { lights } = detail.entities;
  if (kind === "lighting" && lights !== undefined) {
    const room = { entity_id: lights, point: "lights", platform: "light" };
    cards.unshift(tile(room, { ...options, name: t("room.all_lights") }));
  }
  return group(heading(t(`kind.${kind}`), { icon: KIND_ICONS[kind] }), cards);
}

function preview(entity: string): CardConfig {
  return wide({ type: "picture-entity", entity, show_name: true, show_state: false, camera_view: "auto" });
}

/** What happened in the room: lessons, what is operated, what is wrong; courses of numbers are no events. */
function whatHappened({ entities, devices }: RoomDetail): CardConfig[] {
  const { in_lesson, readiness, occupancy } = entities;
  const own = [in_lesson, readiness, occupancy].flatMap((entity_id) =>
    entity_id === undefined ? [] : [{ entity_id }],
  );
  const operated = devices.flatMap((device) => device.entities.filter(isEvent)).slice(0, MAX_EVENT_SOURCES);
  const log = events([...own, ...operated.filter(({ entity_id }) => entity_id !== occupancy)], EVENT_HOURS);
  return log ? [log] : [];
}

function isEvent({ is_main, platform }: DeviceEntity): boolean {
  return is_main && platform !== "sensor" && platform !== "camera";
}

defineView("room", buildRoom, { watchesEntities: true });
