import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { defineView, type ViewContext } from "../view-strategy";

/** A section a building; its floors are headings within the card, which one search and one subscription serve. */
export function buildBuildings({ hass, sites }: ViewContext) {
  const built = sites.filter(({ rooms }) => rooms.length > 0);
  if (built.length === 0) {
    return emptyView(hass, "mdi:door", "rooms");
  }
  return sectionsView(
    built.map(({ site, title }) =>
      section(
        heading(title, { icon: "mdi:office-building-outline" }),
        [wide({ type: "custom:smart-campus-room-grid-card", site })],
        "full",
      ),
    ),
  );
}

defineView("buildings", buildBuildings);
