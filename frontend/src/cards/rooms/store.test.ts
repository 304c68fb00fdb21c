import { describe, expect, it } from "vitest";
import { lesson, tile } from "../../testing/campus";
import { byFloor, matches, RoomStore } from "./store";

describe("the rooms that are known", () => {
  it("take what changed, what is new and what is gone from the page it belongs to", () => {
    const store = new RoomStore();
    store.take(0, { total: 2, rooms: [tile("a"), tile("b")] });
    store.take(0, { total: 2, rooms: [tile("b", { state: "trouble" }), tile("c")], gone: ["a"] });
    expect(store.all().map(({ room, state }) => [room, state])).toEqual([
      ["b", "trouble"],
      ["c", "free"],
    ]);
    expect(store.total).toBe(2);
  });

  it("say where the pages behind the first begin", () => {
    const store = new RoomStore();
    store.take(0, { total: 1_200, rooms: [] });
    expect(store.furtherOffsets()).toEqual([500, 1_000]);
    store.take(0, { total: 500, rooms: [] });
    expect(store.furtherOffsets()).toEqual([]);
  });

  it("are forgotten page by page when the server begins anew", () => {
    const store = new RoomStore();
    store.take(0, { total: 3, rooms: [tile("a"), tile("b")] });
    store.take(500, { total: 3, rooms: [tile("z")] });
    store.take(0, { total: 2, rooms: [tile("b")] });
    expect(store.all().map(({ room }) => room)).toEqual(["b", "z"]);
  });
});

describe("floors", () => {
  it("are stacked as they are built, site by site, with rooms in the order people count", () => {
    const tiles = [
      tile("n", { floor_id: null, floor: null }),
      tile("101"),
      tile("201", { floor_id: "f2", floor: "Floor 2" }),
      tile("1001", { name: "Room 1001" }),
      tile("99", { name: "Room 99" }),
      tile("x", { site: "site2", site_title: "Lab" }),
      tile("cellar", { floor_id: "f0", floor: "Cellar" }),
      tile("new", { floor_id: "new", floor: "New floor" }),
    ];
    const levels: Record<string, number | null> = { f0: -1, f1: 1, f2: 2, new: null };
    const groups = byFloor(tiles, (floor) => levels[floor]);
    expect(groups.map(({ site, floor, rooms }) => [site, floor, rooms.map(({ room }) => room)])).toEqual([
      ["site1", "Floor 2", ["201"]],
      ["site1", "Floor 1", ["101", "99", "1001"]],
      ["site1", "Cellar", ["cellar"]],
      ["site1", "New floor", ["new"]],
      ["site1", null, ["n"]],
      ["site2", "Floor 1", ["x"]],
    ]);
  });
});

describe("a filter", () => {
  const room = tile("Room 301", { state: "lesson", now: lesson("高等数学", { teacher: "王芳" }), floor: "Floor 3" });
  it.each([
    ["", [], true],
    ["  ", [], true],
    ["ROOM 3", [], true],
    ["floor 王芳", [], true],
    ["高等", ["lesson"], true],
    ["301 302", [], false],
    ["301", ["trouble", "free"], false],
    [".*", [], false],
  ])("of %j and states %j: %s", (text, states, expected) => {
    expect(matches(room, text, new Set(states))).toBe(expected);
  });
});
