import type { Hass } from "../types/hass";
import { call } from "./connection";

export type Severity = "notice" | "warning" | "urgent" | "safety";

/** A fault with a life, in the language that was asked for. Texts may come from devices and people: show them as text. */
export interface Alert {
  alert_id: string;
  key: string;
  severity: Severity;
  state: "open" | "acknowledged" | "snoozed" | "resolved";
  category: string;
  title: string;
  cause: string;
  site_id: string;
  site: string;
  room: string;
  area_id: string | null;
  device_subentry_id: string | null;
  evidence: Record<string, string>;
  raised_at: string;
  acknowledged_at: string | null;
  /** Empty for an automation. */
  acknowledged_by: string | null;
  snoozed_until: string | null;
  escalated_to: string[];
  resolved_at: string | null;
  resolved_by: string | null;
  notes: { at: string; by: string; text: string }[];
  children: { key: string; title: string; since: string }[];
  /** What can be answered beside what every alert takes. */
  buttons: { id: string; label: string }[];
}

export interface AlertPage {
  total: number;
  alerts: Alert[];
}

export interface AlertNews {
  happening: string;
  alert: Alert;
}

export type AlertEvent = AlertPage | AlertNews;

/** Most alerts that one page may have. */
export const MOST_ALERTS = 200;

export type AlertAction = "acknowledge_alert" | "snooze_alert" | "resolve_alert" | "add_note" | "answer_alert";

/** Do something to an alert; returns it after that, worded in the server's language. Rejects with a `CampusError`. */
export async function actOnAlert(
  hass: Pick<Hass, "callWS">,
  action: AlertAction,
  alertId: string,
  data: Record<string, unknown> = {},
): Promise<Alert> {
  const { response } = await call<{ response: Alert }>(hass, {
    type: "call_service",
    domain: "smart_campus",
    service: action,
    service_data: { alert_id: alertId, ...data },
    return_response: true,
  });
  return response;
}
