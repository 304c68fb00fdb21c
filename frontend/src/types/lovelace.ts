/** Dashboards as Home Assistant reads them. */

export interface CardConfig {
  type: string;
  grid_options?: GridOptions;
  [key: string]: unknown;
}

export interface BadgeConfig {
  type: string;
  [key: string]: unknown;
}

export interface SectionConfig {
  type: "grid";
  cards: CardConfig[];
  /** Columns of the view that the section spans. */
  column_span?: number;
}

export interface StrategyConfig {
  type: string;
  [key: string]: unknown;
}

export interface ViewConfig {
  title?: string;
  path?: string;
  icon?: string;
  show_icon_and_title?: boolean;
  type?: string;
  subview?: boolean;
  back_path?: string;
  max_columns?: number;
  dense_section_placement?: boolean;
  badges?: BadgeConfig[];
  sections?: SectionConfig[];
  cards?: CardConfig[];
  strategy?: StrategyConfig;
  [key: string]: unknown;
}

export interface DashboardConfig {
  title?: string;
  views: ViewConfig[];
}

/** Columns are twelfths of a section; rows are about 56 pixels. */
export interface GridOptions {
  columns?: number | "full";
  rows?: number | "auto";
  min_columns?: number;
  max_columns?: number;
  min_rows?: number;
  max_rows?: number;
}

declare global {
  interface Window {
    customStrategies?: {
      type: string;
      strategyType: "dashboard" | "view" | "section";
      name: string;
      description?: string;
      documentationURL?: string;
    }[];
  }
}
