import { html, nothing, type TemplateResult } from "lit";
import type { Recording, RecordingGroup, RecordingState } from "../../data/recordings";
import { mark } from "../../parts/mark";
import { wordFor, type Words } from "../../parts/words";
import type { Tone } from "../../styles/marks";

const LOOKS: Record<RecordingState, [Tone, string]> = {
  planned: ["none", "mdi:calendar-clock"],
  armed: ["info", "mdi:check-circle-outline"],
  recording: ["good", "mdi:record-rec"],
  paused: ["warn", "mdi:pause-circle-outline"],
  failed: ["bad", "mdi:alert-octagon-outline"],
  stopped: ["info", "mdi:stop-circle-outline"],
  stored: ["info", "mdi:harddisk"],
  queued: ["info", "mdi:tray-arrow-up"],
  uploaded: ["info", "mdi:cloud-upload-outline"],
  confirmed: ["good", "mdi:archive-check-outline"],
  erased: ["none", "mdi:delete-outline"],
  skipped: ["none", "mdi:debug-step-over"],
};

export const GROUP_TONES: Record<RecordingGroup, Tone> = {
  planned: "none",
  running: "good",
  failed: "bad",
  waiting: "info",
  confirmed: "good",
  skipped: "none",
};

/** How far a recording came. */
export function stateMark(words: Words, recording: Pick<Recording, "state">): TemplateResult {
  const [tone, icon] = LOOKS[recording.state];
  return mark(tone, icon, wordFor(words, "ledger.state", recording.state));
}

/** What went wrong, in words: the first step that did not come and why, and what is wrong now. */
export function troublesOf(words: Words, recording: Recording): TemplateResult | typeof nothing {
  const { missed, troubles, skip_reason } = recording;
  const parts: string[] = [];
  if (missed) {
    const step = wordFor(words, "ledger.missed", missed.step);
    parts.push(missed.cause ? words.t("ledger.because", { what: step, why: cause(words, missed.cause) }) : step);
  }
  parts.push(...troubles.map((each) => cause(words, each)));
  if (skip_reason) {
    parts.push(cause(words, skip_reason));
  }
  const unique = [...new Set(parts)];
  if (unique.length === 0) return nothing;
  return missed !== null || troubles.length > 0
    ? html`<span class="trouble"
        ><ha-icon .icon=${"mdi:alert"} aria-hidden="true"></ha-icon
        ><span>${unique.join(words.t("list_separator"))}</span></span
      >`
    : html`${unique.join(words.t("list_separator"))}`;
}

export function cause(words: Words, code: string): string {
  return wordFor(words, "ledger.cause", code);
}
