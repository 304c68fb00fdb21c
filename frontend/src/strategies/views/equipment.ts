import type { SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { defineView, type ViewContext } from "../view-strategy";

/** The ledger, work orders, the indicators, and the import for who may manage a site. */
export function buildEquipment({ config, sites, t }: ViewContext) {
  const only = config.sites && sites.length === 1 ? { site: sites[0]?.site } : {};
  const imports = sites
    .filter(({ may_manage }) => may_manage)
    .map(({ site, title }): SectionConfig | undefined =>
      section(
        heading(sites.length > 1 ? `${title} · ${t("equipment.import")}` : t("equipment.import"), {
          icon: "mdi:table-arrow-up",
        }),
        [wide({ type: "custom:smart-campus-equipment-import-card", site })],
        "full",
      ),
    );
  return sectionsView([
    section(
      heading(t("equipment.ledger"), { icon: "mdi:clipboard-list-outline" }),
      [wide({ type: "custom:smart-campus-equipment-card", ...only })],
      "full",
    ),
    section(
      heading(t("equipment.work_orders"), { icon: "mdi:wrench-clock" }),
      [wide({ type: "custom:smart-campus-work-orders-card", ...only })],
      2,
    ),
    section(heading(t("equipment.indicators"), { icon: "mdi:chart-box-outline" }), [
      wide({ type: "custom:smart-campus-indicators-card", ...only }),
    ]),
    ...imports,
  ]);
}

defineView("equipment", buildEquipment);
