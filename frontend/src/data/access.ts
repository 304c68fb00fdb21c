import type { Hass, Message } from "../types/hass";

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

/** What a check of the whole log found: rows that are not what was written, or are gone. */
export interface LogCheck {
  intact: boolean;
  rows: number;
  removed_by_rule: number;
  faults: { fault: "changed" | "missing" | "forged_checkpoint" | "truncated"; row: number }[];
}

/** Reads every row there is: about a minute for a million. Rejects as Home Assistant's client does. */
export async function checkLog(hass: Pick<Hass, "callService">): Promise<LogCheck> {
  const answer = await hass.callService("smart_campus", "verify_access_log", {}, undefined, false, true);
  return answer?.response as LogCheck;
}
