import { fetchCampus } from "../data/campus";
import { define } from "../define";
import { localize } from "../localize";
import type { Hass } from "../types/hass";
import type { DashboardConfig, StrategyConfig, ViewConfig } from "../types/lovelace";
import { errorView } from "./problem-view";
import { hasNewPlaces } from "./registries";
import { chosenSites, noSiteView } from "./view-strategy";

export const VIEWS = ["attention", "buildings", "recordings", "network", "energy", "gates", "equipment"] as const;
export type ViewName = (typeof VIEWS)[number];

const ICONS: Record<ViewName, string> = {
  attention: "mdi:bell-alert-outline",
  buildings: "mdi:office-building-outline",
  recordings: "mdi:record-rec",
  network: "mdi:switch",
  energy: "mdi:lightning-bolt-outline",
  gates: "mdi:door",
  equipment: "mdi:clipboard-list-outline",
};

/** Seven tabs fit with icon and title, with their title, or with their icon alone. */
const WIDE_PAGE = "(min-width: 1500px)";
const NARROW_PAGE = "(max-width: 870px)";

export interface DashboardStrategyConfig extends StrategyConfig {
  /** Config entry ids; every site when left out. */
  sites?: string[];
  /** Views in their order; all when left out. */
  views?: ViewName[];
  title?: string;
}

export async function generateDashboard(config: DashboardStrategyConfig, hass: Hass): Promise<DashboardConfig> {
  const title = config.title ?? localize(hass.locale, "dashboard.title");
  try {
    const campus = await fetchCampus(hass);
    const sites = chosenSites(campus, config.sites);
    if (sites.length === 0) {
      return { title, views: [{ ...noSiteView(hass, campus), title }] };
    }
    const only = config.sites && { sites: config.sites };
    const rooms = sites.flatMap(({ site, rooms }) => rooms.map(({ room, name }) => roomView(site, room, name)));
    const switches = sites.flatMap(({ switches }) =>
      switches.map(({ device_id, name }) => switchView(device_id, name)),
    );
    return { title, views: [...chosenViews(config).map((name) => mainView(hass, name, only)), ...rooms, ...switches] };
  } catch (thrown) {
    return { title, views: [{ ...(await errorView(hass, thrown)), title }] };
  }
}

function chosenViews({ views }: DashboardStrategyConfig): readonly ViewName[] {
  const known = views?.filter((name) => VIEWS.includes(name)) ?? [];
  return known.length > 0 ? known : VIEWS;
}

function mainView(hass: Hass, name: ViewName, only: { sites: string[] } | undefined): ViewConfig {
  return {
    title: localize(hass.locale, `view.${name}`),
    path: name,
    ...tabLook(name),
    strategy: { type: `custom:smart-campus-${name}`, ...only },
  };
}

function tabLook(name: ViewName): Pick<ViewConfig, "icon" | "show_icon_and_title"> {
  if (matchMedia(WIDE_PAGE).matches) {
    return { icon: ICONS[name], show_icon_and_title: true };
  }
  return matchMedia(NARROW_PAGE).matches ? { icon: ICONS[name] } : {};
}

function roomView(site: string, room: string, name: string): ViewConfig {
  return {
    title: name,
    path: `room-${room}`,
    subview: true,
    strategy: { type: "custom:smart-campus-room", site, room },
  };
}

function switchView(device_id: string, name: string): ViewConfig {
  return {
    title: name,
    path: `switch-${device_id}`,
    subview: true,
    strategy: { type: "custom:smart-campus-switch", device_id },
  };
}

class CampusDashboard extends HTMLElement {
  static shouldRegenerate(_config: DashboardStrategyConfig, before: Hass, now: Hass): boolean {
    return hasNewPlaces(before, now);
  }

  static generate(config: DashboardStrategyConfig, hass: Hass): Promise<DashboardConfig> {
    return generateDashboard(config, hass);
  }

  /** What the dialog for a new dashboard fills in. */
  static getCreateSuggestions(hass: Hass): { title: string; icon: string } {
    return { title: localize(hass.locale, "dashboard.title"), icon: "mdi:school" };
  }
}

define("ll-strategy-dashboard-smart-campus", CampusDashboard);
