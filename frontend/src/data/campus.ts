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

/** The sites a card is for; none where that cannot be told, which a card must bear. `site`: the only one meant. */
export async function findSites(hass: Pick<Hass, "callWS">, site?: string): Promise<CampusSite[]> {
  try {
    const { sites } = await fetchCampus(hass);
    return site === undefined ? sites : sites.filter((each) => each.site === site);
  } catch {
    return [];
  }
}

/** Rooms (subentry ids) by area, for links to their pages; none where that cannot be told. */
export async function findRoomsByArea(hass: Pick<Hass, "callWS">): Promise<Map<string, string>> {
  const rooms = (await findSites(hass)).flatMap((each) => each.rooms);
  return new Map(rooms.flatMap(({ area_id, room }) => (area_id ? [[area_id, room] as const] : [])));
}
