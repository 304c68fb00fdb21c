import type { Hass, Message } from "../types/hass";
import { call } from "./connection";
import { uploadFile } from "./upload";

export const ORDER_STATES = ["open", "assigned", "done", "cancelled"] as const;
export type OrderState = (typeof ORDER_STATES)[number];
export const PRIORITIES = ["low", "normal", "high", "urgent"] as const;
export type Priority = (typeof PRIORITIES)[number];

export interface WorkOrder {
  order_id: string;
  site: string;
  site_title: string;
  title: string;
  description: string;
  asset_number: string | null;
  area_id: string | null;
  room: string | null;
  raised_by: string;
  raised_via: "person" | "alert" | "inspection";
  state: OrderState;
  assigned_to: string | null;
  priority: Priority;
  /** Paths that are signed for a while. */
  photos: { photo_id: string; url: string }[];
  notes: { at: string; by: string; text: string }[];
  raised_at: string;
  due_at: string | null;
  is_overdue: boolean;
  done_at: string | null;
  done_by: string | null;
  done_note: string;
}

export interface OrdersPage {
  total: number;
  orders: WorkOrder[];
}

export interface OrdersFilter {
  site?: string;
  area_id?: string;
  state: readonly OrderState[];
  offset: number;
  limit: number;
}

export interface NewOrder {
  title: string;
  description?: string;
  site?: string;
  area_id?: string;
  asset_number?: string;
  priority?: string;
  due_at?: string;
}

type Caller = Pick<Hass, "callWS">;

export function ordersFeed(filter: OrdersFilter): Message {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined);
  return { type: "smart_campus/work_orders/subscribe", ...Object.fromEntries(given) };
}

export async function createOrder(hass: Caller, order: NewOrder): Promise<WorkOrder> {
  const given = Object.entries(order).filter(([, value]) => value !== "" && value !== undefined);
  return (await send(hass, "create", Object.fromEntries(given))).order;
}

/** `what`: "assign" {assigned_to}, "finish" {note}, "cancel" {note}, "note" {note}. */
export async function changeOrder(
  hass: Caller,
  what: "assign" | "finish" | "cancel" | "note",
  order_id: string,
  fields: Record<string, string>,
): Promise<void> {
  await send(hass, what, { order_id, ...fields });
}

export async function addPhoto(
  hass: Pick<Hass, "callWS" | "fetchWithAuth">,
  order_id: string,
  file: File,
): Promise<void> {
  const file_id = await uploadFile(hass, file);
  await send(hass, "photo", { order_id, file_id });
}

function send(hass: Caller, what: string, fields: Record<string, unknown>): Promise<{ order: WorkOrder }> {
  return call(hass, { type: `smart_campus/work_orders/${what}`, ...fields });
}
