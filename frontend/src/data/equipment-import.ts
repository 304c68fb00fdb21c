import type { Language } from "../localize";
import type { Hass, Message } from "../types/hass";
import { call } from "./connection";

export type Orphans = "keep" | "retire";

export interface RowError {
  /** Of the file; 0 for the file as a whole. */
  row: number;
  column: string | null;
  code: string;
  /** A sentence in the language asked for. */
  text: string;
}

export interface RowChange {
  /** 0 for an asset that is not in the file. */
  row: number;
  asset_number: string;
  asset_id: string;
  is_new: boolean;
  change: Record<string, [unknown, unknown]>;
}

export interface Forecast {
  /** New entities, and how many one site may have. */
  entities: number;
  limit: number;
  fits: boolean;
  requests_per_s: number;
  by_kind?: Record<string, { devices?: number; entities?: number; requests_per_s?: number }>;
}

export interface CheckedImport {
  import_id: string;
  counts: { new: number; changed: number; unchanged: number; orphaned: number; errors: number };
  /** The first of them. */
  errors: RowError[];
  changes: RowChange[];
  forecast: Forecast;
}

export interface ImportResult {
  new: number;
  changed: number;
  retired: number;
  devices: number;
  rooms: number;
  areas: number;
  floors: number;
  failed: { row: number; text: string }[];
  was_interrupted: boolean;
}

export type ImportEvent = { done: number; total: number; phase: string } | { result: ImportResult };

export interface RunningImport {
  import_id: string;
  site: string;
  done: number;
  total: number;
  phase: string;
}

export interface PastImport {
  import_id: string;
  site: string;
  begun_at: string;
  by: string;
  state: string;
  was_interrupted: boolean;
  result: Partial<ImportResult>;
}

type Caller = Pick<Hass, "callWS">;

export function checkImport(
  hass: Caller,
  site: string,
  file_id: string,
  orphans: Orphans,
  language: Language,
): Promise<CheckedImport> {
  return call(hass, { type: "smart_campus/equipment/import/check", site, file_id, orphans, language });
}

export function fetchErrors(
  hass: Caller,
  import_id: string,
  offset: number,
  limit: number,
  language: Language,
): Promise<{ total: number; errors: RowError[] }> {
  return call(hass, { type: "smart_campus/equipment/import/page", import_id, what: "errors", offset, limit, language });
}

export function fetchChanges(
  hass: Caller,
  import_id: string,
  offset: number,
  limit: number,
): Promise<{ total: number; changes: RowChange[] }> {
  return call(hass, { type: "smart_campus/equipment/import/page", import_id, what: "changes", offset, limit });
}

/** Begin an import that was checked, or join it while it runs. */
export function applyFeed(import_id: string, language: Language): Message {
  return { type: "smart_campus/equipment/import/apply", import_id, language };
}

export function fetchImports(
  hass: Caller,
  site: string,
): Promise<{ imports: PastImport[]; running: RunningImport | null }> {
  return call(hass, { type: "smart_campus/equipment/imports", site });
}
