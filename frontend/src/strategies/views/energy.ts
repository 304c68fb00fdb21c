import { fetchEnergy, type FloorEnergy, type RoomEnergy, type SiteEnergy } from "../../data/energy";
import type { CardConfig, SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { tile } from "../tiles";
import { defineView, type ViewContext } from "../view-strategy";

export async function buildEnergy(context: ViewContext) {
  const { hass, sites } = context;
  const energies = await Promise.all(sites.map(({ site }) => fetchEnergy(hass, site)));
  const sections = sites.flatMap(({ site, title }, index) => {
    const energy = energies[index];
    return energy ? siteSections(site, sites.length > 1 ? `${title} · ` : "", energy, context) : [];
  });
  return sections.some((each) => each !== undefined)
    ? sectionsView(sections)
    : emptyView(hass, "mdi:lightning-bolt-outline", "energy");
}

function siteSections(
  site: string,
  prefix: string,
  { total, groups }: SiteEnergy,
  { t }: ViewContext,
): (SectionConfig | undefined)[] {
  const knowsAfterHours = groups.some(({ rooms }) => rooms.some(({ after_hours_week }) => after_hours_week !== null));
  return [
    section(
      heading(prefix + t("energy.total"), { icon: "mdi:office-building-outline" }),
      [...totalTiles(total), total.energy === null ? undefined : history(total.energy, t("energy.by_day"))],
      2,
    ),
    knowsAfterHours
      ? section(heading(prefix + t("energy.after_hours"), { icon: "mdi:weather-night" }), [
          wide({ type: "custom:smart-campus-after-hours-card", site }),
        ])
      : undefined,
    ...groups.map((group) => floorSection(prefix, group)),
  ];
}

function totalTiles({ power, energy }: SiteEnergy["total"]): CardConfig[] {
  return [
    ...(power === null ? [] : [tile(sensor(power, "active_power"), { mayControl: false, withCourse: true })]),
    ...(energy === null ? [] : [tile(sensor(energy, "energy_import"), { mayControl: false })]),
  ];
}

function history(entity: string, title: string): CardConfig {
  return {
    type: "statistics-graph",
    title,
    entities: [entity],
    stat_types: ["change"],
    chart_type: "bar",
    period: "day",
    days_to_show: 14,
    hide_legend: true,
    grid_options: { columns: "full", rows: 5 },
  };
}

function floorSection(prefix: string, { name, rooms }: FloorEnergy): SectionConfig | undefined {
  return section(heading(prefix + name, { icon: "mdi:stairs" }), rooms.flatMap(roomTile));
}

function roomTile({ name, power, energy }: RoomEnergy): CardConfig[] {
  const entity = power ?? energy;
  return entity === null ? [] : [tile(sensor(entity, ""), { mayControl: false, name })];
}

function sensor(entity_id: string, point: string) {
  return { entity_id, point, platform: "sensor" };
}

defineView("energy", buildEnergy, { watchesEntities: true });
