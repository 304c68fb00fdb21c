import type { CampusSite } from "../../data/campus";
import type { SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { defineView, type ViewContext } from "../view-strategy";

export function buildBuildings(context: ViewContext) {
  const sites = context.sites.filter(({ rooms }) => rooms.length > 0);
  if (sites.length === 0) {
    return emptyView(context.hass, "mdi:door", "rooms");
  }
  return sectionsView(sites.flatMap((site) => floorSections(site, context)));
}

/** A section a floor, from the top of the building down to its ground as floors are stacked; rooms without one last. */
function floorSections(site: CampusSite, { sites, t }: ViewContext): (SectionConfig | undefined)[] {
  const name = (text: string) => (sites.length > 1 ? `${site.title} · ${text}` : text);
  const used = new Set(site.rooms.map(({ floor_id }) => floor_id));
  const floors = site.floors
    .filter(({ floor_id }) => used.has(floor_id))
    .sort((a, b) => (b.level ?? -Infinity) - (a.level ?? -Infinity));
  const grid = (floor_id: string | null | undefined) =>
    wide({ type: "custom:smart-campus-room-grid-card", site: site.site, ...(floor_id !== undefined && { floor_id }) });
  if (floors.length === 0) {
    return [section(heading(site.title, { icon: "mdi:office-building-outline" }), [grid(undefined)], "full")];
  }
  return [
    ...floors.map(({ floor_id, name: floor }) =>
      section(heading(name(floor), { icon: "mdi:floor-plan" }), [grid(floor_id)], "full"),
    ),
    used.has(null) ? section(heading(name(t("buildings.no_floor"))), [grid(null)], "full") : undefined,
  ];
}

defineView("buildings", buildBuildings);
