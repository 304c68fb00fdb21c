import { localize, type TranslationKey } from "../localize";
import type { Hass } from "../types/hass";

/** Offer the dashboard in Home Assistant's dialog for a new one. */
export function offerDashboard(): void {
  const offers = (window.customStrategies ??= []);
  if (offers.some(({ type }) => type === "smart-campus")) {
    return;
  }
  offers.push({
    type: "smart-campus",
    strategyType: "dashboard",
    // Read when the dialog opens: by then the page knows its user.
    get name() {
      return word("dashboard.name");
    },
    get description() {
      return word("dashboard.description");
    },
    documentationURL: "https://github.com/smart-campus/smart-campus/blob/main/docs/dashboard.md",
  });
}

function word(key: TranslationKey): string {
  const page = document.querySelector<HTMLElement & { hass?: Hass }>("home-assistant");
  return localize(page?.hass?.locale ?? { language: document.documentElement.lang || navigator.language }, key);
}
