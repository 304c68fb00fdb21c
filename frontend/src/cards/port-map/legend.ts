import { html, type TemplateResult } from "lit";
import type { TranslationKey } from "../../localize";
import type { Words } from "../../parts/words";
import { portPicture } from "./port-picture";
import type { PortLook } from "./port-state";

const PLAIN: PortLook = { admin_up: true, oper: "up", speed: 1e9, is_uplink: false, poe_state: null, faults: [] };
const FAULT = { since: "", value: null, limit: 0 };
const SAMPLES: [Partial<PortLook>, TranslationKey][] = [
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
