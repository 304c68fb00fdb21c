import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import { HOSTILE } from "../../testing/campus";
import { makePort, makeSwitch, series } from "../../testing/ports";
import type { Hass } from "../../types/hass";
import { PortMapCard } from "./port-map-card";

const FEED = "smart_campus/ports/subscribe";

describe("the card of a switch", () => {
  let connection: FakeConnection;
  let hass: Hass & { connection: FakeConnection };
  let card: PortMapCard;
  const called: unknown[][] = [];

  beforeEach(() => {
    called.length = 0;
    connection = new FakeConnection();
    connection.answers[FEED] = makeSwitch([
      makePort(1, "Gi0/1", { is_uplink: true, speed: 10e9, neighbours: [] }),
      makePort(2, "Gi0/2", {
        alias: "A301",
        poe_enabled: true,
        poe_state: "delivering",
        poe_power: 6.4,
        connected: [{ device_id: "p1", name: "Projector A301", source: "confirmed" }],
      }),
      makePort(3, "Gi0/3", { faults: [{ fault: "flapping", since: "2026-11-26T00:00:00Z", value: 9, limit: 8 }] }),
      makePort(4, "Gi0/4", { admin_up: false, oper: "down", speed: null }),
      makePort(5, "Gi0/5", { oper: "down", speed: null }),
    ]);
    hass = makeHass(connection, {
      callService: (...given: unknown[]) => {
        called.push(given);
        return Promise.resolve(undefined);
      },
    });
    card = new PortMapCard();
  });
  afterEach(() => card.remove());

  const show = async (): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-port-map-card", device_id: "d1" });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const ports = (): HTMLButtonElement[] => [...root().querySelectorAll<HTMLButtonElement>("button.port")];
  const panel = (): string => root().querySelector(".panel")?.textContent.replace(/\s+/g, " ") ?? "";
  const button = (text: string): HTMLButtonElement =>
    [...root().querySelectorAll("button")].find((each) => each.textContent.trim() === text)!;

  it("asks for a device", async () => {
    card.setConfig({ type: "x" } as never);
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });

  it("tells each port in words, in the user's language", async () => {
    hass.locale = { language: "zh-Hans" };
    await show();
    expect(ports().map((each) => each.getAttribute("aria-label"))).toEqual([
      "1 10G, Gi0/1: 已连接、10 Gbit/s、上联口",
      "2 1G, Gi0/2: 已连接、1 Gbit/s、PoE 供电中、6.4 W、Projector A301、A301",
      "3 1G, Gi0/3: 已连接、1 Gbit/s、端口抖动",
      "4, Gi0/4: 已关闭",
      "5, Gi0/5: 未连接",
    ]);
  });

  it("tells states by shape, not by colour alone", async () => {
    await show();
    const marks = ports().map((each) =>
      [...each.querySelectorAll("svg > *:not(.shell, .hole)")].map((mark) => mark.getAttribute("class")),
    );
    expect(marks).toEqual([["badge arrow"], ["badge bolt "], ["badge alarm", "sign"], ["cross"], []]);
  });

  it("shows a port when it is pressed, in passing and by the keyboard", async () => {
    await show();
    ports()[1]!.click();
    await settle(card);
    expect(panel()).toContain("Projector A301");
    expect(ports()[1]!.getAttribute("aria-pressed")).toBe("true");
    ports()[3]!.dispatchEvent(new Event("mouseenter"));
    await settle(card);
    expect(panel()).toContain("Gi0/4");
    root().querySelector(".plate")!.dispatchEvent(new Event("mouseleave"));
    await settle(card);
    expect(panel()).toContain("Projector A301");
  });

  it("is one stop for the tab key; arrows go on from there", async () => {
    await show();
    expect(ports().filter((each) => each.tabIndex === 0)).toEqual([ports()[0]]);
    ports()[0]!.focus();
    ports()[0]!.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    await settle(card);
    expect(root().activeElement).toBe(ports()[2]);
    expect(ports().filter((each) => each.tabIndex === 0)).toEqual([ports()[2]]);
    expect(panel()).toContain("Flapping");
  });

  it("names the ports in trouble first", async () => {
    await show();
    const named = [...root().querySelectorAll<HTMLButtonElement>(".troubles button")];
    expect(named.map((each) => each.textContent.replace(/\s+/g, " ").trim())).toEqual(["Gi0/3 Flapping"]);
    named[0]!.click();
    await settle(card);
    expect(panel()).toContain("Gi0/3");
  });

  it("follows the switch, and keeps the chosen port", async () => {
    await show();
    ports()[4]!.click();
    connection.emit(FEED, makeSwitch([...series("Gi0/#", 1, 4), makePort(5, "Gi0/5", { alias: "new here" })]));
    await settle(card);
    expect(panel()).toContain("new here");
  });

  it("says that the switch is silent", async () => {
    connection.answers[FEED] = makeSwitch(series("Gi0/#", 1, 2), { is_answering: false });
    await show();
    expect(root().querySelector(".notice")?.textContent).toContain("does not answer");
  });

  it("is a table for whoever wants one", async () => {
    await show();
    button("As a table").click();
    await settle(card);
    expect(root().querySelectorAll("tbody tr")).toHaveLength(5);
    expect([...root().querySelectorAll("thead th")].every((each) => each.getAttribute("scope") === "col")).toBe(true);
    expect(root().querySelector("tbody tr th")?.getAttribute("scope")).toBe("row");
  });

  describe("restarts the power of a port", () => {
    const confirm = async (): Promise<void> => {
      button("Restart power (PoE)").click();
      await settle(card);
      const dialog = root().querySelector("smart-campus-dialog")!;
      dialog.querySelector<HTMLButtonElement>("button.primary")!.click();
      await settle(card);
    };

    it("once the person has confirmed it", async () => {
      await show();
      ports()[1]!.click();
      await settle(card);
      button("Restart power (PoE)").click();
      await settle(card);
      expect(called).toEqual([]);
      expect(root().querySelector("smart-campus-dialog")!.textContent).toContain("Projector A301");
      root().querySelector<HTMLButtonElement>("smart-campus-dialog button.primary")!.click();
      await settle(card);
      expect(called.map((each) => each.slice(0, 3))).toEqual([
        ["smart_campus", "power_cycle_port", { device_id: "d1", port: "Gi0/2", off_seconds: 5 }],
      ]);
    });

    it("by its number where two ports have one name", async () => {
      connection.answers[FEED] = makeSwitch([
        makePort(1, "lan", { poe_enabled: true }),
        makePort(2, "lan", { poe_enabled: true }),
      ]);
      await show();
      ports()[1]!.click();
      await settle(card);
      await confirm();
      expect(called[0]?.[2]).toMatchObject({ port: "2" });
    });

    it("and says what went wrong in the server's words", async () => {
      hass.callService = () => Promise.reject(new Error("the switch said no"));
      await show();
      ports()[1]!.click();
      await settle(card);
      await confirm();
      expect(panel()).toContain("the switch said no");
    });

    it.each([
      ["to who is no administrator", { user: { id: "2", name: "Han", is_admin: false } }, {}, 1],
      ["on an uplink", {}, { is_uplink: true }, 1],
      ["without PoE", {}, { poe_enabled: null }, 1],
    ])("is not offered %s", async (_, given, port, at) => {
      hass = { ...hass, ...given };
      connection.answers[FEED] = makeSwitch([
        makePort(1, "Gi0/1"),
        makePort(2, "Gi0/2", { poe_enabled: true, ...port }),
      ]);
      await show();
      ports()[at]!.click();
      await settle(card);
      expect(button("Restart power (PoE)")).toBeUndefined();
    });

    it("is explained where the settings of the switch do not allow it", async () => {
      connection.answers[FEED] = makeSwitch([makePort(1, "Gi0/1", { poe_enabled: true })], { may_switch: false });
      await show();
      ports()[0]!.click();
      await settle(card);
      expect(panel()).toContain("must not be switched");
    });
  });

  it("shows hostile and endless texts as text", async () => {
    connection.answers[FEED] = makeSwitch(
      [
        makePort(1, HOSTILE.markup, {
          alias: HOSTILE.markup,
          connected: [{ device_id: null, name: HOSTILE.markup, source: "lldp" }],
          neighbours: [
            {
              protocol: "lldp",
              name: HOSTILE.long,
              port_id: HOSTILE.markup,
              port_description: null,
              description: null,
              address: null,
              chassis_id: null,
              capabilities: [],
            },
          ],
        }),
      ],
      { switch: HOSTILE.markup },
    );
    await show();
    ports()[0]!.click();
    await settle(card);
    expect(root().querySelector("img")).toBeNull();
    expect(panel()).toContain(HOSTILE.markup);
    expect(root().querySelector("h2")?.textContent).toBe(HOSTILE.markup);
  });
});
