import type { CardConfig, ViewConfig } from "../types/lovelace";

/** Cards of Home Assistant that our views may use: each is in its main bundle or loaded with the view. */
const CORE_CARDS = new Set([
  "heading",
  "tile",
  "button",
  "empty-state",
  "logbook",
  "picture-entity",
  "statistics-graph",
  "history-graph",
]);

/** All cards of a view, those of sections in their order. */
export function cardsOf(view: ViewConfig): CardConfig[] {
  return (view.sections ?? []).flatMap(({ cards }) => cards);
}

export function typesOf(view: ViewConfig): string[] {
  return cardsOf(view).map(({ type }) => type);
}

/** Headings in their order, without the names of devices below them. */
export function headingsOf(view: ViewConfig): unknown[] {
  return cardsOf(view)
    .filter(({ type, heading_style }) => type === "heading" && heading_style !== "subtitle")
    .map(({ heading }) => heading);
}

/** Types that are neither Home Assistant's nor ours. */
export function strangers(view: ViewConfig): string[] {
  return typesOf(view).filter((type) => !CORE_CARDS.has(type) && !type.startsWith("custom:smart-campus-"));
}
