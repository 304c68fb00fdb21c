import { describe, expect, it } from "vitest";
import { makeHass, settle } from "../testing/fake-hass";
import { ErrorCard, safePath } from "./error-card";

describe("the error card", () => {
  it("leads to a page of this Home Assistant", async () => {
    const card = new ErrorCard();
    card.hass = makeHass();
    card.setConfig({ type: "custom:smart-campus-error-card", message: "No site", path: "/config", link: "Settings" });
    document.body.append(card);
    await settle(card);
    const link = card.shadowRoot?.querySelector("a");
    expect([link?.getAttribute("href"), link?.textContent]).toEqual(["/config", "Settings"]);
  });

  it.each([
    [{ reload: true }, "Try again"],
    [{}, undefined],
  ])("offers for %j: %s", async (given, words) => {
    const card = new ErrorCard();
    card.hass = makeHass();
    card.setConfig({ type: "custom:smart-campus-error-card", message: "No site", ...given });
    document.body.append(card);
    await settle(card);
    expect(card.shadowRoot?.querySelector("button")?.textContent.trim()).toBe(words);
  });

  it.each(["javascript:alert(1)", "//evil.example", "/\\evil.example", "https://evil.example/"])(
    "leads nowhere for %s",
    (path) => {
      expect(safePath(path)).toBe("#");
    },
  );
});
