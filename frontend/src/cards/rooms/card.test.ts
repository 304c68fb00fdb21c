import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RoomTile } from "../../data/rooms";
import { HOSTILE, lesson, tile } from "../../testing/campus";
import { FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Message } from "../../types/hass";
import { RoomGridCard, type RoomGridConfig } from "./card";

const FEED = "smart_campus/dashboard/rooms/subscribe";

describe("the room grid", () => {
  let connection: FakeConnection;
  let card: RoomGridCard;

  beforeEach(() => {
    connection = new FakeConnection();
    card = new RoomGridCard();
    history.replaceState(null, "", "/smart-campus/buildings");
  });
  afterEach(() => card.remove());

  const show = async (rooms: RoomTile[], config: Partial<RoomGridConfig> = {}): Promise<void> => {
    connection.answers[FEED] ??= { total: rooms.length, rooms };
    card.setConfig({ type: "custom:smart-campus-room-grid-card", ...config });
    card.hass = makeHass(connection);
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const tiles = (): HTMLAnchorElement[] => [...root().querySelectorAll<HTMLAnchorElement>(".tile")];
  const words = (node: Node): string => (node.textContent ?? "").replace(/\s+/g, " ").trim();
  const headings = (): string[] => [...root().querySelectorAll("h3")].map(words);

  it("shows state in words, the lessons, what is recorded, alerts and what is offline, and leads to the room", async () => {
    const now = lesson("Mathematics");
    const next = lesson("Physics", { start: "2026-11-20T10:20:00+08:00" });
    const counts = { alerts: 2, worst: "urgent", offline: 1 };
    const reasons = [{ code: "offline", text: "The recorder cannot be reached" }];
    await show([
      tile("r1", { name: "Room 101", state: "trouble", reasons, now, next, recording: "trouble", ...counts }),
    ]);
    const text = words(tiles()[0]!);
    for (const part of ["Room 101", "Trouble", "The recorder cannot be reached", "until 10:05 Mathematics"]) {
      expect(text).toContain(part);
    }
    for (const part of ["10:20 Physics", "Recording in trouble", "2 alerts", "1 offline"]) {
      expect(text).toContain(part);
    }
    expect(tiles()[0]!.getAttribute("href")).toBe("/smart-campus/room-r1?historyBack=1");
  });

  it("puts floors as headings, but none when it shows one floor", async () => {
    const rooms = [tile("a"), tile("b", { floor_id: "f2", floor: "Floor 2" })];
    await show(rooms);
    expect(headings()).toEqual(["Floor 1", "Floor 2"]);
    await show(rooms, { floor_id: "f1" });
    expect(headings()).toEqual([]);
    expect(connection.asked.at(-1)).toMatchObject({
      type: FEED,
      floor_id: "f1",
      language: "en",
      offset: 0,
      limit: 500,
    });
  });

  it("names the site where there are several", async () => {
    await show([tile("a"), tile("b", { site: "s2", site_title: "Lab" })]);
    expect(headings()).toEqual(["Teaching Building · Floor 1", "Lab · Floor 1"]);
  });

  it("asks for every page once, and shows rooms of all", async () => {
    connection.answers[FEED] = ({ offset }: Message) => ({
      total: 501,
      rooms: [tile(offset === 0 ? "first" : "last")],
    });
    await show([]);
    connection.emit(FEED, { total: 501, rooms: [], gone: [] });
    await settle(card);
    expect(connection.asked.map(({ offset }) => offset)).toEqual([0, 500]);
    expect(tiles().map((each) => each.dataset.room)).toEqual(["first", "last"]);
  });

  it("draws only the tile that changed anew", async () => {
    await show([tile("a"), tile("b")]);
    const before = tiles();
    connection.emit(FEED, { total: 2, rooms: [tile("b", { state: "lesson" })], gone: [] });
    await settle(card);
    expect(tiles()).toEqual(before);
    expect(tiles().map((each) => each.dataset.tone)).toEqual(["none", "info"]);
  });

  it("finds rooms by text and state, says how many, and shows all again", async () => {
    await show([tile("101", { state: "trouble" }), tile("102"), tile("201")]);
    const input = root().querySelector("input")!;
    input.value = "10";
    input.dispatchEvent(new InputEvent("input"));
    await settle(card);
    expect(tiles()).toHaveLength(2);
    const [trouble] = [...root().querySelectorAll<HTMLButtonElement>(".states button")];
    expect(words(trouble!)).toBe("Trouble 1");
    trouble!.click();
    await settle(card);
    expect(tiles().map((each) => each.dataset.room)).toEqual(["101"]);
    expect(trouble!.getAttribute("aria-pressed")).toBe("true");
    expect(words(root().querySelector("[role=status]")!)).toBe("1 of 3 rooms shown");
    input.value = "nowhere";
    input.dispatchEvent(new InputEvent("input"));
    await settle(card);
    expect(words(root().querySelector(".nothing")!)).toContain("No room matches.");
    root().querySelector<HTMLButtonElement>(".nothing button")!.click();
    await settle(card);
    expect([tiles().length, input.value]).toEqual([3, ""]);
  });

  it("is one stop of the tab key, which follows the focus", async () => {
    await show([tile("a"), tile("b"), tile("c")]);
    const stops = (): (string | undefined)[] =>
      tiles()
        .filter((each) => each.tabIndex === 0)
        .map((each) => each.dataset.room);
    expect(stops()).toEqual(["a"]);
    tiles()[0]!.focus();
    tiles()[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", bubbles: true, cancelable: true }));
    await settle(card);
    expect([root().activeElement, stops()]).toEqual([tiles()[1], ["b"]]);
    connection.emit(FEED, { total: 2, rooms: [], gone: ["b"] });
    await settle(card);
    expect(stops()).toEqual(["a"]);
  });

  it("leaves keys with a modifier to the browser", async () => {
    await show([tile("a"), tile("b")]);
    const back = new KeyboardEvent("keydown", { key: "ArrowLeft", altKey: true, bubbles: true, cancelable: true });
    tiles()[1]!.dispatchEvent(back);
    expect(back.defaultPrevented).toBe(false);
  });

  it("says what to do when there are no rooms", async () => {
    await show([]);
    expect(words(root().querySelector(".nothing")!)).toContain("There are no rooms yet.");
  });

  it.each(Object.entries(HOSTILE))("shows %s names as text", async (_, text) => {
    const reasons = [{ code: "x", text }];
    const lessons = { now: lesson(text), next: lesson(text) };
    await show([tile("a", { name: text, floor: text, state: "trouble", reasons, ...lessons })]);
    expect(root().querySelectorAll("img, b")).toHaveLength(0);
    expect(words(tiles()[0]!).length).toBeLessThan(900);
    expect(root().textContent).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  });
});
