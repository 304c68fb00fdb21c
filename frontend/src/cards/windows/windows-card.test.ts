import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccessWindow, WindowsEvent } from "../../data/windows";
import { HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import type { WindowForm } from "./window-form";
import { WindowsCard } from "./windows-card";

const FEED = "smart_campus/dashboard/windows/subscribe";
const NOON = Date.UTC(2026, 10, 26, 4); // In Shanghai.

function given(id: string, startH: number, endH: number, more: Partial<AccessWindow> = {}): AccessWindow {
  return {
    windows: [id],
    credential: `card-${id}`,
    start: new Date(NOON + startH * 3_600_000).toISOString(),
    end: new Date(NOON + endH * 3_600_000).toISOString(),
    is_to_end: false,
    doors: [{ gate: "North gate", door: 1, name: "" }],
    ...more,
  };
}

describe("leave and visit windows", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: WindowsCard;

  beforeEach(() => {
    vi.useFakeTimers({ now: NOON });
    connection = new FakeConnection();
    const doors = [
      { entity_id: "lock.one", gate: "North gate", door: 1, name: "East door" },
      { entity_id: "lock.two", gate: "North gate", door: 2, name: "" },
    ];
    connection.answers[FEED] = {
      windows: [given("a", -2, -1), given("b", -1, 1), given("c", 1, 2)],
      doors,
    } satisfies WindowsEvent;
    connection.answers["smart_campus/access/grant"] = null;
    connection.answers["smart_campus/access/revoke"] = null;
    hass = makeHass(connection);
    card = new WindowsCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-windows-card", site: "s1" });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const form = (): ShadowRoot => root().querySelector<WindowForm>("smart-campus-window-form")!.shadowRoot!;
  const text = (selector: string, from: ParentNode = root()): string[] =>
    [...from.querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
  const press = async (name: string, from: ParentNode = root()): Promise<void> => {
    [...from.querySelectorAll("button")].find((each) => each.textContent.trim() === name)!.click();
    await settle(card);
  };
  const fill = (name: string, value: string): void => {
    form().querySelector<HTMLInputElement>(`[name=${name}]`)!.value = value;
  };
  const submit = async (): Promise<void> => {
    form()
      .querySelector("form")!
      .dispatchEvent(new Event("submit", { cancelable: true }));
    await vi.advanceTimersByTimeAsync(1);
    await settle(card);
  };
  const asked = (what: string): object[] =>
    connection.asked.filter(({ type }) => type === `smart_campus/access/${what}`);

  it("says who may pass which doors, and whether it is so now", async () => {
    await show();
    expect(text("tbody th")).toEqual(["card-a", "card-b", "card-c"]);
    expect(text("tbody .mark")).toEqual(["Over", "Open", "Coming"]);
    expect(text("tbody tr:first-child td").slice(0, 3)).toEqual(["North gate · 1", "Nov 26, 10:00", "Nov 26, 11:00"]);
  });

  it("says that a window is still on a controller that does not answer", async () => {
    connection.answers[FEED] = { windows: [given("a", -2, -1, { is_to_end: true })], doors: [] };
    await show();
    expect(text("tbody .mark")).toEqual(["Controller silent, is withdrawn later"]);
  });

  it("lets a window begin and end as time passes", async () => {
    await show();
    await vi.advanceTimersByTimeAsync(3_600_000);
    await settle(card);
    expect(text("tbody .mark")).toEqual(["Over", "Over", "Open"]);
  });

  it("gives a card a window at the doors that are ticked, in the campus's time", async () => {
    await show();
    await press("New window");
    const value = (name: string): string => form().querySelector<HTMLInputElement>(`[name=${name}]`)!.value;
    expect([value("from"), value("to")]).toEqual(["2026-11-26T12:00", "2026-11-26T14:00"]);
    expect(text(".doors label", form())).toEqual(["North gate · East door", "North gate · 2"]);
    fill("credential", " 6154412 ");
    fill("to", "2026-11-28T20:00");
    form().querySelectorAll<HTMLInputElement>("[type=checkbox]")[1]!.checked = true;
    await submit();
    expect(asked("grant")).toEqual([
      {
        type: "smart_campus/access/grant",
        credential: "6154412",
        doors: ["lock.two"],
        from: "2026-11-26T12:00",
        to: "2026-11-28T20:00",
      },
    ]);
    expect(root().querySelector("smart-campus-dialog")).toBeNull();
  });

  it("keeps what was typed when no door is chosen or the server refuses, and says why", async () => {
    await show();
    await press("New window");
    fill("credential", "6154412");
    await submit();
    expect(text("[role=alert]", form())).toEqual(["Choose at least one door."]);
    expect(asked("grant")).toEqual([]);
    connection.answers["smart_campus/access/grant"] = failure("home_assistant_error", "The controller refuses.");
    form().querySelector<HTMLInputElement>("[type=checkbox]")!.checked = true;
    await submit();
    expect(text("[role=alert]", form())[0]).toContain("The controller refuses.");
    expect(form().querySelector<HTMLInputElement>("[name=credential]")!.value).toBe("6154412");
  });

  it("takes a window away after asking, and stays open when it could not", async () => {
    await show();
    await press("Withdraw", root().querySelectorAll("tbody tr")[1]);
    expect(asked("revoke")).toEqual([]);
    const dialog = root().querySelector("smart-campus-dialog")!;
    expect(text("p.foreign", dialog)).toEqual(["Card card-b will not open these doors any more: North gate · 1."]);
    connection.answers["smart_campus/access/revoke"] = failure("home_assistant_error", "No answer.");
    await press("Withdraw", dialog);
    await vi.advanceTimersByTimeAsync(1);
    await settle(card);
    expect(text("[role=alert]", dialog)[0]).toContain("No answer.");
    connection.answers["smart_campus/access/revoke"] = null;
    await press("Withdraw", dialog);
    await vi.advanceTimersByTimeAsync(1);
    await settle(card);
    expect(asked("revoke").at(-1)).toEqual({ type: "smart_campus/access/revoke", windows: ["b"] });
    expect(root().querySelector("smart-campus-dialog")).toBeNull();
  });

  it("names some doors of many, and shows names as text", async () => {
    const doors = Array.from({ length: 9 }, (_, number) => ({ gate: "Gate", door: number, name: HOSTILE.markup }));
    connection.answers[FEED] = { windows: [given("a", 0, 1, { doors, credential: HOSTILE.markup })], doors: [] };
    await show();
    expect(text("tbody td")[0]).toMatch(/ and 3 more$/);
    expect(root().querySelector("tbody img, tbody script, tbody b")).toBeNull();
    expect(text(".head button")).toEqual([]);
  });

  it("says that nobody has a window, and needs a site", async () => {
    connection.answers[FEED] = { windows: [], doors: [] };
    await show();
    expect(text(".none")).toEqual(["Nobody has a window now."]);
    card.setConfig({ type: "custom:smart-campus-windows-card", site: "" });
    await settle(card);
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });
});
