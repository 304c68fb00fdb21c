import { heading, section, sectionsView, wide } from "../lovelace";
import { KIND_ICONS, tile } from "../tiles";
import { defineView, type ViewContext, type ViewStrategyConfig } from "../view-strategy";

interface SwitchConfig extends ViewStrategyConfig {
  device_id: string;
}

/** One switch: its ports drawn, its values, what happened. */
export function buildSwitch({ hass, config, t }: ViewContext<SwitchConfig>) {
  const { device_id } = config;
  const entities = Object.values(hass.entities).filter(
    (entry) => entry?.device_id === device_id && !entry.hidden && entry.entity_category === undefined,
  );
  const ids = entities.flatMap((entry) => (entry ? [entry.entity_id] : []));
  return sectionsView([
    section(
      heading(t("network.ports"), { icon: "mdi:ethernet" }),
      [wide({ type: "custom:smart-campus-port-map-card", device_id })],
      "full",
    ),
    section(
      heading(t("network.values"), { icon: KIND_ICONS.switch }),
      ids.map((entity_id) =>
        tile({ entity_id, point: "", platform: entity_id.split(".")[0] ?? "" }, { mayControl: false }),
      ),
      2,
    ),
    section(heading(t("network.events"), { icon: "mdi:history" }), [
      {
        type: "logbook",
        target: { device_id: [device_id] },
        hours_to_show: 24,
        grid_options: { columns: "full", rows: 6 },
      },
    ]),
  ]);
}

defineView("switch", buildSwitch, { watchesEntities: true });
