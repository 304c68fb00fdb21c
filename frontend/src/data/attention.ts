import type { Message } from "../types/hass";
import type { OfflineDevice } from "./devices";
import type { RoomTile } from "./rooms";

export interface AttentionEvent<Recording = unknown> {
  offline: { total: number; devices: OfflineDevice[] };
  recordings: { total: number; recordings: Recording[] };
  not_ready: { total: number; rooms: RoomTile[] };
}

export function attentionMessage(filter: { site?: string; limit?: number }): Message {
  return { type: "smart_campus/dashboard/attention/subscribe", limit: 50, ...filter };
}
