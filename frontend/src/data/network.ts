import type { Message } from "../types/hass";
import type { DeviceRow } from "./devices";

export interface Inspection {
  inspection_id: string;
  at: string;
  result: string;
  counts: Record<string, number>;
  signed_by: string | null;
  signed_at: string | null;
  is_due: boolean;
}

export type SwitchRow = DeviceRow & {
  ports_up: number | null;
  ports: number | null;
  ports_in_trouble: number;
  /** Percent. */
  worst_utilisation: number | null;
};

export type PathsRow = DeviceRow & { failing: number | null; degraded: number | null };

export interface NetworkEvent {
  switches: SwitchRow[];
  paths: PathsRow[];
  inspection: Inspection | null;
}

export function networkMessage(site: string): Message {
  return { type: "smart_campus/dashboard/network/subscribe", site };
}
