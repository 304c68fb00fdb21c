import type { TemplateResult } from "lit";
import { html, nothing } from "lit";
import type { Port } from "../../data/ports";
import { formatNumber } from "../../format";
import { mark } from "../../parts/mark";
import { dataTable } from "../../parts/table";
import type { Words } from "../../parts/words";
import { formatBits } from "../../quantities";
import {
  FAULT_LABELS,
  isPoeFault,
  isPowered,
  poeText,
  STATE_ICONS,
  STATE_LABELS,
  STATE_TONES,
  stateOf,
} from "./port-state";

/** The same as the faceplate, in words. */
export function portTable(
  words: Words,
  caption: string,
  ports: readonly Port[],
  open: (port: Port) => void,
): TemplateResult {
  const { hass, t } = words;
  const optional = (value: string): unknown => (value === "" ? nothing : value);
  return dataTable<Port>({
    caption,
    rows: ports,
    keyOf: (port) => String(port.if_index),
    open,
    columns: [
      { key: "name", label: t("port_map.port"), isHead: true, cell: (port) => port.name },
      { key: "state", label: t("port_map.link"), cell: (port) => state(words, port) },
      {
        key: "speed",
        label: t("port_map.speed"),
        cell: (port) => (port.speed === null ? nothing : formatBits(hass, port.speed)),
      },
      {
        key: "poe",
        label: "PoE",
        cell: (port) => (isPowered(port) || isPoeFault(port) ? poeText(words, port) : nothing),
      },
      {
        key: "use",
        label: t("port_map.utilisation"),
        isNumber: true,
        cell: (port) => (port.utilisation === null ? nothing : `${formatNumber(hass, port.utilisation)} %`),
      },
      {
        key: "connected",
        label: t("port_map.connected"),
        cell: (port) =>
          optional(
            [...port.connected.map(({ name }) => name), ...port.neighbours.map(({ name }) => name ?? "")]
              .filter((name) => name !== "")
              .join(t("list_comma")),
          ),
      },
      { key: "alias", label: t("port_map.alias"), cell: (port) => optional(port.alias ?? "") },
    ],
  });
}

function state({ t }: Words, port: Port): TemplateResult {
  const found = stateOf(port);
  return html`${mark(STATE_TONES[found], STATE_ICONS[found], t(STATE_LABELS[found]))}
  ${port.is_uplink ? mark("info", "mdi:arrow-up-bold", t("port_map.uplink")) : nothing}
  ${port.faults.map(({ fault }) => mark("bad", "mdi:alert", t(FAULT_LABELS[fault])))}`;
}
