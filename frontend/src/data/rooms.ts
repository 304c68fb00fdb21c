import type { Hass, Message } from "../types/hass";
import { call } from "./connection";
import type { DeviceRow, Reason } from "./devices";
import type { RecordingState } from "./recordings";

export type RoomState = "trouble" | "attention" | "lesson" | "in_use" | "free" | "unknown";

export interface Lesson {
  lesson_id: string;
  course: string;
  teacher: string;
  group: string;
  /** ISO times with offset. */
  start: string;
  end: string;
}

export interface RoomTile {
  /** Subentry id. */
  room: string;
  site: string;
  site_title: string;
  name: string;
  area_id: string | null;
  floor_id: string | null;
  floor: string | null;
  type: string;
  state: RoomState;
  reasons: Reason[];
  now: Lesson | null;
  next: Lesson | null;
  recording: "recording" | "trouble" | "planned" | null;
  alerts: number;
  worst: string | null;
  devices: number;
  offline: number;
  is_ready: boolean | null;
  is_occupied: boolean | null;
}

/** First all rooms of a page, then at most once a second those that changed and those that are gone from it. */
export type RoomsEvent =
  { total: number; rooms: RoomTile[]; gone?: undefined } | { total: number; rooms: RoomTile[]; gone: string[] };

export interface RoomsFilter {
  site?: string;
  /** null: the rooms that stand on no floor. */
  floor_id?: string | null;
  language?: string;
  offset?: number;
  limit?: number;
}

export function roomsMessage(filter: RoomsFilter): Message {
  return { type: "smart_campus/dashboard/rooms/subscribe", offset: 0, limit: 500, ...filter };
}

/** Entities of a room by what they tell; only those that exist. */
export type RoomRole =
  | "calendar"
  | "in_lesson"
  | "lesson"
  | "next_lesson"
  | "readiness"
  | "lights"
  | "temperature"
  | "humidity"
  | "carbon_dioxide"
  | "illuminance"
  | "occupancy"
  | "power"
  | "energy";

export interface RoomDetail {
  room: RoomTile;
  devices: DeviceRow[];
  entities: Partial<Record<RoomRole, string>>;
  cameras: string[];
  may_control: boolean;
}

export function fetchRoom(hass: Pick<Hass, "callWS">, site: string, room: string): Promise<RoomDetail> {
  return call<RoomDetail>(hass, { type: "smart_campus/dashboard/room", site, room });
}

export interface LessonRecording {
  recording_id: string;
  state: RecordingState;
  /** The first step that did not come. */
  missed: string | null;
  /** Causes of what is wrong now. */
  troubles: string[];
  /** How many. */
  files: number;
}

export interface DayEvent {
  /** "YYYY-MM-DD" */
  day: string;
  lessons: (Lesson & { is_cancelled: boolean; recording: LessonRecording | null })[];
}

/** day: "YYYY-MM-DD", today of the server when left out. */
export function dayMessage(site: string, room: string, day?: string): Message {
  return { type: "smart_campus/dashboard/day/subscribe", site, room, ...(day !== undefined && { day }) };
}
