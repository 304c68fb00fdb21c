import { first } from "../../data/connection";
import type { DeviceEntity } from "../../data/devices";
import { type NetworkEvent, networkMessage, type PathsRow, type SwitchRow } from "../../data/network";
import type { Hass } from "../../types/hass";
import type { CardConfig, SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { deviceCards, events, KIND_ICONS, linkTile, mainEntity, tile } from "../tiles";
import { defineView, type ViewContext } from "../view-strategy";

export async function buildNetwork(context: ViewContext) {
  const { hass } = context;
  const sites = context.sites.filter(({ kinds }) => (kinds.switch ?? 0) + (kinds.probe ?? 0) > 0);
  if (sites.length === 0) {
    return emptyView(hass, "mdi:switch", "network");
  }
  const networks = await Promise.all(sites.map(({ site }) => first<NetworkEvent>(hass, networkMessage(site))));
  return sectionsView(
    sites.flatMap(({ site, title }, index) => {
      const network = networks[index];
      return network ? siteSections(site, sites.length > 1 ? `${title} · ` : "", network, context) : [];
    }),
  );
}

function siteSections(
  site: string,
  prefix: string,
  { switches, paths }: NetworkEvent,
  { hass, t }: ViewContext,
): (SectionConfig | undefined)[] {
  return [
    section(
      heading(prefix + t("network.switches"), { icon: KIND_ICONS.switch }),
      [...switches].sort(bySwitchTrouble).map((row) => linkTile(row, `switch-${row.device_id}`)),
      2,
    ),
    section(heading(prefix + t("network.inspection"), { icon: "mdi:clipboard-check-outline" }), [
      wide({ type: "custom:smart-campus-inspection-card", site }),
    ]),
    section(
      heading(prefix + t("network.paths"), { icon: KIND_ICONS.probe }),
      [...paths]
        .sort(byPathTrouble)
        .flatMap((row) => [...deviceCards(row, { mayControl: false, withName: true }), ...pathTiles(row, hass)]),
      2,
    ),
    section(heading(prefix + t("network.events"), { icon: "mdi:history" }), [
      events([...switches, ...paths].flatMap((row) => mainEntity(row) ?? [])),
    ]),
  ];
}

/** Whether each end is reached; those that are not first. */
function pathTiles({ entities }: PathsRow, { states }: Hass): CardConfig[] {
  const isFailing = (entity: DeviceEntity) => states[entity.entity_id]?.state === "off";
  return entities
    .filter(({ platform, point }) => platform === "binary_sensor" && /^path_.*_reachable$/.test(point))
    .sort((a, b) => Number(isFailing(b)) - Number(isFailing(a)))
    .map((entity) => tile(entity, { mayControl: false }));
}

/** What is in trouble first, then by name as people count: "Switch 2" before "Switch 10". */
function bySwitchTrouble(a: SwitchRow, b: SwitchRow): number {
  return weight(b, b.ports_in_trouble) - weight(a, a.ports_in_trouble) || byName(a, b);
}

function byPathTrouble(a: PathsRow, b: PathsRow): number {
  return weight(b, b.failing ?? 0) - weight(a, a.failing ?? 0) || byName(a, b);
}

function weight({ is_reachable, problem }: SwitchRow | PathsRow, troubles: number): number {
  return (is_reachable ? 0 : 2) + (problem || troubles > 0 ? 1 : 0);
}

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name, undefined, { numeric: true });
}

defineView("network", buildNetwork);
