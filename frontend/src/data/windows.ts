import type { Hass, Message } from "../types/hass";
import { call } from "./connection";

/** A door of a controller; `name` is what people call it, if they do. */
export interface Door {
  gate: string;
  door: number;
  name: string;
}

/** Doors that a card opens for a while. The controllers end it by themselves. */
export interface AccessWindow {
  /** Of its parts, one a controller. */
  windows: string[];
  /** The card's pseudonym. */
  credential: string;
  start: string;
  end: string;
  /** Withdrawn or over, and still on a controller that does not answer. */
  is_to_end: boolean;
  doors: Door[];
}

export interface WindowsEvent {
  windows: AccessWindow[];
  /** Doors of controllers in operation, by their locks. */
  doors: (Door & { entity_id: string })[];
}

export interface NewWindow {
  /** The number of a card; it is told to the controllers and kept encrypted. */
  credential: string;
  doors: string[];
  from: string;
  to: string;
}

type Caller = Pick<Hass, "callWS">;

export function windowsFeed(site: string): Message {
  return { type: "smart_campus/dashboard/windows/subscribe", site };
}

export async function grantWindow(hass: Caller, given: NewWindow): Promise<void> {
  await call(hass, { type: "smart_campus/access/grant", ...given });
}

export async function revokeWindow(hass: Caller, { windows }: Pick<AccessWindow, "windows">): Promise<void> {
  await call(hass, { type: "smart_campus/access/revoke", windows });
}
