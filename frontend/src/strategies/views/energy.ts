import { fetchEnergy, type RoomEnergy, type SiteEnergy } from "../../data/energy";
import type { CardConfig, SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { tile } from "../tiles";
import { defineView, type ViewContext } from "../view-strategy";

/** Bars of more meters than this cannot be told apart. */
const MAX_BARS = 6;

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
  { total, groups, others = [] }: SiteEnergy,
  { t }: ViewContext,
): (SectionConfig | undefined)[] {
  const rooms = groups.flatMap((group) => group.rooms);
  const knowsAfterHours = rooms.some(({ after_hours_week }) => after_hours_week !== null);
  const meters = [total, ...others, ...rooms].flatMap(({ energy }) => energy ?? []);
  return [
    section(heading(prefix + t("energy.total"), { icon: "mdi:office-building-outline" }), totalTiles(total)),
    section(
      heading(prefix + t("energy.by_day"), { icon: "mdi:chart-bar" }),
      meters.length > 0 ? [history(meters.slice(0, total.energy === null ? MAX_BARS : 1))] : [],
      2,
    ),
    knowsAfterHours
      ? section(heading(prefix + t("energy.after_hours"), { icon: "mdi:weather-night" }), [
          wide({ type: "custom:smart-campus-after-hours-card", site }),
        ])
      : undefined,
    ...groups.map(({ name, rooms }) =>
      section(
        heading(prefix + (name ?? t("buildings.no_floor")), { icon: "mdi:floor-plan" }),
        rooms.flatMap(meterTile),
      ),
    ),
    section(heading(prefix + t("energy.others"), { icon: "mdi:meter-electric-outline" }), others.flatMap(meterTile)),
  ];
}

function totalTiles({ power, energy }: SiteEnergy["total"]): CardConfig[] {
  return [
    ...(power === null ? [] : [tile(sensor(power, "active_power"), { mayControl: false, withCourse: true })]),
    ...(energy === null ? [] : [tile(sensor(energy, "energy_import"), { mayControl: false })]),
  ];
}

function history(entities: string[]): CardConfig {
  return {
    type: "statistics-graph",
    entities,
    stat_types: ["change"],
    chart_type: "bar",
    period: "day",
    days_to_show: 14,
    grid_options: { columns: "full", rows: 6 },
  };
}

function meterTile({ name, power, energy }: Omit<RoomEnergy, "room">): CardConfig[] {
  const entity = power ?? energy;
  return entity === null ? [] : [tile(sensor(entity, ""), { mayControl: false, name })];
}

function sensor(entity_id: string, point: string) {
  return { entity_id, point, platform: "sensor" };
}

defineView("energy", buildEnergy, { watchesEntities: true });
