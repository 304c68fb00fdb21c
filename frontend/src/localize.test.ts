import { describe, expect, it } from "vitest";
import { languageOf, localize } from "./localize";
import en from "./translations/en.json";
import zhHans from "./translations/zh-Hans.json";

/** Paths of a tree, sentences by number counted as one, each with the names it fills in. */
function leaves(tree: object, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]: [string, unknown]) => {
    const here = path ? `${path}.${key}` : key;
    if (typeof value === "object" && value !== null) {
      return "other" in value ? [[here, names(String(value.other))] as [string, string]] : leaves(value, here);
    }
    return [[here, names(String(value))] as [string, string]];
  });
}

function names(text: string): string {
  return [...new Set(text.match(/\{\w+\}/g) ?? [])].sort().join();
}

describe("translations", () => {
  it("have the same sentences with the same names in both languages", () => {
    expect(leaves(zhHans).sort()).toEqual(leaves(en).sort());
  });

  it("use full-width punctuation in Chinese", () => {
    const halfWidth = /[\u4e00-\u9fff][,;:?!()]|[,;:?!()][\u4e00-\u9fff]/;
    expect(halfWidth.exec(JSON.stringify(zhHans))).toBeNull();
  });
});

describe("localize", () => {
  it.each([
    ["zh-Hans", "zh-Hans"],
    ["zh-Hant", "zh-Hans"],
    ["zh-CN", "zh-Hans"],
    ["en-GB", "en"],
    ["de", "en"],
  ])("reads %s as %s", (language, expected) => {
    expect(languageOf({ language })).toBe(expected);
  });

  it("fills names in as text", () => {
    expect(localize({ language: "en" }, "error.unknown", { message: "<b>$&</b>" })).toBe(
      "The server could not answer: <b>$&</b>",
    );
  });
});
