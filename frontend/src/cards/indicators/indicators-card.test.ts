import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Indicator } from "../../data/indicators";
import { HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import { IndicatorsCard } from "./indicators-card";

const TYPE = "smart_campus/indicators";

function indicator(key: string, given: Partial<Indicator> = {}): Indicator {
  const words = { definition: "What it is.", source: "Rooms", name: `Name of ${key}`, site: "s1", site_title: "North" };
  return { key, value: 50, unit: "%", goal: null, numerator: 30, denominator: 60, ...words, ...given };
}

describe("the indicators", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: IndicatorsCard;

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new FakeConnection();
    connection.answers[TYPE] = {
      indicators: [
        indicator("multimedia_rooms", { goal: 60 }),
        indicator("smart_classrooms", { value: 31.25, goal: 25, numerator: 10, denominator: 32 }),
        indicator("equipment_intact", { value: null, numerator: null, denominator: null }),
        indicator("acknowledged_median", { value: 4.5, unit: "min", numerator: 9, denominator: 12 }),
      ],
    };
    hass = makeHass(connection);
    card = new IndicatorsCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (config: object = {}): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-indicators-card", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const text = (selector: string): string[] =>
    [...root().querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());

  it("shows each figure with what it is made of, and whether its goal is reached", async () => {
    await show();
    expect(text("h3")).toEqual([
      "Name of multimedia_rooms",
      "Name of smart_classrooms",
      "Name of equipment_intact",
      "Name of acknowledged_median",
    ]);
    expect(text(".value")).toEqual(["50 %", "31.3 %", "not known", "4.5 min"]);
    expect(text(".mark")).toEqual(["Goal 60 %: not reached", "Goal 25 %: reached"]);
    expect(text("li:first-child .secondary")[0]).toBe("30 of 60");
    expect(text("li:first-child details p")).toEqual(["What it is.", "Source: Rooms"]);
  });

  it("says of which site a figure is where there are several", async () => {
    connection.answers[TYPE] = { indicators: [indicator("a"), indicator("a", { site: "s2", site_title: "South" })] };
    await show();
    expect(text("h3")).toEqual(["Name of a · North", "Name of a · South"]);
  });

  it("draws shares as bars that are read aloud, and nothing else", async () => {
    await show();
    const bars = [...root().querySelectorAll("[role=meter]")];
    expect(bars.map((bar) => [bar.getAttribute("aria-valuenow"), bar.getAttribute("aria-label")])).toEqual([
      ["50", "Name of multimedia_rooms"],
      ["31.25", "Name of smart_classrooms"],
    ]);
  });

  it("stays within the bar with odd figures", async () => {
    connection.answers[TYPE] = {
      indicators: [indicator("x", { value: 250, goal: -5 }), indicator("y", { value: -3 })],
    };
    await show();
    expect([...root().querySelectorAll<HTMLElement>(".fill")].map((fill) => fill.style.width)).toEqual(["100%", "0%"]);
  });

  it("counts anew every five minutes", async () => {
    await show({ site: "s1" });
    await vi.advanceTimersByTimeAsync(300_000);
    expect(connection.asked).toEqual([
      { type: TYPE, language: "en", site: "s1" },
      { type: TYPE, language: "en", site: "s1" },
    ]);
  });

  it("shows an error with a button to try again", async () => {
    connection.answers[TYPE] = failure("unauthorized");
    await show();
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });

  it("shows hostile and endless texts as text, cut", async () => {
    const texts = { definition: HOSTILE.markup, source: HOSTILE.long, unit: HOSTILE.markup };
    connection.answers[TYPE] = {
      indicators: [indicator("x", { ...texts, name: HOSTILE.markup }), indicator("y", { name: HOSTILE.long })],
    };
    await show();
    expect(root().querySelector("img, b")).toBeNull();
    expect(text("h3")[0]).toBe(HOSTILE.markup);
    expect(root().textContent.length).toBeLessThan(3000);
  });
});
