import type { RoomState, RoomTile } from "../../data/rooms";
import type { TranslationKey } from "../../localize";
import type { Tone } from "../../styles/marks";

export interface Look {
  icon: string;
  tone: Tone;
  word: TranslationKey;
}

/** Worst first: the order in which states are offered as filters. */
export const STATES = ["trouble", "attention", "lesson", "in_use", "free", "unknown"] as const;

const LOOKS: Record<RoomState, Look> & Record<string, Look | undefined> = {
  trouble: { icon: "mdi:alert-circle", tone: "bad", word: "rooms.state.trouble" },
  attention: { icon: "mdi:alert", tone: "warn", word: "rooms.state.attention" },
  lesson: { icon: "mdi:school", tone: "info", word: "rooms.state.lesson" },
  in_use: { icon: "mdi:account-group", tone: "good", word: "rooms.state.in_use" },
  free: { icon: "mdi:door-open", tone: "none", word: "rooms.state.free" },
  unknown: { icon: "mdi:help-circle-outline", tone: "none", word: "rooms.state.unknown" },
};

const RECORDINGS: Record<NonNullable<RoomTile["recording"]>, Look> & Record<string, Look | undefined> = {
  recording: { icon: "mdi:record-circle", tone: "bad", word: "rooms.recording.recording" },
  trouble: { icon: "mdi:video-off", tone: "bad", word: "rooms.recording.trouble" },
  planned: { icon: "mdi:record-circle-outline", tone: "none", word: "rooms.recording.planned" },
};

/** How a room's state is shown: an icon and a word beside the colour. */
export function stateLook(state: string): Look {
  return LOOKS[state] ?? LOOKS.unknown;
}

export function recordingLook(recording: string | null): Look | undefined {
  return recording === null ? undefined : RECORDINGS[recording];
}
