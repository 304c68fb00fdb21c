import { describe, expect, it } from "vitest";
import { makeAxis, place, shiftDay, todayIn, type Span } from "./axis";

const at = (time: string): number => Date.parse(`2026-11-20T${time}:00+08:00`);
const span = (start: string, end: string): Span => ({ start: at(start), end: at(end) });

describe("the axis of a day", () => {
  const lessons = [span("08:30", "09:15"), span("09:25", "10:10"), span("14:00", "15:30")];
  const axis = makeAxis(lessons);

  it("keeps the same time the same length, and the shortest lesson readable", () => {
    const [first, second, third] = place(axis, lessons);
    expect(first!.height).toBeGreaterThan(73);
    expect(second!.height).toBeCloseTo(first!.height);
    expect(third!.height).toBeCloseTo(2 * first!.height);
    expect(second!.top).toBeGreaterThan(first!.top + first!.height);
  });

  it("stretches what is too short to be read, and nothing else", () => {
    const mixed = [span("08:00", "08:03"), span("08:04", "08:07"), span("09:00", "10:00"), span("10:10", "11:10")];
    const heights = place(makeAxis(mixed), mixed).map(({ height }) => height);
    expect(Math.min(...heights)).toBeGreaterThan(73);
    expect(Math.max(...heights)).toBeLessThan(140);
    expect(heights[3]).toBeCloseTo(heights[2]!);
  });

  it("does not stretch a whole day for one short lesson", () => {
    const long = [span("08:00", "12:00"), span("09:00", "09:01")];
    expect(makeAxis(long).height).toBeLessThan(700);
  });

  it("draws a long pause short, and a short one as long as it is", () => {
    expect(axis.gaps.map(({ start, end }) => [start, end])).toEqual([[at("10:10"), at("14:00")]]);
    expect(axis.gaps[0]!.height).toBeLessThan(40);
  });

  it("has no hours within a long pause", () => {
    expect(axis.hours.map((hour) => hour.at)).toEqual([at("09:00"), at("10:00"), at("14:00"), at("15:00")]);
  });

  it("places now between the lessons, and nowhere before the first and after the last", () => {
    expect(axis.position(at("08:30"))).toBe(0);
    expect(axis.position(at("15:30"))).toBeCloseTo(axis.height);
    const gap = axis.gaps[0]!;
    expect(axis.position(at("12:05"))).toBeCloseTo(gap.top + gap.height / 2);
    expect([axis.position(at("08:29")), axis.position(at("15:31"))]).toEqual([null, null]);
  });

  it("puts lessons of the same time side by side, and no others", () => {
    const same = [span("08:00", "10:00"), span("08:00", "09:00"), span("09:00", "10:00"), span("10:00", "11:00")];
    const placed = place(makeAxis(same), same);
    expect(placed.map(({ lane, lanes }) => [lane, lanes])).toEqual([
      [0, 2],
      [1, 2],
      [1, 2],
      [0, 1],
    ]);
  });

  it("stands a lesson without length, and a day without lessons", () => {
    const none = span("08:00", "08:00");
    expect(Number.isFinite(makeAxis([none]).height)).toBe(true);
    expect(place(makeAxis([]), [])).toEqual([]);
  });
});

describe("days", () => {
  it.each([
    ["2026-11-30", 1, "2026-12-01"],
    ["2026-01-01", -1, "2025-12-31"],
    ["2028-02-28", 1, "2028-02-29"],
  ])("%s and %i days are %s", (day, days, expected) => {
    expect(shiftDay(day, days)).toBe(expected);
  });

  it("are those of the campus, not of the browser", () => {
    const late = Date.parse("2026-11-20T20:00:00Z");
    expect([todayIn("Asia/Shanghai", late), todayIn("America/New_York", late)]).toEqual(["2026-11-21", "2026-11-20"]);
  });
});
