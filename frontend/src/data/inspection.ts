import type { Language } from "../localize";
import type { Message } from "../types/hass";

export interface Finding {
  level: "critical" | "warning" | "unknown";
  kind: string;
  name: string;
  port: string;
  check: string;
  /** A sentence in the language asked for. */
  finding: string;
  recurrence: string | null;
  since: string | null;
  affects: string[];
}

export interface InspectionReport {
  report_id: string;
  at: string;
  counts: { checked: number; critical: number; warning: number; not_checked: number };
  findings: Finding[];
  not_checked: Finding[];
  signed_by: string | null;
  signed_at: string | null;
  remark: string | null;
}

export interface InspectionEvent {
  inspection: InspectionReport | null;
  /** Whether the database with the reports can be read. */
  is_available: boolean;
}

export function inspectionFeed(site: string, language: Language): Message {
  return { type: "smart_campus/inspection/subscribe", site, language };
}
