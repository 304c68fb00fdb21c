import type { Alert } from "../data/alerts";

/** An alert as the server describes one. */
export function alertRow(id: string, given: Partial<Alert> = {}): Alert {
  return {
    alert_id: id,
    key: `key:${id}`,
    severity: "warning",
    state: "open",
    category: "network",
    title: `Alert ${id}`,
    cause: "",
    site_id: "site1",
    site: "Teaching Building",
    room: "Room 101",
    area_id: "room_101",
    device_subentry_id: null,
    evidence: {},
    raised_at: "2026-11-20T09:00:00+08:00",
    acknowledged_at: null,
    acknowledged_by: null,
    snoozed_until: null,
    escalated_to: [],
    resolved_at: null,
    resolved_by: null,
    notes: [],
    children: [],
    buttons: [],
    ...given,
  };
}

/** Texts that devices, timetables and people may really send. */
export const HOSTILE = {
  markup: "<img src=x onerror=alert(1)><b>R101</b>",
  long: "長".repeat(5_000) + "x".repeat(5_000),
  rightToLeft: "Room \u202e101 \u2067\u05d0\u05d1\u05d2",
} as const;
