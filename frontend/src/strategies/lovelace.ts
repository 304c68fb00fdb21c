import type { BadgeConfig, CardConfig, SectionConfig, ViewConfig } from "../types/lovelace";

/** Whole sections of the view at 1280 pixels and more. */
export const MAX_COLUMNS = 3;

export interface HeadingOptions {
  icon?: string;
  badges?: BadgeConfig[];
  /** A view of this dashboard that a press leads to. */
  path?: string;
  style?: "title" | "subtitle";
}

export function heading(text: string, { icon, badges, path, style }: HeadingOptions = {}): CardConfig {
  return {
    type: "heading",
    heading: text,
    ...(style && { heading_style: style }),
    ...(icon && { icon }),
    ...(badges?.length && { badges }),
    ...(path !== undefined && { tap_action: navigate(path) }),
  };
}

/** To another view of the same dashboard; its back arrow leads here again. */
export function navigate(path: string): { action: "navigate"; navigation_path: string } {
  return { action: "navigate", navigation_path: `${path}?historyBack=1` };
}

/** A section; nothing without cards below the heading. span: columns of the view, all with "full". */
export function section(
  title: CardConfig | undefined,
  cards: readonly (CardConfig | undefined)[],
  span: number | "full" = 1,
): SectionConfig | undefined {
  const shown = cards.filter((card) => card !== undefined);
  if (shown.length === 0) {
    return undefined;
  }
  return {
    type: "grid",
    cards: title ? [title, ...shown] : shown,
    ...(span !== 1 && { column_span: span === "full" ? MAX_COLUMNS : span }),
  };
}

/** Cards below a heading within a section; nothing without cards. */
export function group(title: CardConfig, cards: readonly CardConfig[]): CardConfig[] {
  return cards.length > 0 ? [title, ...cards] : [];
}

/** The words of a section of one of several sites; not twice when they begin with the site. */
export function ofSite(title: string, isOneOfSeveral: boolean, text: string): string {
  return isOneOfSeveral && !text.startsWith(title) ? `${title} · ${text}` : text;
}

export function sectionsView(sections: readonly (SectionConfig | undefined)[], badges: BadgeConfig[] = []): ViewConfig {
  return {
    type: "sections",
    max_columns: MAX_COLUMNS,
    dense_section_placement: true,
    ...(badges.length > 0 && { badges }),
    sections: sections.filter((each) => each !== undefined),
  };
}

/** A card as wide as its section. */
export function wide(card: CardConfig): CardConfig {
  return { ...card, grid_options: { columns: "full" } };
}
