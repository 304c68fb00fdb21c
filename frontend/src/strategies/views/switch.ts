import type { DeviceEntity } from "../../data/devices";
import type { Hass } from "../../types/hass";
import { heading, section, sectionsView, wide } from "../lovelace";
import { events, KIND_ICONS, shownEntities, tile } from "../tiles";
import { defineView, type ViewContext, type ViewStrategyConfig } from "../view-strategy";

interface SwitchConfig extends ViewStrategyConfig {
  device_id: string;
}

/** One switch: its ports drawn, its values, what happened. */
export function buildSwitch({ hass, config, t }: ViewContext<SwitchConfig>) {
  const { device_id } = config;
  const entities = shownEntities({ kind: "switch", entities: entitiesOf(hass, device_id) });
  return sectionsView([
    section(
      heading(t("network.ports"), { icon: "mdi:ethernet" }),
      [wide({ type: "custom:smart-campus-port-map-card", device_id })],
      "full",
    ),
    section(
      heading(t("network.values"), { icon: KIND_ICONS.switch }),
      entities.map((entity) => tile(entity, { mayControl: false })),
      2,
    ),
    section(heading(t("network.events"), { icon: "mdi:history" }), [events(entities)]),
  ]);
}

/** One look over the registry, which has thousands. */
function entitiesOf(hass: Hass, device_id: string): DeviceEntity[] {
  return Object.values(hass.entities).flatMap((entry) =>
    entry?.device_id === device_id && !entry.hidden
      ? [
          {
            entity_id: entry.entity_id,
            point: entry.translation_key ?? "",
            platform: entry.entity_id.split(".")[0] ?? "",
            is_main: entry.entity_category === undefined,
          },
        ]
      : [],
  );
}

defineView("switch", buildSwitch, { watchesEntities: true });
