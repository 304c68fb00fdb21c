import type { Recording, RecordingsPage } from "../data/recordings";

export function makeRecording(id: string, given: Partial<Recording> = {}): Recording {
  return {
    site_id: "site1",
    area_id: null,
    recording_id: id,
    room: "A301",
    recorder: "Recorder A301",
    course: `Course ${id}`,
    teacher: "Wang",
    group: "2026-1",
    start: "2026-11-26T08:00:00+08:00",
    end: "2026-11-26T09:40:00+08:00",
    is_manual: false,
    state: "planned",
    skip_reason: null,
    missed: null,
    troubles: [],
    started_at: null,
    stopped_at: null,
    size: null,
    duration_s: null,
    files: [],
    ...given,
  };
}

export function makePage(recordings: Recording[], given: Partial<RecordingsPage> = {}): RecordingsPage {
  return {
    day: "2026-11-26",
    counts: { planned: 1, running: 2, failed: 3, waiting: 4, confirmed: 5, skipped: 0 },
    share_confirmed: 62.5,
    rooms_without_recorder: [],
    total: recordings.length,
    recordings,
    ...given,
  };
}
