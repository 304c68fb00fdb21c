import { describeThrown } from "../errors";
import { localize, type TranslationKey } from "../localize";
import type { Hass } from "../types/hass";
import type { CardConfig, ViewConfig } from "../types/lovelace";
import { sectionsView } from "./lovelace";

const ADD_SITE = "/config/integrations/dashboard/add?domain=smart_campus";
const SETTINGS = "/config/integrations/integration/smart_campus";

/** A view that cannot be made says so in one sentence; the reload makes it anew. */
export async function errorView(hass: Hass, thrown: unknown): Promise<ViewConfig> {
  const message =
    thrown instanceof TypeError || thrown instanceof RangeError
      ? localize(hass.locale, "error.unknown", { message: thrown.message })
      : await describeThrown(hass, thrown);
  return sectionsView([
    { type: "grid", column_span: 2, cards: [{ type: "custom:smart-campus-error-card", message, reload: true }] },
  ]);
}

/** Sites that do not run are named: they may be starting, or have failed. */
export function waitingView(hass: Hass, titles: string[]): ViewConfig {
  const message = localize(hass.locale, "error.waiting", { sites: titles.join(localize(hass.locale, "list_comma")) });
  const settings =
    hass.user?.is_admin === false ? {} : { path: SETTINGS, link: localize(hass.locale, "error.settings") };
  return sectionsView([
    {
      type: "grid",
      column_span: 2,
      cards: [{ type: "custom:smart-campus-error-card", icon: "mdi:timer-sand", message, reload: true, ...settings }],
    },
  ]);
}

/** Nothing there yet, and who brings it where: Home Assistant's own card. */
export function emptyCard(
  hass: Hass,
  icon: string,
  what: "site" | "rooms" | "recorders" | "network" | "energy" | "gates",
): CardConfig {
  const words = (part: "title" | "text" | "action") => localize(hass.locale, `empty.${what}.${part}` as TranslationKey);
  return {
    type: "empty-state",
    icon,
    title: words("title"),
    content: hass.user?.is_admin === false ? localize(hass.locale, "empty.ask_admin") : words("text"),
    content_only: true,
    ...(hass.user?.is_admin !== false && {
      buttons: [
        {
          text: words("action"),
          tap_action: { action: "navigate", navigation_path: what === "site" ? ADD_SITE : SETTINGS },
        },
      ],
    }),
  };
}

export function emptyView(hass: Hass, icon: string, what: Parameters<typeof emptyCard>[2]): ViewConfig {
  return sectionsView([
    { type: "grid", column_span: 3, cards: [{ ...emptyCard(hass, icon, what), grid_options: { columns: "full" } }] },
  ]);
}
