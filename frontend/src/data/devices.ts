import type { Hass } from "../types/hass";
import { call } from "./connection";

/** Why something is as it is; `text` is in the user's language. */
export interface Reason {
  code: string;
  text: string;
}

export type Kind = "recorder" | "projector" | "meter" | "gate" | "switch" | "probe" | "lighting" | "environment";

export interface DeviceEntity {
  entity_id: string;
  point: string;
  /** Home Assistant's domain: "sensor", "lock", ... */
  platform: string;
  is_main: boolean;
}

export interface DeviceRow {
  /** None while it never was in operation. */
  device_id: string | null;
  subentry: string;
  site: string;
  kind: Kind;
  name: string;
  model: string | null;
  manufacturer: string | null;
  area_id: string | null;
  /** Subentry id of the room it stands in. */
  room: string | null;
  is_reachable: boolean;
  problem: Reason | null;
  entities: DeviceEntity[];
  /** Whether who asked may operate it; told with devices of a room and devices that were searched for. */
  may_control?: boolean;
}

export type OfflineDevice = DeviceRow & { since: string | null; why: Reason; caused_by: string | null };

export interface DevicesPage {
  total: number;
  devices: DeviceRow[];
}

export interface DevicesFilter {
  site?: string;
  kind?: Kind;
  area_id?: string;
  floor_id?: string;
  search?: string;
  offset?: number;
  limit?: number;
}

export function fetchDevices(hass: Pick<Hass, "callWS">, filter: DevicesFilter): Promise<DevicesPage> {
  return call<DevicesPage>(hass, { type: "smart_campus/dashboard/devices", offset: 0, limit: 100, ...filter });
}
