import type { Port, SwitchPorts } from "../data/ports";

/** A port with a link of 1 Gbit/s and nothing else. */
export function makePort(ifIndex: number, name: string, given: Partial<Port> = {}): Port {
  return {
    if_index: ifIndex,
    name,
    alias: null,
    description: null,
    vlan: null,
    admin_up: true,
    oper: "up",
    speed: 1e9,
    duplex: "full",
    in_rate: null,
    out_rate: null,
    utilisation: null,
    in_errors: null,
    out_errors: null,
    in_discards: null,
    out_discards: null,
    error_rate: null,
    discard_rate: null,
    poe_enabled: null,
    poe_state: null,
    poe_power: null,
    seconds_since_change: null,
    is_uplink: false,
    neighbours: [],
    connected: [],
    area_id: null,
    faults: [],
    ...given,
  };
}

export function makeSwitch(ports: Port[], given: Partial<SwitchPorts> = {}): SwitchPorts {
  return {
    site: "s1",
    device_id: "d1",
    switch: "Switch A3",
    is_answering: true,
    may_switch: true,
    at: "2026-11-26T00:00:00+00:00",
    ports,
    ...given,
  };
}

/** Ports named by a pattern with "#" for the number. */
export function series(pattern: string, first: number, last: number, index = 1): Port[] {
  return Array.from({ length: last - first + 1 }, (_, step) =>
    makePort(index + step, pattern.replace("#", String(first + step))),
  );
}
