import type { DeviceEntity, DeviceRow, Kind } from "../data/devices";
import type { Hass } from "../types/hass";
import type { BadgeConfig, CardConfig } from "../types/lovelace";
import { heading, navigate } from "./lovelace";

type Feature = { type: string } & Record<string, unknown>;

export const KIND_ICONS: Record<Kind, string> = {
  projector: "mdi:projector",
  recorder: "mdi:record-rec",
  lighting: "mdi:lightbulb-group-outline",
  environment: "mdi:thermometer",
  meter: "mdi:meter-electric-outline",
  gate: "mdi:door",
  switch: "mdi:switch",
  probe: "mdi:transit-connection-variant",
};

/** What of a device is shown, in this order; a kind without a list shows its main entities. */
const SHOWN: Partial<Record<Kind, readonly string[]>> = {
  projector: ["player", "picture_mute", "freeze", "problem", "upkeep_due", "light_source_remaining"],
  recorder: [
    "recording",
    "state",
    "recording_problem",
    "picture_problem",
    "sound_problem",
    "elapsed",
    "time_left",
    "storage_free",
  ],
  lighting: Array.from({ length: 16 }, (_, index) => `channel_${index + 1}`),
  switch: [
    "problem",
    "ports_up",
    "ports_down",
    "ports_with_errors",
    "ports_flapping",
    "worst_utilisation",
    "traffic_in",
    "traffic_out",
    "cpu_load",
    "memory_usage",
    "temperature",
    "poe_power",
  ],
  probe: ["problem", "targets_failing", "targets_degraded", "certificate_days_left"],
  meter: [
    "active_power",
    "energy_import",
    "heat_power",
    "heat_energy",
    "cooling_energy",
    "water_flow",
    "water_volume",
    "valve_closed",
    "valve_fault",
    "battery_low",
  ],
};

/** Shown elsewhere: as a preview, as a timetable, as a list. */
const NO_TILES = new Set(["camera", "calendar", "event"]);

/** Seen only while it is so: a fault, an open door, rain. These are always seen. */
const ALWAYS_SEEN = new Set(["occupancy", "valve_closed"]);

/** What can be pressed on a tile, by platform. */
const CONTROLS: Partial<Record<string, readonly Feature[]>> = {
  media_player: [{ type: "media-player-playback" }, { type: "media-player-source" }],
  lock: [{ type: "lock-commands" }, { type: "lock-open-door" }],
  cover: [{ type: "cover-open-close" }],
  light: [{ type: "light-brightness" }],
};

const CAN_OPEN = 1;
const CAN_SELECT_SOURCE = 2048;

/** What an entity cannot do would leave an empty place on its tile; one without a state yet may be able to do all. */
function isPossible({ type }: Feature, attributes: Record<string, unknown> | undefined): boolean {
  const supported = attributes?.supported_features;
  const can = (bit: number) => typeof supported !== "number" || (supported & bit) !== 0;
  if (type === "light-brightness") {
    const modes = attributes?.supported_color_modes;
    return Array.isArray(modes) && modes.some((mode) => mode !== "onoff" && mode !== "unknown");
  }
  return type === "lock-open-door" ? can(CAN_OPEN) : type === "media-player-source" ? can(CAN_SELECT_SOURCE) : true;
}

/** What a course over a day tells more of than a number. */
const COURSES = new Set(["temperature", "humidity", "co2", "pm25", "active_power", "heat_power"]);

/** Before what only tells: what can be pressed. */
const PLATFORM_ORDER = [
  "media_player",
  "lock",
  "cover",
  "light",
  "switch",
  "select",
  "number",
  "binary_sensor",
  "sensor",
];

/** No device fills a page. */
const MAX_TILES = 24;

export interface TileOptions {
  /** Of the page; only the entity of the tile is looked at. */
  states?: Hass["states"];
  mayControl: boolean;
  name?: string;
  /** With its course over a day, where that tells something. */
  withCourse?: boolean;
}

