import { localize, type Params, type TranslationKey } from "../localize";
import { plain } from "../text";
import type { Hass } from "../types/hass";

/** What a part of a card needs to speak: the user's settings, and our words. */
export interface Words {
  hass: Hass;
  t: (key: TranslationKey, params?: Params) => string;
}

/** What a part of a card speaks with, of a person's Home Assistant. */
export function wordsOf(hass: Hass): Words {
  return { hass, t: (key, params) => localize(hass.locale, key, params) };
}

/** Our word for a code of the server; one that this version does not know stays as it is. */
export function wordFor({ t }: Pick<Words, "t">, group: string, code: string): string {
  const key = `${group}.${code}`;
  const found = t(key as TranslationKey);
  return found === key ? plain(code, 100) : found;
}
