import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { defineView, type ViewContext } from "../view-strategy";

/** The ledger of today, a site below the other. */
export function buildRecordings({ hass, sites, t }: ViewContext) {
  const recording = sites.filter(({ kinds }) => (kinds.recorder ?? 0) > 0);
  if (recording.length === 0) {
    return emptyView(hass, "mdi:record-rec", "recorders");
  }
  return sectionsView(
    recording.map(({ site, title }) =>
      section(
        heading(recording.length > 1 ? `${title} · ${t("recordings.today")}` : t("recordings.today"), {
          icon: "mdi:record-rec",
        }),
        [wide({ type: "custom:smart-campus-recordings-card", site })],
        "full",
      ),
    ),
  );
}

defineView("recordings", buildRecordings);
