import type { Message } from "../types/hass";

export type PortFaultKind = "flapping" | "errors" | "discards" | "speed_dropped" | "half_duplex" | "high_utilisation";

export interface PortFault {
  fault: PortFaultKind;
  since: string;
  /** Changes, errors or discards a minute, bit/s, or a share of the speed. */
  value: number | null;
  limit: number;
}

export interface Neighbour {
  protocol: string;
  name: string | null;
  port_id: string | null;
  port_description: string | null;
  description: string | null;
  address: string | null;
  chassis_id: string | null;
  capabilities: string[];
}

/** One port at one moment; null is what the switch does not tell. Rates and speeds in bit/s, power in W. */
export interface Port {
  if_index: number;
  name: string;
  alias: string | null;
  description: string | null;
  vlan: number | null;
  admin_up: boolean | null;
  oper: string | null;
  speed: number | null;
  duplex: string | null;
  in_rate: number | null;
  out_rate: number | null;
  /** Per cent. */
  utilisation: number | null;
  in_errors: number | null;
  out_errors: number | null;
  in_discards: number | null;
  out_discards: number | null;
  error_rate: number | null;
  discard_rate: number | null;
  poe_enabled: boolean | null;
  poe_state: string | null;
  poe_power: number | null;
  seconds_since_change: number | null;
  is_uplink: boolean;
  neighbours: Neighbour[];
  connected: { device_id: string | null; name: string; source: string }[];
  area_id: string | null;
  faults: PortFault[];
}

export interface SwitchPorts {
  site: string | null;
  device_id: string;
  switch: string;
  is_answering: boolean;
  /** Whether ports of this switch may be switched at all, as its settings say. */
  may_switch: boolean;
  at: string | null;
  ports: Port[];
}

export function portsFeed(deviceId: string): Message {
  return { type: "smart_campus/ports/subscribe", device_id: deviceId };
}
