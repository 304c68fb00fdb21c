import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AttentionEvent, AttentionList } from "../../data/attention";
import type { OfflineDevice } from "../../data/devices";
import { HOSTILE, lesson, tile } from "../../testing/campus";
import { FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import { makeRecording } from "../../testing/recordings";
import type { Hass } from "../../types/hass";
import { AttentionCard } from "./card";

const FEED = "smart_campus/dashboard/attention/subscribe";

function offline(name: string, given: Partial<OfflineDevice> = {}): OfflineDevice {
  const place = { device_id: `id-${name}`, subentry: name, site: "s1", area_id: "a1", room: "r1" };
  const told = {
    since: "2026-11-20T08:30:00+08:00",
    why: { code: "silent", text: "It does not answer." },
    caused_by: null,
  };
  const model = { kind: "recorder" as const, model: null, manufacturer: null, entities: [] };
  return { ...place, ...told, ...model, name, is_reachable: false, problem: null, ...given };
}

function lists(given: Partial<AttentionEvent> = {}): AttentionEvent {
  return {
    offline: { total: 0, devices: [] },
    recordings: { total: 0, recordings: [] },
    not_ready: { total: 0, rooms: [] },
    ...given,
  };
}

describe("a list of what needs attention", () => {
  let connection: FakeConnection;
  let hass: Hass;
  const cards: AttentionCard[] = [];

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-20T09:00:00+08:00") });
    connection = new FakeConnection();
    connection.answers["smart_campus/dashboard/campus"] = {
      sites: [{ rooms: [{ room: "r1", name: "Room 101", area_id: "a1", floor_id: null }] }],
    };
    hass = makeHass(connection, { areas: { a1: { area_id: "a1", name: "Room 101" } } });
    history.replaceState(null, "", "/smart-campus/attention");
  });
  afterEach(() => {
    cards.splice(0).forEach((card) => card.remove());
    vi.useRealTimers();
  });

  const show = async (list: AttentionList, event: AttentionEvent, site?: string): Promise<ShadowRoot> => {
    connection.answers[FEED] = event;
    const card = new AttentionCard();
    cards.push(card);
    card.setConfig({ type: "custom:smart-campus-attention-card", list, ...(site && { site }) });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    return card.shadowRoot!;
  };
  const words = (node: Node | null): string =>
    (node?.textContent ?? "")
      .replace(/[\u2068\u2069]/g, "")
      .replace(/\s+/g, " ")
      .trim();
  const links = (root: ShadowRoot): (string | null)[] =>
    [...root.querySelectorAll("a")].map((a) => a.getAttribute("href"));

  it("says of a device why it is offline, since when, where, and because of which other", async () => {
    const devices = [offline("Recorder 101", { caused_by: "Switch 1F" })];
    const root = await show("offline", lists({ offline: { total: 1, devices } }));
    const text = words(root.querySelector("li"));
    for (const part of ["Recorder 101", "It does not answer. (because of Switch 1F)", "Room 101", "30 minutes ago"]) {
      expect(text).toContain(part);
    }
    expect(links(root)).toEqual(["/config/devices/device/id-Recorder%20101", "/smart-campus/room-r1?historyBack=1"]);
  });

  it("leads from a switch to its ports, and whom no administrator is to the room", async () => {
    hass.user = { id: "2", name: "Wang", is_admin: false };
    const devices = [
      offline("Switch", { kind: "switch", area_id: null, room: null }),
      offline("Recorder", { area_id: null }),
    ];
    const root = await show("offline", lists({ offline: { total: 2, devices } }));
    expect(links(root)).toEqual([
      "/smart-campus/switch-id-Switch?historyBack=1",
      "/smart-campus/room-r1?historyBack=1",
    ]);
  });

  it("says when a device was never reached", async () => {
    const root = await show(
      "offline",
      lists({ offline: { total: 1, devices: [offline("A", { since: null, device_id: null })] } }),
    );
    expect(words(root)).toContain("never reached since it was added");
  });

  it("says of a recording what is wrong with it, and leads to its room", async () => {
    const recording = makeRecording("rec1", {
      course: "Mathematics",
      state: "recording",
      troubles: ["sound_silent"],
      area_id: "a1",
    });
    const root = await show("recordings", lists({ recordings: { total: 1, recordings: [recording] } }));
    const text = words(root.querySelector("li"));
    for (const part of ["Mathematics", "Recording", "the microphone is silent", "A301", "Wang"])
      expect(text).toContain(part);
    expect(new Set(links(root))).toEqual(new Set(["/smart-campus/room-r1?historyBack=1"]));
  });

  it("says of a room which lesson it is not ready for, and why", async () => {
    const reasons = [{ code: "not_ready", text: "The recorder does not answer." }];
    const rooms = [
      tile("r1", { name: "Room 101", reasons, next: lesson("Physics", { start: "2026-11-20T10:20:00+08:00" }) }),
      tile("r2", { now: lesson("Mathematics") }),
    ];
    const root = await show("not_ready", lists({ not_ready: { total: 2, rooms } }));
    const [first, second] = [...root.querySelectorAll("li")];
    expect(words(first!)).toContain("The recorder does not answer.");
    expect(words(first!)).toContain("The lesson begins at 10:20: Physics");
    expect(words(second!)).toContain("The lesson began at 08:30: Mathematics");
    expect(links(root)).toEqual(["/smart-campus/room-r1?historyBack=1", "/smart-campus/room-r2?historyBack=1"]);
  });

  it.each<[AttentionList, string]>([
    ["offline", "Every device answers."],
    ["recordings", "No recording of today is in trouble."],
    ["not_ready", "Every room is ready for its next lesson."],
  ])("of %s says that all is well when it is", async (list, sentence) => {
    expect(words((await show(list, lists())).querySelector(".well"))).toBe(sentence);
  });

  it("asks the server once for all lists of a page", async () => {
    await show("offline", lists());
    await show("not_ready", lists());
    expect(connection.asked.filter(({ type }) => type === FEED)).toEqual([{ type: FEED, language: "en", limit: 50 }]);
  });

  it("shows more when asked, and says how many are left then", async () => {
    const root = await show("offline", lists({ offline: { total: 300, devices: [offline("A")] } }));
    root.querySelector<HTMLButtonElement>("footer button")!.click();
    await settle(cards[0]);
    expect(connection.asked.filter(({ type }) => type === FEED).map(({ limit }) => limit)).toEqual([50, 200]);
    expect(words(root.querySelector("footer"))).toBe("and 299 more");
  });

  it("says what is wrong with a list it does not know", async () => {
    const root = await show("everything" as AttentionList, lists());
    expect(root.querySelector("smart-campus-error-card")).not.toBeNull();
  });

  it.each(Object.entries(HOSTILE))("shows %s texts as text", async (_, text) => {
    const devices = [offline(text, { why: { code: "x", text }, caused_by: text })];
    const recordings = [makeRecording("r", { course: text, teacher: text, room: text, troubles: [text] })];
    const rooms = [tile("r1", { name: text, floor: text, reasons: [{ code: "x", text }], next: lesson(text) })];
    const event = lists({
      offline: { total: 1, devices },
      recordings: { total: 1, recordings },
      not_ready: { total: 1, rooms },
    });
    for (const list of ["offline", "recordings", "not_ready"] as const) {
      const root = await show(list, event);
      expect(root.querySelectorAll("img, b")).toHaveLength(0);
      expect(words(root).length).toBeLessThan(1_500);
      expect(root.textContent).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
    }
  });
});
