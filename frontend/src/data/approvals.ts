import type { Hass, Message } from "../types/hass";
import { call } from "./connection";

export type WantedState = "lent" | "retired" | "in_use";

/** What somebody asks for with a piece of equipment, until somebody else decides. */
export interface Approval {
  approval_id: string;
  site: string;
  asset_number: string;
  asset_name: string;
  wanted: string;
  state: "pending" | "approved" | "refused" | "withdrawn" | "failed";
  reason: string;
  /** Last day of a loan. */
  until: string | null;
  requested_by: string;
  requested_by_id: string | null;
  requested_at: string;
  /** Whether whoever looks may decide; never who asked. */
  may_decide: boolean;
}

export interface ApprovalsEvent {
  total: number;
  approvals: Approval[];
}

export function approvalsFeed(site?: string): Message {
  return { type: "smart_campus/approvals/subscribe", state: ["pending"], ...(site !== undefined && { site }) };
}

export function requestApproval(
  hass: Pick<Hass, "callWS">,
  wish: { asset_number: string; state: WantedState; reason: string; until?: string },
): Promise<unknown> {
  return call(hass, { type: "smart_campus/approvals/request", ...wish });
}

export function decideApproval(
  hass: Pick<Hass, "callWS">,
  approval_id: string,
  approve: boolean,
  note: string,
): Promise<unknown> {
  return call(hass, { type: "smart_campus/approvals/decide", approval_id, approve, note });
}
