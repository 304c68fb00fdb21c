import type { Port, PortFaultKind } from "../../data/ports";
import type { TranslationKey } from "../../localize";
import type { Tone } from "../../styles/marks";
import type { Words } from "../../parts/words";
import { formatBits } from "../../quantities";

/** What is drawn of a port. */
export type PortLook = Pick<Port, "admin_up" | "oper" | "speed" | "is_uplink" | "poe_state" | "faults">;

export type PortState = "up" | "down" | "off" | "unknown";

export function stateOf(port: PortLook): PortState {
  if (port.admin_up === false) return "off";
  if (port.oper === null || port.oper === "unknown") return "unknown";
  return port.oper === "up" ? "up" : "down";
}

export const STATE_LABELS: Record<PortState, TranslationKey> = {
  up: "port_map.state.up",
  down: "port_map.state.down",
  off: "port_map.state.off",
  unknown: "port_map.state.unknown",
};
export const STATE_TONES: Record<PortState, Tone> = { up: "good", down: "none", off: "none", unknown: "none" };
export const STATE_ICONS: Record<PortState, string> = {
  up: "mdi:lan-connect",
  down: "mdi:lan-disconnect",
  off: "mdi:cancel",
  unknown: "mdi:help-circle-outline",
};

export const FAULT_LABELS: Record<PortFaultKind, TranslationKey> = {
  flapping: "port_map.fault.flapping",
  errors: "port_map.fault.errors",
  discards: "port_map.fault.discards",
  speed_dropped: "port_map.fault.speed_dropped",
  half_duplex: "port_map.fault.half_duplex",
  high_utilisation: "port_map.fault.high_utilisation",
};

export const POE_LABELS: Record<string, TranslationKey | undefined> = {
  disabled: "port_map.poe.disabled",
  searching: "port_map.poe.searching",
  delivering: "port_map.poe.delivering",
  fault: "port_map.poe.fault",
  test: "port_map.poe.test",
  other_fault: "port_map.poe.fault",
};

/** What somebody should look after; a busy port alone is none. */
export function isInTrouble(port: PortLook): boolean {
  return port.faults.some(({ fault }) => fault !== "high_utilisation") || isPoeFault(port);
}

export function isPoeFault(port: PortLook): boolean {
  return port.poe_state === "fault" || port.poe_state === "other_fault";
}

export function isPowered(port: PortLook): boolean {
  return port.poe_state === "delivering";
}

export function poeText({ hass, t }: Words, port: Port): string {
  const label = POE_LABELS[port.poe_state ?? ""];
  const known = label === undefined ? (port.poe_state ?? "") : t(label);
  const state = known || (port.poe_enabled === false ? t("port_map.poe.disabled") : "");
  const power =
    port.poe_power === null
      ? ""
      : `${port.poe_power.toLocaleString(hass.locale.language, { maximumFractionDigits: 1 })} W`;
  return [state, power].filter((text) => text !== "").join(t("list_comma"));
}

/** Everything of a port that a glance tells, in one sentence: its name for those who do not see the picture. */
export function describePort(words: Words, port: Port): string {
  const { hass, t } = words;
  const parts = [
    `${port.name}: ${t(STATE_LABELS[stateOf(port)])}`,
    port.oper === "up" && port.speed !== null ? formatBits(hass, port.speed) : "",
    port.is_uplink ? t("port_map.uplink") : "",
    isPowered(port) || isPoeFault(port) ? `PoE ${poeText(words, port)}` : "",
    ...port.faults.map(({ fault }) => t(FAULT_LABELS[fault])),
    port.connected.map(({ name }) => name).join(t("list_comma")),
    port.alias ?? "",
  ];
  return parts.filter((text) => text !== "").join(t("list_comma"));
}
