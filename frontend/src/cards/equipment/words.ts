import type { TemplateResult } from "lit";
import { type Asset, ASSET_KINDS, type AssetState } from "../../data/equipment";
import { formatDay } from "../../format";
import type { Choice } from "../../parts/filters";
import { mark } from "../../parts/mark";
import { wordFor, type Words } from "../../parts/words";
import type { Tone } from "../../styles/marks";
import { plain } from "../../text";

const LOOKS: Record<AssetState, [Tone, string]> = {
  in_use: ["good", "mdi:check-circle-outline"],
  lent: ["info", "mdi:account-arrow-right-outline"],
  in_repair: ["warn", "mdi:wrench-outline"],
  retired: ["none", "mdi:archive-outline"],
};
const DATES = new Set(["purchased_on", "warranty_until", "next_inspection_on"]);
const MOST = 120;

export function assetMark(words: Words, state: AssetState): TemplateResult {
  const [tone, icon] = LOOKS[state];
  return mark(tone, icon, wordFor(words, "asset.state", state));
}

export function kindName(words: Words, kind: string): string {
  return kind === "" ? words.t("asset.no_kind") : wordFor(words, "kind", kind);
}

/** Kinds to choose from; the empty one is what has no network. */
export function kindChoices(words: Words): Choice[] {
  return ["", ...ASSET_KINDS].map((value) => ({ value, label: kindName(words, value) }));
}

export function titleOf(asset: Asset): string {
  return plain(asset.name || asset.asset_number || asset.asset_id, MOST);
}

/** Where it is: floor and room. */
export function placeOf(asset: Asset): string {
  return plain([asset.floor, asset.area].filter((text) => text !== "").join(" · "), MOST);
}

/** A value of a field as a person reads it. */
export function valueText(words: Words, field: string, value: unknown): string {
  if (value === null || value === undefined || value === "") return "–";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  if (field === "state") return wordFor(words, "asset.state", text);
  if (field === "kind") return wordFor(words, "kind", text);
  if (field === "area_id") return plain(words.hass.areas[text]?.name ?? text, MOST);
  if (DATES.has(field)) return formatDay(words.hass, text) || plain(text, MOST);
  return plain(text, MOST);
}

export function fieldName(words: Words, field: string): string {
  const told = field.startsWith("told_");
  const name = wordFor(words, "asset.field", told ? field.slice(5) : field);
  return told ? words.t("asset.told_by_device", { field: name }) : name;
}
