import type { Hass } from "../types/hass";
import { call } from "./connection";

export const ASSET_STATES = ["in_use", "lent", "in_repair", "retired"] as const;
export type AssetState = (typeof ASSET_STATES)[number];
export const ASSET_KINDS = [
  "recorder",
  "projector",
  "meter",
  "gate",
  "switch",
  "probe",
  "lighting",
  "environment",
] as const;

/** One line of the ledger. Dates are "YYYY-MM-DD". */
export interface Asset {
  asset_id: string;
  site: string;
  site_title: string;
  asset_number: string;
  name: string;
  kind: string;
  profile: string;
  manufacturer: string;
  model: string;
  serial: string;
  firmware: string;
  area_id: string | null;
  area: string;
  floor: string;
  purchased_on: string | null;
  warranty_until: string | null;
  keeper: string;
  state: AssetState;
  next_inspection_on: string | null;
  device_subentry_id: string | null;
  note: string;
  /** What its device says otherwise than a person wrote, by field. */
  differs: Record<string, string>;
}

export interface AssetChange {
  at: string;
  by: string;
  source: string;
  change: Record<string, [unknown, unknown]>;
  note: string;
}

export interface AssetFilter {
  site?: string;
  search?: string;
  state?: string;
  kind?: string;
  area_id?: string;
  due?: string;
  sort?: string;
  offset?: number;
  limit?: number;
}

type Caller = Pick<Hass, "callWS">;

/** Filters that are empty are left out. */
export function fetchAssets(hass: Caller, filter: AssetFilter): Promise<{ total: number; assets: Asset[] }> {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== "");
  return call(hass, { type: "smart_campus/equipment/list", ...Object.fromEntries(given) });
}

export function fetchAsset(hass: Caller, asset: Asset): Promise<{ asset: Asset; history: AssetChange[] }> {
  return call(hass, { type: "smart_campus/equipment/get", asset_number: asset.asset_number || asset.asset_id });
}

export async function saveAsset(hass: Caller, values: Partial<Asset>, note: string): Promise<Asset> {
  const message = { type: "smart_campus/equipment/save", asset: values, note };
  return (await call<{ asset: Asset }>(hass, message)).asset;
}

export type FileFormat = "csv" | "xlsx";

/** A path to the ledger as a file, signed for a while. */
export function exportLedger(
  hass: Caller,
  format: FileFormat,
  language: string,
  site?: string,
): Promise<{ url: string }> {
  return call(hass, { type: "smart_campus/equipment/export", format, language, ...(site !== undefined && { site }) });
}

export function fetchTemplate(hass: Caller, format: FileFormat, language: string): Promise<{ url: string }> {
  return call(hass, { type: "smart_campus/equipment/template", format, language });
}
