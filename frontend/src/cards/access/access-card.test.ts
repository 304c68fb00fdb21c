import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { AccessEntry } from "../../data/access";
import { HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import type { ErrorCard } from "../error-card";
import { AccessCard } from "./access-card";

const FEED = "smart_campus/dashboard/access/subscribe";

function entry(seq: number, given: Partial<AccessEntry> = {}): AccessEntry {
  return {
    seq,
    at_ms: Date.UTC(2026, 10, 26, 0, 0, seq),
    kind: "event",
    outcome: "granted",
    controller_name: "Controller 1",
    door: 1,
    door_name: "East door",
    direction: "in",
    reason: "",
    credential: "k7f3",
    user_name: "",
    command: "",
    ...given,
  };
}

describe("recent access", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: AccessCard;

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new FakeConnection();
    connection.answers[FEED] = {
      events: [
        entry(4, {
          kind: "command",
          outcome: "done",
          command: "set_mode normally_open",
          user_name: "Li Lei",
          credential: "",
          direction: "",
        }),
        entry(3, { outcome: "noted", reason: "alarm threat", credential: "", direction: "" }),
        entry(2, { outcome: "denied", reason: "unknown_card" }),
        entry(1),
      ],
    };
    hass = makeHass(connection);
    card = new AccessCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (config: object = {}): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-access-card", site: "s1", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const rows = (): string[][] =>
    [...root().querySelectorAll("tbody tr")].map((row) =>
      [...row.children].slice(1).map((cell) => cell.textContent.replace(/\s+/g, " ").trim()),
    );

  it("says in words what happened, at which door and by whom", async () => {
    await show();
    expect(rows()).toEqual([
      ["East door", "Set mode: always openDone", "", "Li Lei"],
      ["East door", "Alarmthreat", "", ""],
      ["East door", "Deniedcard unknown or without right", "In", "k7f3"],
      ["East door", "Granted", "In", "k7f3"],
    ]);
  });

  it("does not show as done what was only asked for, or failed", async () => {
    const command = { kind: "command", command: "open", credential: "", direction: "" } as const;
    connection.answers[FEED] = {
      events: [
        entry(2, { ...command, outcome: "failed", reason: "unknown" }),
        entry(1, { ...command, outcome: "noted", reason: "requested" }),
      ],
    };
    await show();
    expect(rows().map(([, what]) => what)).toEqual([
      "Open for a momentFailed, no answer, whether it was done is not known",
      "Open for a momentRequested",
    ]);
  });

  it("puts new entries first, keeps as many as wished, and none twice after a reconnect", async () => {
    await show({ limit: 3 });
    connection.emit(FEED, { events: [entry(5, { door_name: "West door" })] });
    connection.emit(FEED, { events: [entry(5, { door_name: "West door" }), entry(4)] });
    await settle(card);
    expect(rows().map(([door]) => door)).toEqual(["West door", "East door", "East door"]);
  });

  it("shows one outcome only, and searches in what is written", async () => {
    await show();
    const select = root().querySelector("select")!;
    select.value = "denied";
    select.dispatchEvent(new Event("change"));
    await settle(card);
    expect(rows()).toHaveLength(1);
    select.value = "";
    select.dispatchEvent(new Event("change"));
    const search = root().querySelector("input")!;
    search.value = "LI LEI";
    search.dispatchEvent(new Event("input"));
    await vi.advanceTimersByTimeAsync(300);
    await settle(card);
    expect(rows()).toHaveLength(1);
    search.value = "nobody";
    search.dispatchEvent(new Event("input"));
    await vi.advanceTimersByTimeAsync(300);
    await settle(card);
    expect(root().querySelector(".none")?.textContent).toContain("Nothing fits");
  });

  it("says plainly that it is for administrators, as the server does", async () => {
    connection.answers[FEED] = failure("unauthorized", "Unauthorized");
    await show();
    const shown = root().querySelector<ErrorCard>("smart-campus-error-card");
    expect(shown?.config?.message).toBe("Recent access at the doors is shown to administrators only.");
    await vi.advanceTimersByTimeAsync(120_000);
    expect(connection.asked).toHaveLength(1);
  });

  it.each([0, 201, 1.5])("does not take a limit of %d", async (limit) => {
    await show({ limit });
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });

  it("shows hostile and endless texts as text, cut", async () => {
    const texts = { door_name: HOSTILE.long, user_name: HOSTILE.markup, reason: `${HOSTILE.markup} ${HOSTILE.long}` };
    connection.answers[FEED] = { events: [entry(1, texts), entry(2, { ...texts, outcome: "noted" })] };
    await show();
    expect(root().querySelector("img, b")).toBeNull();
    expect(root().textContent.length).toBeLessThan(2000);
  });
});
