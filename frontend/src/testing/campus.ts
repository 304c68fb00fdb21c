import type { Alert } from "../data/alerts";
import type { Lesson, RoomTile } from "../data/rooms";

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

/** A lesson of a room. */
export function lesson(course: string, given: Partial<Lesson> = {}): Lesson {
  return {
    lesson_id: course,
    course,
    teacher: "Wang",
    group: "Class 1",
    start: "2026-11-20T08:30:00+08:00",
    end: "2026-11-20T10:05:00+08:00",
    ...given,
  };
}

/** A room as the server tells it. */
export function tile(room: string, given: Partial<RoomTile> = {}): RoomTile {
  return {
    room,
    site: "site1",
    site_title: "Teaching Building",
    name: room,
    area_id: room,
    floor_id: "f1",
    floor: "Floor 1",
    type: "smart_classroom",
    state: "free",
    reasons: [],
    now: null,
    next: null,
    recording: null,
    alerts: 0,
    worst: null,
    devices: 4,
    offline: 0,
    is_ready: null,
    is_occupied: null,
    ...given,
  };
}

/** Texts that devices, timetables and people may really send. */
export const HOSTILE = {
  markup: "<img src=x onerror=alert(1)><b>R101</b>",
  long: "長".repeat(5_000) + "x".repeat(5_000),
  rightToLeft: "Room \u202e101 \u2067\u05d0\u05d1\u05d2",
} as const;
