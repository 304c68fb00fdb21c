import { html, nothing, type TemplateResult } from "lit";
import type { Neighbour, Port } from "../../data/ports";
import { formatNumber, formatRelative } from "../../format";
import { mark } from "../../parts/mark";
import { devicePath } from "../../paths";
import type { Words } from "../../parts/words";
import { formatBits, formatDuration } from "../../quantities";
import { plain } from "../../text";
import { FAULT_LABELS, isInTrouble, poeText, STATE_ICONS, STATE_LABELS, STATE_TONES, stateOf } from "./port-state";

/** Characters of a text of a device. */
const MOST = 120;

/** Everything that is known of one port; what the switch does not tell is left out. */
export function portDetails(words: Words, port: Port, actions: TemplateResult | typeof nothing): TemplateResult {
  const { hass, t } = words;
  const state = stateOf(port);
  const area = port.area_id === null ? undefined : hass.areas[port.area_id]?.name;
  return html`<div class="row wrap">
      <h3 class="name foreign">${plain(port.name, MOST)}</h3>
      ${mark(STATE_TONES[state], STATE_ICONS[state], t(STATE_LABELS[state]))}
      ${port.is_uplink ? mark("info", "mdi:arrow-up-bold", t("port_map.uplink")) : nothing}
      ${port.faults.map((each) =>
        mark(each.fault === "high_utilisation" ? "warn" : "bad", "mdi:alert", t(FAULT_LABELS[each.fault])),
      )}
      ${!isInTrouble(port) || port.faults.length > 0 ? nothing : mark("bad", "mdi:flash-alert", t("port_map.poe.fault"))}
    </div>
    <dl>
      ${entry(t("port_map.alias"), label(port))} ${entry(t("port_map.connected"), connected(words, port))}
      ${entry(t("port_map.room"), area)} ${entry(t("port_map.neighbour"), neighbours(words, port.neighbours))}
      ${entry(t("port_map.speed"), speed(words, port))} ${entry(t("port_map.traffic"), traffic(words, port))}
      ${entry(t("port_map.utilisation"), port.utilisation === null ? null : `${formatNumber(hass, port.utilisation)} %`)}
      ${entry(t("port_map.errors"), errors(words, port))} ${entry(t("port_map.power"), poeText(words, port))}
      ${entry(t("port_map.vlan"), port.vlan === null ? null : String(port.vlan))}
      ${entry(t("port_map.changed"), changed(words, port))} ${entry(t("port_map.since"), since(words, port))}
    </dl>
    ${actions}`;
}

function entry(label: string, value: unknown): TemplateResult | typeof nothing {
  return value === null || value === undefined || value === "" || value === nothing
    ? nothing
    : html`<div>
        <dt>${label}</dt>
        <dd>${value}</dd>
      </div>`;
}

function label(port: Port): string {
  return plain([port.alias, port.description].find((text) => text !== null && text !== "") ?? "", MOST);
}

function connected({ t }: Words, port: Port): TemplateResult | typeof nothing {
  return port.connected.length === 0
    ? nothing
    : html`${port.connected.map((each, index) => {
        const separator = index > 0 ? t("list_comma") : "";
        return each.device_id === null
          ? html`${separator}${plain(each.name, MOST)}`
          : html`${separator}<a href=${devicePath(each.device_id)}>${plain(each.name, MOST)}</a>`;
      })}`;
}

function neighbours({ t }: Words, all: readonly Neighbour[]): string {
  return all
    .map((each) => {
      const name = plain(each.name ?? each.address ?? each.chassis_id ?? "", MOST);
      const port = each.port_id ?? each.port_description;
      return port === null ? name : `${name} (${plain(port, MOST)})`;
    })
    .join(t("list_comma"));
}

function speed({ hass, t }: Words, port: Port): string {
  const bits = port.speed === null ? "" : formatBits(hass, port.speed);
  const duplex = port.duplex === "half" ? t("port_map.half") : port.duplex === "full" ? t("port_map.full") : "";
  return [bits, bits === "" ? "" : duplex].filter((text) => text !== "").join(t("list_comma"));
}

function traffic({ hass, t }: Words, port: Port): string {
  if (port.in_rate === null || port.out_rate === null) return "";
  return t("port_map.in_out", { in: formatBits(hass, port.in_rate), out: formatBits(hass, port.out_rate) });
}

function errors({ hass, t }: Words, port: Port): string {
  const counted = [port.in_errors, port.out_errors];
  if (counted.every((count) => count === null)) return "";
  const total = counted.reduce<number>((sum, count) => sum + (count ?? 0), 0);
  const rate = (port.error_rate ?? 0) * 60;
  return rate > 0
    ? t("port_map.errors_rate", { total: formatNumber(hass, total, 0), rate: formatNumber(hass, rate) })
    : formatNumber(hass, total, 0);
}

function changed({ hass, t }: Words, port: Port): string {
  return port.seconds_since_change === null
    ? ""
    : t("port_map.ago", { duration: formatDuration(hass, port.seconds_since_change) });
}

function since({ hass, t }: Words, port: Port): string {
  return port.faults
    .map(({ fault, since }) => `${t(FAULT_LABELS[fault])} ${formatRelative(hass, since)}`)
    .join(t("list_comma"));
}
