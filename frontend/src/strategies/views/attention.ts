import type { CardConfig, SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { defineView, type ViewContext } from "../view-strategy";

/** Alerts, what is offline, recordings in trouble, rooms not ready; of each site that was chosen, or all in one list. */
export function buildAttention({ config, sites, t }: ViewContext) {
  const scopes = config.sites ? sites.map(({ site, title }) => ({ site, title })) : [{ site: undefined, title: "" }];
  return sectionsView(
    scopes.flatMap(({ site, title }): (SectionConfig | undefined)[] => {
      const name = (text: string) => (scopes.length > 1 ? `${title} · ${text}` : text);
      const list = (which: "offline" | "recordings" | "not_ready"): CardConfig =>
        wide({ type: "custom:smart-campus-attention-card", list: which, ...(site && { site }) });
      return [
        section(
          heading(name(t("attention.alerts")), { icon: "mdi:bell-alert-outline" }),
          [wide({ type: "custom:smart-campus-alert-list-card", ...(site && { site }) })],
          2,
        ),
        section(heading(name(t("attention.not_ready")), { icon: "mdi:door-open", path: "buildings" }), [
          list("not_ready"),
        ]),
        section(
          heading(name(t("attention.offline")), { icon: "mdi:lan-disconnect", path: "network" }),
          [list("offline")],
          2,
        ),
        section(heading(name(t("attention.recordings")), { icon: "mdi:record-rec", path: "recordings" }), [
          list("recordings"),
        ]),
      ];
    }),
  );
}

defineView("attention", buildAttention);