/** A tile with what can be pressed; who may not control sees the state alone, and a press shows details. */
export function tile(entity: Pick<DeviceEntity, "entity_id" | "point" | "platform">, options: TileOptions): CardConfig {
  const attributes = options.states?.[entity.entity_id]?.attributes;
  const controls = options.mayControl
    ? (CONTROLS[entity.platform] ?? []).filter((feature) => isPossible(feature, attributes))
    : [];
  const course = options.withCourse && COURSES.has(entity.point) ? [{ type: "trend-graph", hours_to_show: 24 }] : [];
  const features = [...controls, ...course];
  return {
    type: "tile",
    entity: entity.entity_id,
    name: options.name ?? { type: "entity" },
    grid_options: { columns: entity.platform === "media_player" ? 12 : 6 },
    ...(features.length > 0 && { features }),
    ...(!options.mayControl && { icon_tap_action: { action: "more-info" } }),
  };
}

/** The entities of a device that a person looks at, in the order of its kind. */
export function shownEntities(device: Pick<DeviceRow, "kind" | "entities">): DeviceEntity[] {
  const points = SHOWN[device.kind];
  const ranked = device.entities
    .filter(({ is_main, platform }) => is_main && !NO_TILES.has(platform))
    .map((entity) => ({ entity, rank: points ? points.indexOf(entity.point) : 0 }))
    .filter(({ rank }) => rank >= 0);
  if (ranked.length === 0 && points) {
    return shownEntities({ kind: "environment", entities: device.entities }); // A model with points of its own only.
  }
  return ranked
    .sort((a, b) => a.rank - b.rank || platformRank(a.entity) - platformRank(b.entity))
    .slice(0, MAX_TILES)
    .map(({ entity }) => entity);
}

function platformRank({ platform }: DeviceEntity): number {
  const rank = PLATFORM_ORDER.indexOf(platform);
  return rank < 0 ? PLATFORM_ORDER.length : rank;
}

/** All is well is the absence of a tile: what is wrong stands out. */
function isSeenWhenOn({ platform, point }: DeviceEntity): boolean {
  return platform === "binary_sensor" && !ALWAYS_SEEN.has(point);
}

/** The one entity that stands for a device: its first, or none. */
export function mainEntity(device: DeviceRow): DeviceEntity | undefined {
  return shownEntities(device)[0];
}

/** The tiles of a device; below its name when it is one of several. */
export function deviceCards(
  device: DeviceRow,
  { withName, ...options }: TileOptions & { withName: boolean },
): CardConfig[] {
  const tiles = shownEntities(device).map((entity) => ({
    ...tile(entity, { ...options, withCourse: true }),
    ...(isSeenWhenOn(entity) && { visibility: [{ condition: "state", entity: entity.entity_id, state: "on" }] }),
  }));
  if (tiles.length === 0) {
    return [linkCard(device.name, KIND_ICONS[device.kind])];
  }
  return withName ? [heading(device.name, { style: "subtitle" }), ...tiles] : tiles;
}

/** A device that leads to a page of its own; without an entity to show, its name alone. */
export function linkTile(device: DeviceRow, path: string): CardConfig {
  const entity = mainEntity(device);
  if (!entity) {
    return linkCard(device.name, KIND_ICONS[device.kind], path);
  }
  return {
    ...tile(entity, { mayControl: false, name: device.name }),
    grid_options: { columns: 12 },
    tap_action: navigate(path),
    icon_tap_action: navigate(path),
  };
}

function linkCard(name: string, icon: string, path?: string): CardConfig {
  return {
    type: "button",
    name,
    icon,
    show_state: false,
    icon_height: "32px",
    tap_action: path === undefined ? { action: "none" } : navigate(path),
    grid_options: { columns: 12, rows: 1 },
  };
}

export function badge(entity: string, name: string): BadgeConfig {
  return { type: "entity", entity, name, show_name: true };
}

/** What happened to some entities during the last hours; nothing without any. */
export function events(entities: readonly Pick<DeviceEntity, "entity_id">[], hours = 24): CardConfig | undefined {
  return entities.length === 0
    ? undefined
    : {
        type: "logbook",
        target: { entity_id: entities.map(({ entity_id }) => entity_id) },
        hours_to_show: hours,
        grid_options: { columns: "full", rows: 6 },
      };
}
