import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Alert } from "../../data/alerts";
import { alertRow, HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass, Message } from "../../types/hass";
import { AlertListCard, type AlertListConfig } from "./card";
import type { AlertRow } from "./row";

const FEED = "smart_campus/alerts/subscribe";

describe("the alert list", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: AlertListCard;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-20T09:10:00+08:00") });
    connection = new FakeConnection();
    connection.answers["smart_campus/dashboard/campus"] = {
      sites: [{ site: "site1", rooms: [{ room: "r101", name: "Room 101", area_id: "room_101", floor_id: null }] }],
    };
    hass = makeHass(connection);
    card = new AlertListCard();
    history.replaceState(null, "", "/smart-campus/attention");
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (alerts: Alert[], total = alerts.length, config: Partial<AlertListConfig> = {}): Promise<void> => {
    connection.answers[FEED] = { total, alerts };
    card.setConfig({ type: "custom:smart-campus-alert-list-card", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    await Promise.all(rows().map((row) => settle(row)));
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const rows = (): AlertRow[] => [...root().querySelectorAll<AlertRow>("smart-campus-alert-row")];
  const inRow = (at: number): ShadowRoot => rows()[at]!.shadowRoot!;
  const button = (at: number, name: string): HTMLButtonElement =>
    [...inRow(at).querySelectorAll("button")].find((each) => each.textContent.trim() === name)!;
  const words = (node: ParentNode): string =>
    (node.textContent ?? "")
      .replace(/[\u2068\u2069]/g, "")
      .replace(/\s+/g, " ")
      .trim();
  const asked = (service: string): Message => connection.asked.find((message) => message.service === service)!;
  const press = async (at: number, name: string): Promise<void> => {
    const row = rows()[at]!;
    button(at, name).click();
    await settle(row);
    await settle(card);
  };

  it("asks in the user's language for what it is set up for", async () => {
    hass.locale = { language: "zh-Hant" };
    await show([], 0, { site: "site1", area_id: "hall", limit: 5 });
    const message = { type: FEED, site: "site1", area_id: "hall", language: "zh-Hans", limit: 5 };
    expect(connection.asked).toContainEqual(message);
  });

  it("says that all is well when it is", async () => {
    await show([]);
    expect(words(root())).toContain("All is well.");
  });

  it("shows severity in words, cause, room with its page, age and who took it on", async () => {
    await show([
      alertRow("a", {
        severity: "urgent",
        title: "Switch cannot be reached",
        cause: "Power is gone",
        acknowledged_at: "2026-11-20T09:08:00+08:00",
        acknowledged_by: "Li Wei",
        state: "acknowledged",
      }),
    ]);
    const text = words(inRow(0));
    for (const part of ["Urgent", "Switch cannot be reached", "Power is gone", "10 minutes ago"]) {
      expect(text).toContain(part);
    }
    expect(text).toContain("Acknowledged by Li Wei, 2 minutes ago");
    expect(inRow(0).querySelector("a")!.getAttribute("href")).toBe("/smart-campus/room-r101?historyBack=1");
    expect(button(0, "Acknowledge")).toBeUndefined();
  });

  it("lets ages grow", async () => {
    await show([alertRow("a")]);
    await vi.advanceTimersByTimeAsync(60_000);
    await settle(card);
    await settle(rows()[0]);
    expect(words(inRow(0))).toContain("11 minutes ago");
  });

  it("folds what hangs on the same cause under it", async () => {
    const since = "2026-11-20T09:05:00+08:00";
    await show([alertRow("a", { children: [{ key: "k", title: "Projector 101 cannot be reached", since }] })]);
    const folded = inRow(0).querySelector("details")!;
    expect(folded.open).toBe(false);
    expect(words(folded)).toContain("Projector 101 cannot be reached");
  });

  it("acknowledges: pending until the server confirms it, then with the name", async () => {
    let confirm: (answer: unknown) => void = () => undefined;
    connection.answers.call_service = new Promise((resolve) => (confirm = resolve));
    await show([alertRow("a")]);
    await press(0, "Acknowledge");
    expect(button(0, "Acknowledging…").getAttribute("aria-busy")).toBe("true");
    expect(words(inRow(0))).toContain("Nobody has acknowledged this yet");
    confirm({
      response: alertRow("a", {
        title: "服务器语言",
        state: "acknowledged",
        acknowledged_at: "2026-11-20T09:10:00+08:00",
        acknowledged_by: "Wang",
      }),
    });
    await settle(rows()[0]);
    await settle(card);
    await settle(rows()[0]);
    expect(words(inRow(0))).toContain("Acknowledged by Wang");
    expect(words(inRow(0).querySelector("h3")!)).toBe("Alert a");
  });

  it("shows a refusal as one sentence and stays as it was", async () => {
    connection.answers.call_service = failure("service_validation_error", "Wang acknowledged it already.");
    await show([alertRow("a")]);
    await press(0, "Acknowledge");
    await settle(rows()[0]);
    expect(words(inRow(0).querySelector("[role=alert]")!)).toContain("Wang acknowledged it already.");
    expect(button(0, "Acknowledge").disabled).toBe(false);
  });

  it("offers a choice of minutes to snooze", async () => {
    connection.answers.call_service = { response: alertRow("a", { state: "snoozed" }) };
    await show([alertRow("a")]);
    await press(0, "Snooze");
    await press(0, "4 hours");
    expect(asked("snooze_alert").service_data).toEqual({ alert_id: "a", minutes: 240 });
  });

  it("writes a note, but not an empty one", async () => {
    connection.answers.call_service = { response: alertRow("a") };
    await show([alertRow("a")]);
    await press(0, "Add note");
    const note = inRow(0).querySelector("textarea")!;
    expect(note.required).toBe(true);
    note.value = " <b>Plumber is coming</b> ";
    inRow(0)
      .querySelector("form")!
      .dispatchEvent(new Event("submit", { cancelable: true }));
    await settle(rows()[0]);
    expect(asked("add_note").service_data).toEqual({ alert_id: "a", note: "<b>Plumber is coming</b>" });
    await settle(rows()[0]);
    expect(inRow(0).querySelector("form")).toBeNull();
  });

  it("gives a form up on Escape", async () => {
    await show([alertRow("a")]);
    await press(0, "Resolve");
    inRow(0)
      .querySelector("form")!
      .dispatchEvent(new KeyboardEvent("keydown", { key: "Escape", bubbles: true }));
    await settle(rows()[0]);
    expect(inRow(0).querySelector("form")).toBeNull();
    expect(connection.asked.some((message) => message.type === "call_service")).toBe(false);
  });

  it("presses a button of the alert's own and takes the alert away when that ended it", async () => {
    connection.answers.call_service = { response: alertRow("a", { state: "resolved" }) };
    await show([alertRow("a", { buttons: [{ id: "mopped", label: "Mopped" }] }), alertRow("b")]);
    await press(0, "Mopped");
    expect(asked("answer_alert").service_data).toEqual({ alert_id: "a", button: "mopped" });
    expect(rows().map((row) => row.alert!.alert_id)).toEqual(["b"]);
  });

  it("tells of new alerts aloud and keeps an open form while they come", async () => {
    await show([alertRow("a")]);
    await press(0, "Add note");
    inRow(0).querySelector("textarea")!.value = "half a sen";
    connection.emit(FEED, { happening: "raised", alert: alertRow("b", { severity: "safety", title: "Smoke" }) });
    await settle(card);
    await settle(rows()[0]);
    expect(words(root().querySelector("[role=status]")!)).toBe("New alert. Safety: Smoke");
    expect(rows().map((row) => row.alert!.alert_id)).toEqual(["b", "a"]);
    expect(inRow(1).querySelector("textarea")!.value).toBe("half a sen");
  });

  it("shows a page and more when asked, without losing any", async () => {
    await show([alertRow("a"), alertRow("b")], 3, { limit: 2 });
    connection.answers["smart_campus/alerts"] = { total: 3, alerts: [alertRow("c")] };
    [...root().querySelectorAll("button")].at(-1)!.click();
    await settle(card);
    expect(connection.asked.at(-1)).toMatchObject({ type: "smart_campus/alerts", offset: 2 });
    expect(rows().map((row) => row.alert!.alert_id)).toEqual(["a", "b", "c"]);
    expect(root().querySelector("footer")).toBeNull();
  });

  it.each(Object.entries(HOSTILE))("shows %s texts as text", async (_, text) => {
    const note = { at: "2026-11-20T09:05:00+08:00", by: text, text };
    const child = { key: text, title: text, since: note.at };
    const hostile = { title: text, cause: text, room: text, acknowledged_by: text, acknowledged_at: note.at };
    const many = { notes: [note], children: [child], evidence: { [text]: text }, buttons: [{ id: "x", label: text }] };
    await show([alertRow("a", { ...hostile, ...many, escalated_to: [text] })]);
    expect(inRow(0).querySelectorAll("img, b")).toHaveLength(0);
    const title = inRow(0).querySelector("h3")!.textContent;
    expect(text.replace(/[\u202e\u2067]/g, "").startsWith(title.replace("…", ""))).toBe(true);
    expect(root().textContent).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
    expect(words(inRow(0)).length).toBeLessThan(6_000);
  });

  it("says what is wrong with a limit", async () => {
    card.setConfig({ type: "custom:smart-campus-alert-list-card", limit: 0 });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });
});
