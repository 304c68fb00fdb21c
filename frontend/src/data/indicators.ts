import type { Language } from "../localize";
import type { Hass } from "../types/hass";
import { call } from "./connection";

/** A figure of a site, with where it comes from. */
export interface Indicator {
  key: string;
  /** In the language asked for, as are definition and source. */
  name: string;
  site: string;
  site_title: string;
  /** null while it cannot be told. */
  value: number | null;
  unit: string | null;
  goal: number | null;
  numerator: number | null;
  denominator: number | null;
  definition: string;
  source: string;
}

export async function fetchIndicators(
  hass: Pick<Hass, "callWS">,
  language: Language,
  site?: string,
): Promise<Indicator[]> {
  const message = { type: "smart_campus/indicators", language, ...(site !== undefined && { site }) };
  return (await call<{ indicators: Indicator[] }>(hass, message)).indicators;
}
