import { describe, expect, it } from "vitest";
import { formatDay, formatRelative, formatTime, fromFieldTime, toFieldTime } from "./format";
import { makeHass } from "./testing/fake-hass";

const place = (language: string, time_format: string, time_zone = "server") =>
  makeHass(undefined, { locale: { language, time_format, time_zone } });

describe("times", () => {
  it.each([
    ["en", "24", "08:05"],
    ["en", "12", "8:05 AM"],
    ["zh-Hans", "24", "08:05"],
    ["zh-Hans", "12", "上午8:05"],
  ])("are shown in the zone of the server, in %s with a clock of %s hours", (language, clock, expected) => {
    expect(formatTime(place(language, clock), "2026-03-02T00:05:00+00:00").replace(/\u202f/g, " ")).toBe(expected);
  });

  it("are nothing when they are no times", () => {
    expect(formatTime(place("en", "24"), "<b>")).toBe("");
    expect(formatRelative(place("en", "24"), "soon")).toBe("");
  });

  it("a bare day stays that day in every zone", () => {
    const there = makeHass(undefined, { config: { time_zone: "America/Los_Angeles" } });
    expect(formatDay(there, "2020-03-02")).toBe("Mon, Mar 2, 2020");
  });

  it.each([
    ["en", -300, "5 minutes ago"],
    ["zh-Hans", 7200, "2小时后"],
    ["en", -90000, "yesterday"],
  ])("say in %s how far %i seconds are", (language, seconds, expected) => {
    const now = Date.parse("2026-03-02T08:00:00Z");
    expect(formatRelative(place(language, "24"), new Date(now + seconds * 1000).toISOString(), now)).toBe(expected);
  });

  it("stand in a field in the zone they are shown in, and go to the server as the same moment", () => {
    const at = new Date("2026-03-02T00:05:00Z");
    const campus = place("en", "24");
    expect([toFieldTime(campus, at), fromFieldTime(campus, "2026-03-02T08:05")]).toEqual([
      "2026-03-02T08:05",
      "2026-03-02T08:05",
    ]);
    const own = place("en", "24", "local");
    expect(fromFieldTime(own, toFieldTime(own, at))).toBe("2026-03-02T00:05:00.000Z");
  });
});
