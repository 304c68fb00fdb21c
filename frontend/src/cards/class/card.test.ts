import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ClassDevice } from "../../data/classes";
import type { RoomDetail } from "../../data/rooms";
import { HOSTILE, lesson, tile } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import { ClassCard } from "./card";

function device(name: string, outcome: ClassDevice["outcome"], text: string = outcome): ClassDevice {
  return { device_id: name, name, kind: "projector", step: "projector_on", outcome, code: outcome, text };
}

describe("the control of a class", () => {
  let connection: FakeConnection;
  let card: ClassCard;

  beforeEach(() => {
    vi.useFakeTimers({ now: new Date("2026-11-20T09:00:00+08:00") });
    connection = new FakeConnection();
    card = new ClassCard();
    answer([device("Projector", "done")]);
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const answer = (devices: ClassDevice[], text: string | null = null): void => {
    const rooms = [{ room: "r1", name: "Room 101", area_id: "a1", site: "s1", devices, text }];
    connection.answers.call_service = { response: { rooms } };
  };
  const show = async (room: Partial<RoomDetail> = {}, lessons: object[] = []): Promise<void> => {
    const detail = { room: tile("r1", { area_id: "a1" }), devices: [], entities: {}, cameras: [], may_control: true };
    connection.answers["smart_campus/dashboard/room"] ??= { ...detail, ...room };
    connection.answers["smart_campus/dashboard/day/subscribe"] = { day: "2026-11-20", lessons };
    card.setConfig({ type: "custom:smart-campus-class-card", site: "s1", room: "r1" });
    card.hass = makeHass(connection);
    document.body.append(card);
    await settle(card);
    await settle(card);
  };
  const running = { ...lesson("Mathematics"), is_cancelled: false, recording: null };
  const root = (): ShadowRoot => card.shadowRoot!;
  const button = (name: string): HTMLButtonElement => root().querySelector<HTMLButtonElement>(`button[name=${name}]`)!;
  const words = (node: Node | null): string =>
    (node?.textContent ?? "")
      .replace(/[\u2068\u2069]/g, "")
      .replace(/\s+/g, " ")
      .trim();
  const calls = (): unknown[] => connection.asked.filter(({ type }) => type === "call_service");
  const press = async (name: string): Promise<void> => {
    button(name).click();
    await settle(card);
    await settle(card);
  };

  it("starts the class of the room, and lists what failed before what is well", async () => {
    answer([
      device("Lights", "done"),
      device("Projector", "failed", "It does not answer."),
      device("Recorder", "skipped"),
    ]);
    await show();
    await press("start_class");
    expect(calls()).toEqual([
      {
        type: "call_service",
        domain: "smart_campus",
        service: "start_class",
        target: { area_id: "a1" },
        service_data: {},
        return_response: true,
      },
    ]);
    expect([...root().querySelectorAll("li .name")].map(words)).toEqual(["Projector", "Lights", "Recorder"]);
    expect(words(root().querySelector("li"))).toBe("Projector turn on It does not answer.");
    expect(words(root().querySelector("[role=status]"))).toBe("Class started, 2 steps are well, 1 failed");
  });

  it("takes one press at a time, and says that it is busy", async () => {
    connection.answers.call_service = new Promise(() => undefined);
    await show();
    await press("start_class");
    expect(button("start_class").getAttribute("aria-busy")).toBe("true");
    expect(words(button("start_class"))).toBe("Starting…");
    expect(button("end_class").disabled).toBe(true);
    expect(words(root().querySelector("[role=status]"))).toContain("One moment");
  });

  it("ends a class at once when no lesson runs", async () => {
    await show({}, [{ ...running, is_cancelled: true }]);
    await press("end_class");
    expect(calls()).toHaveLength(1);
  });

  it("asks before it ends a lesson that runs, and does nothing when the answer is no", async () => {
    await show({}, [running]);
    await press("end_class");
    expect(words(root().querySelector("[role=alertdialog] p"))).toBe(
      "Mathematics runs until 10:05. End the class all the same?",
    );
    expect(root().activeElement).toBe(button("cancel"));
    await press("cancel");
    expect(root().querySelector("[role=alertdialog]")).toBeNull();
    expect([calls(), root().activeElement]).toEqual([[], button("end_class")]);
  });

  it.each([
    [false, {}],
    [true, { stop_recording: true }],
  ])(
    "ends a lesson that runs when it is told so, its recording only when that is asked for (%s)",
    async (stop, data) => {
      await show({}, [running]);
      await press("end_class");
      root().querySelector<HTMLInputElement>("input")!.checked = stop;
      root()
        .querySelector("form")!
        .dispatchEvent(new Event("submit", { cancelable: true }));
      await settle(card);
      expect(calls()).toEqual([expect.objectContaining({ service: "end_class", service_data: data })]);
    },
  );

  it("says why nothing can be pressed", async () => {
    await show({ may_control: false });
    expect([button("start_class").disabled, button("end_class").disabled]).toEqual([true, true]);
    expect(words(root().querySelector("#obstacle"))).toBe(
      "You may not control this room. Ask an administrator for the permission.",
    );
  });

  it("shows a refusal of the server as one sentence and can be pressed again", async () => {
    connection.answers.call_service = failure("service_validation_error", "Nothing in Room 101 can be turned on.");
    await show();
    await press("start_class");
    await settle(card);
    expect(words(root().querySelector("[role=alert]"))).toContain("Nothing in Room 101 can be turned on.");
    expect(button("start_class").disabled).toBe(false);
  });

  it("becomes an error card when the room is not there, and asks again when told", async () => {
    connection.answers["smart_campus/dashboard/room"] = failure("not_found", "no room");
    await show();
    const shown = root().querySelector("smart-campus-error-card")!;
    connection.answers["smart_campus/dashboard/room"] = undefined;
    shown.dispatchEvent(new CustomEvent("smart-campus-retry"));
    await settle(card);
    expect(connection.asked.filter(({ type }) => type === "smart_campus/dashboard/room")).toHaveLength(2);
  });

  it.each(Object.entries(HOSTILE))("shows %s texts as text", async (_, text) => {
    answer([device(text, "failed", text)], text);
    await show({}, [{ ...running, course: text }]);
    await press("start_class");
    await press("end_class");
    expect(root().querySelectorAll("img, b")).toHaveLength(0);
    expect(words(root()).length).toBeLessThan(1_500);
    expect(root().textContent).not.toMatch(/[\u202a-\u202e\u2066\u2067]/);
  });
});
