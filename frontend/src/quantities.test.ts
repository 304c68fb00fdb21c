import { describe, expect, it } from "vitest";
import { formatBits, formatBytes, formatDuration, shortBits } from "./quantities";

const english = { locale: { language: "en" } };
const chinese = { locale: { language: "zh-Hans" } };

describe("quantities", () => {
  it.each([
    [0, "0 bit/s"],
    [999, "999 bit/s"],
    [1e8, "100 Mbit/s"],
    [2.5e9, "2.5 Gbit/s"],
    [4e14, "400 Tbit/s"],
  ])("writes %d bit/s", (bits, text) => expect(formatBits(english, bits)).toBe(text));

  it("writes speeds below a port in few characters", () => {
    expect([1e7, 1e9, 2.5e9, 1e11].map((bits) => shortBits(english, bits))).toEqual(["10M", "1G", "2.5G", "100G"]);
  });

  it("writes sizes by thousands", () => expect(formatBytes(english, 1_450_000_000)).toBe("1.5 GB"));

  it.each([
    [40, "40 s", "40 秒"],
    [95 * 60, "1 h 35 min", "1 小时 35 分钟"],
    [-5, "0 s", "0 秒"],
    [3 * 86400 + 7200, "3 d 2 h", "3 天 2 小时"],
  ])("writes %d seconds", (seconds, text, zh) => {
    expect(formatDuration(english, seconds)).toBe(text);
    expect(formatDuration(chinese, seconds)).toBe(zh);
  });
});
