import { describe, expect, it } from "vitest";
import { inSentence, plain } from "./text";

describe("a text of anybody's", () => {
  it.each([
    ["room", 4, "room"],
    ["rooms", 4, "roo…"],
    ["ab😀cd", 4, "ab…"],
    ["ab😀cd", 5, "ab😀…"],
    ["", 4, ""],
    ["Room \u202e101\u2067 \u05d0\u200f", 20, "Room 101 \u05d0"],
    ["\u202e".repeat(100) + "abcd", 4, "…"],
  ])("%j within %i characters is %j", (text, most, expected) => {
    expect(plain(text, most)).toBe(expected);
  });

  it("is closed off from the sentence around it", () => {
    expect([inSentence("\u202eLi", 10), inSentence("\u202e", 10)]).toEqual(["\u2068Li\u2069", ""]);
  });
});
