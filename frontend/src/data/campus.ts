import type { Hass } from "../types/hass";
import { call } from "./connection";

export interface CampusFloor {
  floor_id: string;
  name: string;
  level: number | null;
}

export interface CampusRoom {
  /** Subentry id. */
  room: string;
  name: string;
  area_id: string | null;
  floor_id: string | null;
}

export interface CampusSite {
  /** Config entry id. */
  site: string;
  title: string;
  floors: CampusFloor[];
  rooms: CampusRoom[];
  switches: { device_id: string; name: string }[];
  /** Devices by kind. */
  kinds: Record<string, number>;
  may_control: boolean;
  may_manage: boolean;
}

export interface Campus {
  sites: CampusSite[];
  /** Sites that are set up and do not run (yet). */
  waiting?: { site: string; title: string }[];
  is_admin: boolean;
}

/** The frame of a dashboard: sites with floors, rooms and switches, nothing of what they are doing. */
export function fetchCampus(hass: Pick<Hass, "callWS">): Promise<Campus> {
  return call<Campus>(hass, { type: "smart_campus/dashboard/campus" });
}
