import { describe, expect, it } from "vitest";
import { arrowTarget, type Box } from "./arrows";

/** Two floors: rows of three, three and one; then of two wider tiles. */
const BOXES: Box[] = [
  ...[0, 100, 200].map((left) => ({ left, top: 0, width: 90 })),
  ...[0, 100, 200].map((left) => ({ left, top: 50, width: 90 })),
  { left: 0, top: 100, width: 90 },
  ...[0, 150].map((left) => ({ left, top: 200, width: 140 })),
];

describe("an arrow key", () => {
  it.each([
    ["ArrowRight", 0, 1],
    ["ArrowRight", 2, 3],
    ["ArrowLeft", 3, 2],
    ["ArrowLeft", 0, null],
    ["ArrowRight", 8, null],
    ["ArrowDown", 1, 4],
    ["ArrowDown", 5, 6],
    ["ArrowDown", 6, 7],
    ["ArrowUp", 8, 6],
    ["ArrowUp", 6, 3],
    ["ArrowUp", 1, null],
    ["ArrowDown", 7, null],
    ["Home", 5, 0],
    ["End", 0, 8],
    ["a", 0, null],
  ])("%s leads from %i to %s", (key, at, expected) => {
    expect(arrowTarget(key, BOXES, at)).toBe(expected);
  });

  it("follows the direction of the page", () => {
    expect([arrowTarget("ArrowLeft", BOXES, 0, true), arrowTarget("ArrowRight", BOXES, 1, true)]).toEqual([1, 0]);
  });

  it("leads nowhere when its tile is gone", () => {
    expect(arrowTarget("ArrowLeft", BOXES, -1)).toBeNull();
  });
});
