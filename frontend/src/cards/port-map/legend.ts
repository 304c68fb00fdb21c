import { html, type TemplateResult } from "lit";
import type { Port } from "../../data/ports";
import type { TranslationKey } from "../../localize";
import type { Words } from "../../parts/words";
import { portPicture } from "./port-picture";

const PLAIN: Port = {
  if_index: 0,
  name: "",
  alias: null,
  description: null,
  vlan: null,
  admin_up: true,
  oper: "up",
  speed: 1e9,
  duplex: null,
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
};
const FAULT = { since: "", value: null, limit: 0 };
const SAMPLES: [Partial<Port>, TranslationKey][] = [
  [{}, "port_map.legend.up"],
  [{ speed: 10e9 }, "port_map.legend.fast"],
  [{ speed: 1e8 }, "port_map.legend.slow"],
  [{ oper: "down", speed: null }, "port_map.legend.down"],
  [{ admin_up: false, speed: null }, "port_map.legend.off"],
  [{ is_uplink: true }, "port_map.legend.uplink"],
  [{ poe_state: "delivering" }, "port_map.legend.poe"],
  [{ faults: [{ fault: "errors", ...FAULT }] }, "port_map.legend.trouble"],
  [{ faults: [{ fault: "flapping", ...FAULT }] }, "port_map.legend.flapping"],
];

export function legend({ t }: Words): TemplateResult {
  return html`<details class="legend">
    <summary>${t("port_map.legend.title")}</summary>
    <ul>
      ${SAMPLES.map(([sample, key]) => html`<li>${portPicture({ ...PLAIN, ...sample }, "copper", 0)}<span>${t(key)}</span></li>`)}
    </ul>
  </details>`;
}
