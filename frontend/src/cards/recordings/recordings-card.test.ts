import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { RecordingsPage } from "../../data/recordings";
import { HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import { makePage, makeRecording } from "../../testing/recordings";
import type { Hass } from "../../types/hass";
import { RecordingsCard } from "./recordings-card";

const FEED = "smart_campus/recordings/subscribe";

describe("the ledger of recordings", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: RecordingsCard;

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new FakeConnection();
    answer(makePage([makeRecording("1", { state: "recording" }), makeRecording("2")]));
    hass = makeHass(connection);
    card = new RecordingsCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const answer = (page: RecordingsPage): void => {
    connection.answers[FEED] = (message: { day?: string }) => ({ ...page, day: message.day ?? page.day });
  };
  const show = async (config: object = {}): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-recordings-card", site: "s1", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const text = (selector: string): string[] =>
    [...root().querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
  const press = async (name: string): Promise<void> => {
    const found = [...root().querySelectorAll("button")].find(
      (each) => each.getAttribute("aria-label") === name || each.textContent.replace(/\s+/g, " ").trim() === name,
    );
    found!.click();
    await settle(card);
  };
  const asked = (): object => connection.open[0]!.message;

  it("shows the day in numbers and each lesson with its time and state", async () => {
    await show();
    expect(text(".counts button")).toEqual([
      "3 Failed",
      "2 Recording",
      "1 Planned",
      "4 Waiting for the archive",
      "5 Confirmed",
      "0 Skipped",
    ]);
    expect(text("tbody tr:first-child th, tbody tr:first-child td").slice(0, 5)).toEqual([
      "Course 1",
      "08:00–09:40",
      "A301",
      "Wang · 2026-1",
      "Recording",
    ]);
    expect(asked()).toEqual({ type: FEED, site: "s1", offset: 0, limit: 50 });
  });

  it("says which step was missed and why, in Chinese", async () => {
    hass.locale = { language: "zh-Hans" };
    answer(
      makePage([
        makeRecording("1", {
          state: "failed",
          missed: { step: "started", cause: "unreachable", detail: null },
          troubles: ["sound_silent", "never_heard_of"],
        }),
      ]),
    );
    await show();
    expect(text(".trouble")).toEqual(["未能开始录制：无法连接；麦克风无声；never_heard_of"]);
  });

  it("shows only one group when its number is pressed, and all when pressed again", async () => {
    await show();
    await press("4 Waiting for the archive");
    expect(asked()).toMatchObject({ states: ["stopped", "stored", "queued", "uploaded"], offset: 0 });
    expect(root().querySelectorAll(".counts [aria-pressed=true]")).toHaveLength(1);
    await press("4 Waiting for the archive");
    expect(asked()).not.toHaveProperty("states");
    expect(connection.open).toHaveLength(1);
  });

  it("searches once the typing pauses", async () => {
    await show();
    const field = root().querySelector("input")!;
    for (const typed of ["m", "ma", "maths "]) {
      field.value = typed;
      field.dispatchEvent(new Event("input"));
    }
    await vi.advanceTimersByTimeAsync(300);
    expect(asked()).toMatchObject({ search: "maths" });
    expect(connection.asked).toHaveLength(2);
  });

  it("goes to the day before, over the end of a month and of summer time, and back to today", async () => {
    await show({ day: "2026-03-01" });
    await press("Previous day");
    expect(asked()).toMatchObject({ day: "2026-02-28" });
    await press("Next day");
    expect(asked()).toMatchObject({ day: "2026-03-01" });
    await press("Today");
    expect(asked()).not.toHaveProperty("day");
  });

  it("goes through pages", async () => {
    answer(makePage([makeRecording("1")], { total: 120 }));
    await show();
    expect(text(".pager span")).toEqual(["1–50 of 120"]);
    await press("Next page");
    expect(asked()).toMatchObject({ offset: 50 });
    expect(text(".pager span")).toEqual(["51–100 of 120"]);
  });

  it("follows the ledger", async () => {
    await show();
    connection.emit(FEED, makePage([makeRecording("1", { state: "confirmed", duration_s: 5940, size: 1.2e9 })]));
    await settle(card);
    expect(text("tbody tr")).toHaveLength(1);
    expect(text("tbody tr")[0]).toContain("Confirmed");
    expect(text("tbody tr")[0]).toContain("1 h 39 min1.2 GB");
  });

  it("says whether there is nothing at all or nothing that fits", async () => {
    answer(makePage([]));
    await show();
    expect(text(".none")).toEqual(["No lesson is to be recorded on this day."]);
    await press("3 Failed");
    expect(text(".none")[0]).toContain("No lesson fits");
  });

  it("opens the sheet of the day by a link made for now", async () => {
    connection.answers["smart_campus/dashboard/report"] = { url: "/api/sheet?authSig=x" };
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    await show();
    await press("Sheet to print");
    expect(connection.asked.at(-1)).toEqual({
      type: "smart_campus/dashboard/report",
      kind: "recording_sheet",
      site: "s1",
      day: "2026-11-26",
      language: "en",
    });
    expect(clicked.mock.contexts.map((link) => (link as HTMLAnchorElement).getAttribute("href"))).toEqual([
      "/api/sheet?authSig=x",
    ]);
  });

  it.each(["https://elsewhere.example/", "//elsewhere.example", "javascript:alert(1)"])(
    "opens nothing outside, like %s",
    async (url) => {
      connection.answers["smart_campus/dashboard/report"] = { url };
      const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
      await show();
      await press("Sheet to print");
      expect(clicked).not.toHaveBeenCalled();
    },
  );

  it("says why the sheet cannot be opened", async () => {
    connection.answers["smart_campus/dashboard/report"] = failure("unauthorized");
    await show();
    await press("Sheet to print");
    expect(text(".error")[0]).toContain("not allowed");
  });

  describe("opens a lesson", () => {
    const details = (): ShadowRoot => root().querySelector("smart-campus-recording-details")!.shadowRoot!;

    beforeEach(() => {
      connection.answers["smart_campus/recordings/steps"] = {
        steps: [
          { step: "planned", at: "2026-11-26T00:00:00+08:00", cause: "timetable", detail: null, user: null, data: {} },
          {
            step: "missed",
            at: "2026-11-26T08:01:00+08:00",
            cause: "busy",
            detail: HOSTILE.markup,
            user: null,
            data: { step: "started" },
          },
          { step: "started", at: "2026-11-26T08:02:00+08:00", cause: "retry", detail: null, user: "Li", data: {} },
        ],
        media: [
          { media_content_id: "media-source://smart_campus/x", media_content_type: "video/mp4", name: "teacher" },
        ],
      };
      connection.answers["media_source/resolve_media"] = { url: "/api/film?authSig=1", mime_type: "video/mp4" };
    });

    it("with every step, its cause and who did it", async () => {
      await show();
      await press("Course 1");
      await settle(card);
      expect([...details().querySelectorAll("li span")].map((each) => each.textContent.trim())).toEqual([
        "Planned · by timetable",
        `did not start · busy · ${HOSTILE.markup}`,
        "Recording began · tried again · by Li",
      ]);
      expect(details().querySelector("img")).toBeNull();
    });

    it("and plays its film", async () => {
      await show();
      await press("Course 1");
      await settle(card);
      details().querySelector<HTMLButtonElement>(".files button")!.click();
      await settle(card);
      expect(details().querySelector("video")?.getAttribute("src")).toBe("/api/film?authSig=1");
    });

    it("and says that its steps cannot be read", async () => {
      connection.answers["smart_campus/recordings/steps"] = failure("not_found");
      await show();
      await press("Course 1");
      await settle(card);
      expect(details().querySelector("[role=alert]")?.textContent).toContain("not there any more");
    });
  });

  it("shows hostile and endless texts as text, cut", async () => {
    const texts = { course: HOSTILE.markup, room: HOSTILE.long, teacher: HOSTILE.rightToLeft, group: HOSTILE.markup };
    answer(makePage([makeRecording("1", texts)], { rooms_without_recorder: [HOSTILE.long, HOSTILE.markup] }));
    await show();
    expect(root().querySelector("img, b")).toBeNull();
    expect(text("tbody th")).toEqual([HOSTILE.markup]);
    expect(root().textContent.length).toBeLessThan(2000);
  });
});
