import { fetchEnergy, type RoomEnergy, type SiteEnergy } from "../../data/energy";
import type { CardConfig, SectionConfig } from "../../types/lovelace";
import { heading, ofSite, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { tile } from "../tiles";
import { defineView, type ViewContext } from "../view-strategy";

/** More meters than this cannot be told apart in one picture. */
const MAX_CURVES = 6;

export async function buildEnergy(context: ViewContext) {
  const { hass, sites } = context;
  const energies = await Promise.all(sites.map(({ site }) => fetchEnergy(hass, site)));
  const sections = sites.flatMap(({ site, title }, index) => {
    const energy = energies[index];
    return energy ? siteSections(site, (text) => ofSite(title, sites.length > 1, text), energy, context) : [];
  });
  return sections.some((each) => each !== undefined)
    ? sectionsView(sections)
    : emptyView(hass, "mdi:lightning-bolt-outline", "energy");
}

function siteSections(
  site: string,
  name: (text: string) => string,
  { total, groups, others = [] }: SiteEnergy,
  { t }: ViewContext,
): (SectionConfig | undefined)[] {
  const rooms = groups.flatMap((group) => group.rooms);
  const knowsAfterHours = rooms.some(({ after_hours_week }) => after_hours_week !== null);
  const meters = [...others, ...rooms];
  const powers = total.power === null ? meters.flatMap(({ power }) => power ?? []) : [total.power];
  const energies = total.energy === null ? meters.flatMap(({ energy }) => energy ?? []) : [total.energy];
  return [
    section(heading(name(t("energy.power")), { icon: "mdi:chart-line" }), course(powers.slice(0, MAX_CURVES))),
    knowsAfterHours
      ? section(heading(name(t("energy.after_hours")), { icon: "mdi:weather-night" }), [
          wide({ type: "custom:smart-campus-after-hours-card", site }),
        ])
      : undefined,
    section(heading(name(t("energy.by_day")), { icon: "mdi:chart-bar" }), byDay(energies.slice(0, MAX_CURVES))),
    ...groups.map(({ name: floor, rooms }) =>
      section(heading(name(floor ?? t("buildings.no_floor")), { icon: "mdi:floor-plan" }), rooms.flatMap(meterTile)),
    ),
    section(heading(name(t("energy.others")), { icon: "mdi:meter-electric-outline" }), others.flatMap(meterTile)),
  ];
}

function course(entities: string[]): CardConfig[] {
  return entities.length === 0
    ? []
    : [{ type: "history-graph", entities, hours_to_show: 24, grid_options: { columns: "full", rows: "auto" } }];
}

function byDay(entities: string[]): CardConfig[] {
  return entities.length === 0
    ? []
    : [
        {
          type: "statistics-graph",
          entities,
          stat_types: ["change"],
          chart_type: "bar",
          period: "day",
          days_to_show: 14,
          grid_options: { columns: "full", rows: "auto" },
        },
      ];
}

function meterTile({ name, power, energy }: Omit<RoomEnergy, "room">): CardConfig[] {
  const entity_id = power ?? energy;
  return entity_id === null ? [] : [tile({ entity_id, point: "", platform: "sensor" }, { mayControl: false, name })];
}

defineView("energy", buildEnergy, { watchesEntities: true });
