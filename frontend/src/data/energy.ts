import type { Hass } from "../types/hass";
import { call } from "./connection";

export interface RoomEnergy {
  room: string;
  name: string;
  /** Entity ids. */
  power: string | null;
  energy: string | null;
  /** kWh used outside of lessons and opening hours; null where no meter tells. */
  after_hours_today: number | null;
  after_hours_week: number | null;
}

export interface FloorEnergy {
  floor_id: string | null;
  name: string | null;
  rooms: RoomEnergy[];
}

export interface SiteEnergy {
  total: { power: string | null; energy: string | null };
  groups: FloorEnergy[];
  /** Meters of no room: main supplies, roofs, pumps. */
  others?: Omit<RoomEnergy, "room">[];
}

export function fetchEnergy(hass: Pick<Hass, "callWS">, site: string): Promise<SiteEnergy> {
  return call<SiteEnergy>(hass, { type: "smart_campus/dashboard/energy", site });
}
