import en from "./translations/en.json";
import zhHans from "./translations/zh-Hans.json";
import type { Locale } from "./types/hass";

/** A sentence by number: "{count} device" and "{count} devices". Chinese has `other` only. */
interface Plural {
  other: string;
  one?: string;
}

type Leaves<T> = {
  [K in keyof T & string]: T[K] extends string | Plural ? K : `${K}.${Leaves<T[K]>}`;
}[keyof T & string];

/** Every path of the English tree that ends in a sentence. */
export type TranslationKey = Leaves<typeof en>;
export type Params = Record<string, string | number>;
export type Language = "en" | "zh-Hans";

interface Tree {
  [key: string]: Tree | Plural | string;
}

const TREES: Record<Language, Tree> = { en, "zh-Hans": zhHans };

/** Every Chinese locale reads Simplified Chinese, everybody else English. */
export function languageOf(locale: Pick<Locale, "language"> | undefined): Language {
  return locale?.language.toLowerCase().startsWith("zh") ? "zh-Hans" : "en";
}

/** `params.count` chooses between `one` and `other`. Unknown keys come back as they are. */
export function localize(
  locale: Pick<Locale, "language"> | undefined,
  key: TranslationKey,
  params: Params = {},
): string {
  const language = languageOf(locale);
  let found: Tree | Plural | string | undefined = TREES[language];
  for (const part of key.split(".")) {
    found = typeof found === "object" ? (found as Tree)[part] : undefined;
  }
  if (typeof found === "object") {
    const plural = found as Plural;
    const rule = new Intl.PluralRules(language).select(Number(params.count ?? 0));
    found = (rule === "one" ? plural.one : undefined) ?? plural.other;
  }
  if (typeof found !== "string") {
    return key;
  }
  return found.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
