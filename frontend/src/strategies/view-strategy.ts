import { type Campus, type CampusSite, fetchCampus } from "../data/campus";
import { define } from "../define";
import { localize, type Params, type TranslationKey } from "../localize";
import type { Hass } from "../types/hass";
import type { StrategyConfig, ViewConfig } from "../types/lovelace";
import { emptyView, errorView, waitingView } from "./problem-view";
import { hasNewEntities, hasNewPlaces } from "./registries";

export interface ViewStrategyConfig extends StrategyConfig {
  /** Config entry ids; every site when left out. */
  sites?: string[];
}

export interface ViewContext<C extends ViewStrategyConfig = ViewStrategyConfig> {
  hass: Hass;
  config: C;
  campus: Campus;
  /** Those that the view shows; never none. */
  sites: CampusSite[];
  t: (key: TranslationKey, params?: Params) => string;
}

export type BuildView<C extends ViewStrategyConfig> = (context: ViewContext<C>) => ViewConfig | Promise<ViewConfig>;

/** Make the element that Home Assistant asks for a view when it is opened. What goes wrong becomes a readable view. */
export function defineView<C extends ViewStrategyConfig>(
  name: string,
  build: BuildView<C>,
  { watchesEntities = false }: { watchesEntities?: boolean } = {},
): void {
  define(
    `ll-strategy-view-smart-campus-${name}`,
    class extends HTMLElement {
      static readonly noEditor = true;

      static shouldRegenerate(_config: C, before: Hass, now: Hass): boolean {
        return watchesEntities ? hasNewEntities(before, now) : hasNewPlaces(before, now);
      }

      static generate(config: C, hass: Hass): Promise<ViewConfig> {
        return generateView(build, config, hass);
      }
    },
  );
}

export async function generateView<C extends ViewStrategyConfig>(
  build: BuildView<C>,
  config: C,
  hass: Hass,
): Promise<ViewConfig> {
  try {
    const campus = await fetchCampus(hass);
    const sites = chosenSites(campus, config.sites);
    if (sites.length === 0) {
      return noSiteView(hass, campus);
    }
    const t = (key: TranslationKey, params?: Params) => localize(hass.locale, key, params);
    return await build({ hass, config, campus, sites, t });
  } catch (thrown) {
    return errorView(hass, thrown);
  }
}

/** There is no site, or none that runs. */
export function noSiteView(hass: Hass, { waiting = [] }: Campus): ViewConfig {
  return waiting.length > 0
    ? waitingView(
        hass,
        waiting.map(({ title }) => title),
      )
    : emptyView(hass, "mdi:school-outline", "site");
}

export function chosenSites(campus: Campus, ids: string[] | undefined): CampusSite[] {
  return ids === undefined ? campus.sites : campus.sites.filter(({ site }) => ids.includes(site));
}
