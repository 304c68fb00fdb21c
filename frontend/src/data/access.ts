import type { Message } from "../types/hass";

/** A row of the access log: a swipe or a command at a door. A card is known by its pseudonym only. */
export interface AccessEntry {
  seq: number;
  at_ms: number;
  kind: "event" | "command";
  outcome: "granted" | "denied" | "done" | "failed" | "noted";
  controller_name: string;
  door: number | null;
  door_name: string;
  direction: "in" | "out" | "";
  /** A word of ours, of `noted` events with the kind of event before it, or what the controller said. */
  reason: string;
  credential: string;
  user_name: string;
  command: string;
}

export function accessFeed(site: string, limit: number): Message {
  return { type: "smart_campus/dashboard/access/subscribe", site, limit };
}
