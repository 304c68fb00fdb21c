import type { CampusSite } from "../../data/campus";
import { type DeviceRow, fetchDevices } from "../../data/devices";
import type { SectionConfig } from "../../types/lovelace";
import { heading, section, sectionsView, wide } from "../lovelace";
import { emptyView } from "../problem-view";
import { deviceCards, KIND_ICONS } from "../tiles";
import { defineView, type ViewContext } from "../view-strategy";

/** More controllers of one site than this are found by their rooms. */
const MAX_CONTROLLERS = 100;

export async function buildGates(context: ViewContext) {
  const { hass, campus } = context;
  const sites = context.sites.filter(({ kinds }) => (kinds.gate ?? 0) > 0);
  if (sites.length === 0) {
    return emptyView(hass, "mdi:door", "gates");
  }
  const pages = await Promise.all(
    sites.map(({ site }) => fetchDevices(hass, { site, kind: "gate", limit: MAX_CONTROLLERS })),
  );
  return sectionsView(
    sites.flatMap((site, index): (SectionConfig | undefined)[] => [
      ...(pages[index]?.devices ?? []).map((device) => controllerSection(device, context)),
      ...(campus.is_admin ? adminSections(site, sites.length > 1, context) : []),
    ]),
  );
}

function controllerSection(device: DeviceRow, { hass: { states } }: ViewContext): SectionConfig | undefined {
  return section(
    heading(device.name, { icon: KIND_ICONS.gate }),
    deviceCards(device, { states, mayControl: device.may_control === true, withName: false }),
  );
}

/** Who may pass for a while, and who came and went: the server tells it to administrators only. */
function adminSections({ site, title }: CampusSite, isOneOfSeveral: boolean, { t }: ViewContext) {
  const name = (key: "gates.windows" | "gates.access"): string => (isOneOfSeveral ? `${title} · ${t(key)}` : t(key));
  return [
    section(
      heading(name("gates.windows"), { icon: "mdi:card-account-details-star-outline" }),
      [wide({ type: "custom:smart-campus-windows-card", site })],
      2,
    ),
    section(
      heading(name("gates.access"), { icon: "mdi:card-account-details-outline" }),
      [wide({ type: "custom:smart-campus-access-card", site, limit: 50 })],
      2,
    ),
  ];
}

defineView("gates", buildGates, { watchesEntities: true });
