import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { DayEvent, LessonRecording } from "../../data/rooms";
import { HOSTILE, lesson } from "../../testing/campus";
import { FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import { DayCard, type DayConfig } from "./card";

const FEED = "smart_campus/dashboard/day/subscribe";

type DayLesson = DayEvent["lessons"][number];

function recording(given: Partial<LessonRecording>): LessonRecording {
  return { recording_id: "rec", state: "planned", missed: null, troubles: [], files: 0, ...given };
}

function held(course: string, given: Partial<DayLesson> = {}): DayLesson {
  return { ...lesson(course), is_cancelled: false, recording: null, ...given };
}

describe("the day of a room", () => {
  let connection: FakeConnection;
  let card: DayCard;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-20T09:00:00+08:00") });
    connection = new FakeConnection();
    card = new DayCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (lessons: DayLesson[], config: Partial<DayConfig> = {}): Promise<void> => {
    connection.answers[FEED] = ({ day }: { day?: string }): DayEvent => ({ day: day ?? "2026-11-20", lessons });
    card.setConfig({ type: "custom:smart-campus-day-card", site: "s1", room: "r1", ...config });
    card.hass = makeHass(connection);
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const lessons = (): HTMLElement[] => [...root().querySelectorAll<HTMLElement>(".lesson")];
  const words = (node: Node | null): string => (node?.textContent ?? "").replace(/\s+/g, " ").trim();
  const press = async (name: string): Promise<void> => {
    const buttons = [...root().querySelectorAll<HTMLButtonElement>("button")];
    buttons.find((each) => [words(each), each.getAttribute("aria-label")].includes(name))!.click();
    await settle(card);
  };
  const asked = (): unknown[] => connection.asked.map(({ day }) => day);

  it("shows each lesson with times, course, teacher, class and its recording in words", async () => {
    await show([held("Mathematics", { recording: recording({ state: "confirmed" }) })]);
    expect(words(lessons()[0]!)).toBe("08:30–10:05 Confirmed Mathematics Wang · Class 1");
  });

  it.each<[string, Partial<LessonRecording>, string, string]>([
    ["recording", { state: "recording" }, "Recording", "info"],
    ["in trouble", { state: "recording", troubles: ["sound_silent"] }, "Recording in trouble", "bad"],
    ["missed", { state: "planned", missed: "armed" }, "not ready before the lesson", "warn"],
    ["failed", { state: "failed", missed: "started" }, "did not start", "bad"],
  ])("says that a recording is %s", async (_, given, word, tone) => {
    await show([held("Mathematics", { recording: recording(given) })]);
    expect(words(lessons()[0]!)).toContain(word);
    expect(lessons()[0]!.dataset.tone).toBe(tone);
  });

  it("keeps what this version has no word for", async () => {
    await show([held("Mathematics", { recording: recording({ state: "recording", troubles: ["lens_dirty"] }) })]);
    expect(words(lessons()[0]!)).toContain("lens_dirty");
  });

  it("marks the lesson of now, and lets the line of now move on", async () => {
    await show([
      held("Mathematics"),
      held("Physics", { start: "2026-11-20T10:20:00+08:00", end: "2026-11-20T11:55:00+08:00" }),
    ]);
    const current = (): string => words(root().querySelector("[aria-current=time] .course"));
    const line = (): number => Number(root().querySelector<HTMLElement>(".line-now")?.style.getPropertyValue("--top"));
    expect(current()).toBe("Mathematics");
    const before = line();
    await vi.advanceTimersByTimeAsync(90 * 60_000);
    await settle(card);
    expect(current()).toBe("Physics");
    expect(line()).toBeGreaterThan(before);
  });

  it("says what is cancelled instead of how it is recorded", async () => {
    await show([held("Mathematics", { is_cancelled: true, recording: recording({ state: "skipped" }) })]);
    expect(words(lessons()[0]!)).toContain("Cancelled");
    expect(words(lessons()[0]!)).not.toContain("Skipped");
    expect(root().querySelector("[aria-current]")).toBeNull();
  });

  it("goes a day back and forth, and listens to whatever day it is when it is today", async () => {
    await show([]);
    expect(words(root().querySelector("h2"))).toBe("Today, Fri, Nov 20");
    await press("Next day");
    expect(words(root().querySelector("h2"))).toBe("Sat, Nov 21");
    await press("Next day");
    await press("Today");
    await press("Previous day");
    await press("Next day");
    expect(asked()).toEqual([undefined, "2026-11-21", "2026-11-22", undefined, "2026-11-19", undefined]);
    expect(connection.open).toHaveLength(1);
  });

  it("begins with the day it is set up for", async () => {
    await show([], { day: "2026-12-24" });
    expect(words(root().querySelector("h2"))).toBe("Thu, Dec 24");
    expect(words(root().querySelector(".nothing"))).toBe("No lessons on this day.");
  });

  it.each<Partial<DayConfig>>([{ site: "" }, { day: "tomorrow" }])("says what is wrong with %j", async (config) => {
    await show([], config);
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });

  it.each(Object.entries(HOSTILE))("shows %s texts as text", async (_, text) => {
    const bad = recording({ state: "recording", troubles: [text], missed: text });
    await show([held(text, { teacher: text, group: text, recording: bad })]);
    expect(root().querySelectorAll("img, b")).toHaveLength(0);
    expect(words(lessons()[0]!).length).toBeLessThan(1_500);
    expect(root().textContent).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  });
});
