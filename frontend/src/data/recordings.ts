import type { Hass, Message } from "../types/hass";
import { call } from "./connection";

export const RECORDING_STATES = [
  "planned", "armed", "recording", "paused", "failed", "stopped", "stored", "queued", "uploaded", "confirmed",
  "erased", "skipped",
] as const; // prettier-ignore
export type RecordingState = (typeof RECORDING_STATES)[number];
export type RecordingGroup = "planned" | "running" | "failed" | "waiting" | "confirmed" | "skipped";

export const STATES_OF_GROUP: Record<RecordingGroup, readonly RecordingState[]> = {
  planned: ["planned", "armed"],
  running: ["recording", "paused"],
  failed: ["failed"],
  waiting: ["stopped", "stored", "queued", "uploaded"],
  confirmed: ["confirmed", "erased"],
  skipped: ["skipped"],
};

export interface Recording {
  recording_id: string;
  site_id: string;
  room: string;
  area_id: string | null;
  recorder: string;
  course: string;
  teacher: string;
  group: string;
  start: string;
  end: string;
  is_manual: boolean;
  state: RecordingState;
  skip_reason: string | null;
  missed: { step: string; cause: string | null; detail: string | null } | null;
  /** Causes of what is wrong now. */
  troubles: string[];
  started_at: string | null;
  stopped_at: string | null;
  /** Bytes. */
  size: number | null;
  duration_s: number | null;
  files: { name: string; size: number | null; duration_s: number | null; sha256: string | null }[];
}

export interface RecordingsPage {
  day: string;
  counts: Record<RecordingGroup, number>;
  /** Per cent. */
  share_confirmed: number | null;
  rooms_without_recorder: string[];
  total: number;
  recordings: Recording[];
}

export interface RecordingStep {
  step: string;
  at: string;
  cause: string | null;
  detail: string | null;
  user: string | null;
  data: Record<string, unknown>;
}

export interface PlayableFile {
  media_content_id: string;
  media_content_type: string;
  name: string;
}

export interface RecordingsFilter {
  site: string;
  day?: string;
  states?: readonly RecordingState[];
  search?: string;
  offset: number;
  limit: number;
}

export function recordingsFeed(filter: RecordingsFilter): Message {
  const given = Object.entries(filter).filter(([, value]) => value !== undefined && value !== "");
  return { type: "smart_campus/recordings/subscribe", ...Object.fromEntries(given) };
}

export function fetchSteps(
  hass: Hass,
  site: string,
  recording: string,
): Promise<{ steps: RecordingStep[]; media: PlayableFile[] }> {
  return call(hass, { type: "smart_campus/recordings/steps", site, recording_id: recording });
}

/** Where a file is played from; the path is signed for a while. */
export function resolveMedia(hass: Hass, file: PlayableFile): Promise<{ url: string; mime_type: string }> {
  return call(hass, { type: "media_source/resolve_media", media_content_id: file.media_content_id });
}
