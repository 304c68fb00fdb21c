import { beforeEach, describe, expect, it, vi } from "vitest";
import { makeCampus, makeSite } from "../testing/answers";
import { cardsOf } from "../testing/cards-of";
import { failure, FakeConnection, makeHass } from "../testing/fake-hass";
import type { Hass } from "../types/hass";
import { generateDashboard, VIEWS } from "./dashboard";
import { offerDashboard } from "./offer";

const CAMPUS = "smart_campus/dashboard/campus";
const config = { type: "custom:smart-campus" };

describe("the dashboard", () => {
  let connection: FakeConnection;
  let hass: Hass;

  beforeEach(() => {
    connection = new FakeConnection();
    hass = makeHass(connection);
  });

  it("has a view for each subject, and one for each room and switch that is not a tab", async () => {
    connection.answers[CAMPUS] = makeCampus(makeSite({ roomCount: 2 }));
    const { views } = await generateDashboard(config, hass);
    expect(views.filter(({ subview }) => !subview).map(({ path }) => path)).toEqual([...VIEWS]);
    expect(views.filter(({ subview }) => subview).map(({ path, strategy }) => [path, strategy])).toEqual([
      ["room-r1", { type: "custom:smart-campus-room", site: "s1", room: "r1" }],
      ["room-r2", { type: "custom:smart-campus-room", site: "s1", room: "r2" }],
      ["switch-sw1", { type: "custom:smart-campus-switch", device_id: "sw1" }],
    ]);
  });

  it("computes no view before it is opened: one command whatever the number of rooms", async () => {
    connection.answers[CAMPUS] = makeCampus(makeSite({ roomCount: 300, floorCount: 5 }));
    const { views } = await generateDashboard(config, hass);
    expect(views).toHaveLength(VIEWS.length + 300 + 1);
    expect(views.every(({ strategy, sections, cards }) => strategy && !sections && !cards)).toBe(true);
    expect(connection.asked).toHaveLength(1);
  });

  it("shows the sites and views that were asked for alone", async () => {
    connection.answers[CAMPUS] = makeCampus(makeSite(), makeSite({ site: "s2", roomCount: 1 }));
    const { views } = await generateDashboard({ ...config, sites: ["s2"], views: ["gates", "buildings"] }, hass);
    expect(views.map(({ path }) => path)).toEqual(["gates", "buildings", "room-r1", "switch-sw1"]);
    expect(views[0]?.strategy).toEqual({ type: "custom:smart-campus-gates", sites: ["s2"] });
  });

  it.each([
    ["en", "Add a site"],
    ["zh-Hans", "添加站点"],
  ])("says in %s what to do when nothing is set up", async (language, action) => {
    hass.locale = { language };
    connection.answers[CAMPUS] = makeCampus();
    const { views } = await generateDashboard(config, hass);
    expect(views).toHaveLength(1);
    expect(cardsOf(views[0]!)[0]).toMatchObject({
      type: "empty-state",
      buttons: [
        { text: action, tap_action: { navigation_path: "/config/integrations/dashboard/add?domain=smart_campus" } },
      ],
    });
  });

  it("names the site that does not run, and where to look", async () => {
    connection.answers[CAMPUS] = { ...makeCampus(), waiting: [{ site: "s1", title: "<b>North</b>" }] };
    const { views } = await generateDashboard(config, hass);
    expect(cardsOf(views[0]!)).toEqual([
      expect.objectContaining({
        message:
          "<b>North</b> is not running. It may still be starting: try again in a moment. If that does not help, its page in the settings says why.",
        path: "/config/integrations/integration/smart_campus",
      }),
    ]);
  });

  it("becomes a readable view when the server does not know the command", async () => {
    connection.answers[CAMPUS] = failure("unknown_command", "Unknown command.");
    const { views } = await generateDashboard(config, hass);
    expect(cardsOf(views[0]!)).toEqual([
      expect.objectContaining({
        type: "custom:smart-campus-error-card",
        message: "The server does not know this yet. Restart Home Assistant if Smart Campus was just updated.",
      }),
    ]);
  });
});

describe("the element of the dashboard", () => {
  const element = () =>
    customElements.get("ll-strategy-dashboard-smart-campus") as unknown as {
      shouldRegenerate(config: object, before: Hass, now: Hass): boolean;
      getCreateSuggestions(hass: Hass): object;
    };
  const device = (id: string) => ({ [id]: { id } });

  it("is not made anew when thousands of devices only changed in some detail", () => {
    const before = makeHass(undefined, { devices: device("d1"), entities: {} });
    const now = {
      ...before,
      devices: { d1: { id: "d1", name: "renamed" } },
      entities: { "a.b": { entity_id: "a.b" } },
    };
    expect(element().shouldRegenerate(config, before, now)).toBe(false);
  });

  it.each<[string, Partial<Hass>]>([
    ["a device was added", { devices: { ...device("d1"), ...device("d2") } }],
    ["an area changed", { areas: { a1: { area_id: "a1", name: "Library" } } }],
    ["the language changed", { locale: { language: "zh-Hans" } }],
  ])("is made anew when %s", (_, change) => {
    const before = makeHass(undefined, { devices: device("d1") });
    expect(element().shouldRegenerate(config, before, { ...before, ...change })).toBe(true);
  });

  it("suggests a name in the user's language", () => {
    expect(element().getCreateSuggestions(makeHass(undefined, { locale: { language: "zh-Hans" } }))).toEqual({
      title: "校园",
      icon: "mdi:school",
    });
  });
});

describe("the dialog for a new dashboard", () => {
  it("offers ours once, in the language of the page", () => {
    const page = Object.assign(document.createElement("home-assistant"), {
      hass: makeHass(undefined, { locale: { language: "zh-Hans" } }),
    });
    vi.stubGlobal("customStrategies", undefined);
    document.body.append(page);
    offerDashboard();
    offerDashboard();
    expect(window.customStrategies).toHaveLength(1);
    expect(window.customStrategies?.[0]).toMatchObject({
      type: "smart-campus",
      strategyType: "dashboard",
      name: "智慧校园",
    });
    page.remove();
  });
});
