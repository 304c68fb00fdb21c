import type { Params, TranslationKey } from "../localize";
import type { Hass } from "../types/hass";

/** What a part of a card needs to speak: the user's settings, and our words. */
export interface Words {
  hass: Hass;
  t: (key: TranslationKey, params?: Params) => string;
}
