import type { Message } from "../types/hass";
import type { OfflineDevice } from "./devices";
import type { Recording } from "./recordings";
import type { RoomTile } from "./rooms";

export interface AttentionEvent {
  offline: { total: number; devices: OfflineDevice[] };
  recordings: { total: number; recordings: Recording[] };
  not_ready: { total: number; rooms: RoomTile[] };
}

export type AttentionList = keyof AttentionEvent;

/** Most rows of each list. */
export const MOST_ATTENTION = 200;

export function attentionMessage(filter: { site?: string; limit?: number; language?: string }): Message {
  return { type: "smart_campus/dashboard/attention/subscribe", limit: 50, ...filter };
}
