import { beforeEach, describe, expect, it } from "vitest";
import type { CampusSite } from "../../data/campus";
import { makeCampus, makeDevice, makeEntity, makeRoomDetail, makeRoomTile, makeSite } from "../../testing/answers";
import { cardsOf, headingsOf, strangers, typesOf } from "../../testing/cards-of";
import { failure, FakeConnection, makeHass } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import type { StrategyConfig, ViewConfig } from "../../types/lovelace";
import "../../main";

let connection: FakeConnection;
let hass: Hass;

beforeEach(() => {
  connection = new FakeConnection();
  hass = makeHass(connection);
  answerWith(makeSite());
});

function answerWith(...sites: CampusSite[]): void {
  connection.answers["smart_campus/dashboard/campus"] = makeCampus(...sites);
}

/** As Home Assistant makes a view: the element of the type, asked with the configuration of the view. */
function open(name: string, config: Omit<StrategyConfig, "type"> = {}): Promise<ViewConfig> {
  const element = customElements.get(`ll-strategy-view-smart-campus-${name}`) as unknown as {
    generate(config: StrategyConfig, hass: Hass): Promise<ViewConfig>;
  };
  return element.generate({ type: `custom:smart-campus-${name}`, ...config }, hass);
}

describe("every view", () => {
  const views = ["attention", "buildings", "recordings", "network", "energy", "gates", "equipment", "room", "switch"];

  it.each(views)("%s becomes one readable sentence when the server fails", async (name) => {
    hass.locale = { language: "zh-Hans" };
    connection.answers["smart_campus/dashboard/campus"] = failure("timeout");
    expect(cardsOf(await open(name))).toEqual([
      expect.objectContaining({ message: "服务器没有及时应答，请稍后重试。", reload: true }),
    ]);
  });

  it.each(views)("%s says that there is no site", async (name) => {
    answerWith();
    expect(cardsOf(await open(name))[0]).toMatchObject({ type: "empty-state", title: "No site yet" });
  });

  it("tells who is no administrator to ask one", async () => {
    hass.user = { id: "2", name: "Wang", is_admin: false };
    answerWith();
    const [card] = cardsOf(await open("buildings"));
    expect(card).toMatchObject({ content: "An administrator can add this in the settings." });
    expect(card).not.toHaveProperty("buttons");
  });
});

describe("attention", () => {
  it("lists alerts, rooms, devices and recordings of all sites together", async () => {
    answerWith(makeSite(), makeSite({ site: "s2", title: "South" }));
    const view = await open("attention");
    expect(typesOf(view).filter((type) => type !== "heading")).toEqual([
      "custom:smart-campus-alert-list-card",
      ...Array<string>(3).fill("custom:smart-campus-attention-card"),
    ]);
    expect(cardsOf(view).some((card) => "site" in card)).toBe(false);
  });

  it("keeps to the sites that were chosen", async () => {
    answerWith(makeSite(), makeSite({ site: "s2", title: "South" }));
    const cards = cardsOf(await open("attention", { sites: ["s2"] })).filter(({ type }) => type !== "heading");
    expect(cards.map(({ site }) => site)).toEqual(["s2", "s2", "s2", "s2"]);
  });
});

describe("buildings", () => {
  it("shows each building that has rooms as one card", async () => {
    answerWith(
      makeSite({ floorCount: 3, roomCount: 6 }),
      makeSite({ site: "s2", title: "South", floorCount: 1, roomCount: 2 }),
      makeSite({ site: "s3", title: "Store", floorCount: 0, roomCount: 0 }),
    );
    const view = await open("buildings");
    expect(headingsOf(view)).toEqual(["North", "South"]);
    const cards = cardsOf(view).filter(({ type }) => type !== "heading");
    expect(cards.map(({ type, site }) => [type, site])).toEqual([
      ["custom:smart-campus-room-grid-card", "s1"],
      ["custom:smart-campus-room-grid-card", "s2"],
    ]);
    expect(cards.some((card) => "floor_id" in card)).toBe(false);
  });

  it("asks one command for 300 rooms and looks at no entity", async () => {
    answerWith(makeSite({ floorCount: 10, roomCount: 300 }));
    hass.entities = untouchable();
    hass.states = untouchable();
    await open("buildings");
    expect(connection.asked).toHaveLength(1);
  });
});

describe("a room", () => {
  const room = { site: "s1", room: "r1" };
  const projector = makeDevice("projector", "Epson", [
    makeEntity("sensor.lamp", "light_source_remaining"),
    makeEntity("media_player.epson", "player"),
    makeEntity("sensor.model", "lamp_model", false),
  ]);

  it("begins with the class, then alerts, cameras, devices by kind, and ends with what happened", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      cameras: ["camera.front"],
      devices: [makeDevice("environment", "Node", [makeEntity("sensor.t", "temperature")]), projector],
    });
    const view = await open("room", room);
    expect(headingsOf(view)).toEqual(["Today", "Open alerts", "Cameras", "Projector", "Environment", "Recent events"]);
    expect(typesOf(view).slice(1, 3)).toEqual(["custom:smart-campus-class-card", "custom:smart-campus-day-card"]);
    expect(strangers(view)).toEqual([]);
    expect(connection.asked.map(({ type }) => type)).toEqual([
      "smart_campus/dashboard/campus",
      "smart_campus/dashboard/room",
    ]);
  });

  it("puts what is pressed before what is read, and leaves diagnostics out", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({ devices: [projector] });
    const tiles = cardsOf(await open("room", room)).filter(({ type }) => type === "tile");
    expect(tiles.map(({ entity }) => entity)).toEqual(["media_player.epson", "sensor.lamp"]);
    expect(tiles[0]?.features).toEqual([{ type: "media-player-playback" }, { type: "media-player-source" }]);
  });

  it("gives who may not control it nothing to press", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      may_control: false,
      devices: [projector, makeDevice("gate", "Door", [makeEntity("lock.door", "door1")])].map((device) => ({
        ...device,
        may_control: false,
      })),
      entities: { lights: "light.room" },
    });
    const cards = cardsOf(await open("room", room));
    expect(cards.map(({ type }) => type)).not.toContain("custom:smart-campus-class-card");
    expect(cards.filter(({ features }) => features !== undefined)).toEqual([]);
    const tiles = cards.filter(({ type }) => type === "tile");
    expect(tiles.map(({ entity }) => entity)).toEqual(["media_player.epson", "sensor.lamp", "light.room", "lock.door"]);
    expect(tiles.every(({ icon_tap_action }) => (icon_tap_action as { action: string }).action === "more-info")).toBe(
      true,
    );
  });

  it("offers on a tile only what the entity can do", async () => {
    const can = (entity_id: string, attributes: Record<string, unknown>) => ({ entity_id, state: "on", attributes });
    hass.states = {
      "light.dim": can("light.dim", { supported_color_modes: ["brightness"] }),
      "light.plain": can("light.plain", { supported_color_modes: ["onoff"] }),
      "lock.plain": can("lock.plain", { supported_features: 0 }),
      "media_player.plain": can("media_player.plain", { supported_features: 384 }),
    };
    const controls = [
      makeEntity("light.dim", "channel_1"),
      makeEntity("light.plain", "channel_2"),
      makeEntity("lock.plain", "door1"),
      makeEntity("media_player.plain", "player"),
    ];
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      devices: [makeDevice("environment", "All", controls)],
    });
    const tiles = cardsOf(await open("room", room)).filter(({ type }) => type === "tile");
    expect(Object.fromEntries(tiles.map(({ entity, features }) => [entity, features]))).toEqual({
      "light.dim": [{ type: "light-brightness" }],
      "light.plain": undefined,
      "lock.plain": [{ type: "lock-commands" }],
      "media_player.plain": [{ type: "media-player-playback" }],
    });
  });

  it("shows a fault while it is one, and what is always of interest always", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      devices: [
        makeDevice("gate", "Door", [
          makeEntity("binary_sensor.forced", "door1_forced"),
          makeEntity("event.e", "access"),
        ]),
        makeDevice("environment", "Node", [makeEntity("binary_sensor.people", "occupancy")]),
      ],
    });
    const tiles = cardsOf(await open("room", room)).filter(({ type }) => type === "tile");
    expect(tiles.map(({ entity, visibility }) => [entity, visibility])).toEqual([
      ["binary_sensor.forced", [{ condition: "state", entity: "binary_sensor.forced", state: "on" }]],
      ["binary_sensor.people", undefined],
    ]);
  });

  it("without an area has no alerts of an area", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({ room: makeRoomTile({ area_id: null }) });
    expect(typesOf(await open("room", room))).not.toContain("custom:smart-campus-alert-list-card");
  });

  it("leads to the ports of a switch", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      devices: [
        makeDevice("switch", "S1", [makeEntity("binary_sensor.s1", "problem"), makeEntity("sensor.up", "ports_up")]),
      ],
    });
    const tiles = cardsOf(await open("room", room)).filter(({ type }) => type === "tile");
    expect(tiles.map(({ tap_action }) => tap_action)).toEqual([
      { action: "navigate", navigation_path: "switch-device-S1?historyBack=1" },
    ]);
  });

  it("shows what is measured as badges, those that exist in one order", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      entities: { power: "sensor.p", temperature: "sensor.t", readiness: "binary_sensor.r", calendar: "calendar.c" },
    });
    expect((await open("room", room)).badges?.map(({ entity }) => entity)).toEqual([
      "binary_sensor.r",
      "sensor.t",
      "sensor.p",
    ]);
  });

  it("names devices when there are several of a kind, in their own words", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      devices: ["<b>A</b>", "B"].map((name) =>
        makeDevice("meter", name, [makeEntity(`sensor.${name}`, "active_power")]),
      ),
    });
    const names = cardsOf(await open("room", room)).filter(({ heading_style }) => heading_style === "subtitle");
    expect(names.map(({ heading }) => heading)).toEqual(["<b>A</b>", "B"]);
  });

  it("tells what happened to lessons and to what is operated, not the courses of numbers", async () => {
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({
      entities: { in_lesson: "binary_sensor.l" },
      devices: [projector],
    });
    const log = cardsOf(await open("room", room)).find(({ type }) => type === "logbook");
    expect(log?.target).toEqual({ entity_id: ["binary_sensor.l", "media_player.epson"] });
  });

  it("that is gone says so", async () => {
    connection.answers["smart_campus/dashboard/room"] = failure("not_found", "no such room");
    expect(cardsOf(await open("room", room))[0]?.message).toBe("This is not there any more. Go back and open it anew.");
  });

  it("looks at no entity but those of the room, among 2,000 devices", async () => {
    hass.entities = untouchable();
    hass.states = untouchable(["sensor.lamp", "media_player.epson"]);
    hass.devices = untouchable();
    connection.answers["smart_campus/dashboard/room"] = makeRoomDetail({ devices: [projector] });
    expect(headingsOf(await open("room", room))).toContain("Projector");
  });
});

describe("the network", () => {
  const row = (name: string, given: object = {}) => ({
    ...makeDevice("switch", name, [makeEntity(`binary_sensor.${name}`, "problem")]),
    ports_up: 24,
    ports: 48,
    ports_in_trouble: 0,
    worst_utilisation: 1,
    ...given,
  });
  const paths = {
    ...makeDevice("probe", "Paths", [makeEntity("binary_sensor.paths", "problem")]),
    failing: 1,
    degraded: 0,
  };

  it("leads from each switch to its ports, those in trouble first, and asks once a site", async () => {
    connection.answers["smart_campus/dashboard/network/subscribe"] = {
      switches: [row("S10"), row("S2"), row("S3", { ports_in_trouble: 1 }), row("S1", { is_reachable: false })],
      paths: [paths],
      inspection: null,
    };
    const view = await open("network");
    const links = cardsOf(view).filter(({ tap_action }) => tap_action !== undefined);
    expect(
      links.map(({ name, tap_action }) => [name, (tap_action as { navigation_path: string }).navigation_path]),
    ).toEqual(["S1", "S3", "S2", "S10"].map((name) => [name, `switch-device-${name}?historyBack=1`]));
    expect(typesOf(view)).toContain("custom:smart-campus-inspection-card");
    expect(strangers(view)).toEqual([]);
    expect(connection.asked).toHaveLength(2);
    expect(connection.open).toHaveLength(0);
  });

  it("shows each path, those that fail first, and which of them whatever their number", async () => {
    const ends = ["gateway", "backup_egress", "website"];
    const reached = ends.map((end) => makeEntity(`binary_sensor.${end}`, `path_${end}_reachable`));
    const entities = [...paths.entities, makeEntity("sensor.gateway", "path_gateway_latency"), ...reached];
    const failing = "binary_sensor.backup_egress";
    hass.states = { [failing]: { entity_id: failing, state: "off", attributes: {} } };
    connection.answers["smart_campus/dashboard/network/subscribe"] = {
      switches: [],
      paths: [{ ...paths, entities }],
      inspection: null,
    };
    const tiles = cardsOf(await open("network")).filter(({ type }) => type === "tile");
    expect(tiles.map(({ entity, visibility }) => [entity, visibility])).toEqual([
      ["binary_sensor.paths", [{ condition: "state", entity: "binary_sensor.paths", state: "on" }]],
      [failing, undefined],
      ["binary_sensor.gateway", undefined],
      ["binary_sensor.website", undefined],
    ]);
  });

  it("says what to add when there is none", async () => {
    answerWith(makeSite({ kinds: { gate: 1 } }));
    expect(cardsOf(await open("network"))[0]?.title).toBe("No network devices yet");
  });
});

describe("a switch", () => {
  it("shows its ports and its own values, looking over the entities once", async () => {
    let looks = 0;
    hass.entities = new Proxy(
      {
        "sensor.port": { entity_id: "sensor.port", device_id: "sw1", translation_key: "port_in" },
        "sensor.a": { entity_id: "sensor.a", device_id: "sw1", translation_key: "ports_up" },
        "sensor.b": { entity_id: "sensor.b", device_id: "sw2" },
        "sensor.c": { entity_id: "sensor.c", device_id: "sw1", entity_category: "diagnostic" },
        "sensor.d": { entity_id: "sensor.d", device_id: "sw1", hidden: true },
      },
      {
        ownKeys: (target) => {
          looks += 1;
          return Reflect.ownKeys(target);
        },
      },
    );
    const cards = cardsOf(await open("switch", { device_id: "sw1" }));
    expect(cards[1]).toMatchObject({ type: "custom:smart-campus-port-map-card", device_id: "sw1" });
    expect(cards.filter(({ type }) => type === "tile").map(({ entity }) => entity)).toEqual(["sensor.a"]);
    expect(looks).toBe(1);
  });
});

describe("energy", () => {
  const room = (name: string, given: object = {}) => ({
    room: name,
    name,
    power: `sensor.${name}_power`,
    energy: null,
    after_hours_today: null,
    after_hours_week: null,
    ...given,
  });

  it("shows the whole, use after hours where it is known, and each room by floor", async () => {
    connection.answers["smart_campus/dashboard/energy"] = {
      total: { power: "sensor.power", energy: "sensor.energy" },
      groups: [
        { floor_id: "f1", name: "1F", rooms: [room("101", { after_hours_week: 2 }), room("102", { power: null })] },
        { floor_id: "f2", name: "2F", rooms: [room("201", { power: null, energy: "sensor.e201" })] },
      ],
      others: [room("Main supply", { energy: "sensor.main" })],
    };
    const view = await open("energy");
    expect(headingsOf(view)).toEqual(["Power today", "Use after hours", "Energy by day", "1F", "2F", "Other meters"]);
    expect(
      cardsOf(view)
        .filter(({ type }) => type === "tile")
        .map(({ entity, name }) => [entity, name]),
    ).toEqual([
      ["sensor.101_power", "101"],
      ["sensor.e201", "201"],
      ["sensor.Main supply_power", "Main supply"],
    ]);
    expect(strangers(view)).toEqual([]);
  });

  it("names the building of a floor once when there are several", async () => {
    answerWith(makeSite(), makeSite({ site: "s2", title: "South" }));
    connection.answers["smart_campus/dashboard/energy"] = ({ site }: { site?: string }) => ({
      total: { power: null, energy: null },
      groups: [{ floor_id: "f1", name: site === "s2" ? "South, ground floor" : "1F", rooms: [room("101")] }],
    });
    const names = headingsOf(await open("energy"));
    expect(names).toContain("North · 1F");
    expect(names).toContain("South, ground floor");
  });

  it("without any meter says what to add", async () => {
    connection.answers["smart_campus/dashboard/energy"] = { total: { power: null, energy: null }, groups: [] };
    expect(cardsOf(await open("energy"))[0]?.title).toBe("No meters yet");
  });
});

describe("gates", () => {
  beforeEach(() => {
    connection.answers["smart_campus/dashboard/devices"] = {
      total: 1,
      devices: [
        makeDevice("gate", "East", [makeEntity("binary_sensor.open", "door1_open"), makeEntity("lock.east", "door1")]),
      ],
    };
  });

  it("operates doors, and shows administrators who came and went", async () => {
    const view = await open("gates");
    expect(headingsOf(view)).toEqual(["East", "Leave and visit windows", "Recent access"]);
    expect(cardsOf(view)[1]).toMatchObject({
      entity: "lock.east",
      features: [{ type: "lock-commands" }, { type: "lock-open-door" }],
    });
    expect(connection.asked[1]).toMatchObject({ type: "smart_campus/dashboard/devices", site: "s1", kind: "gate" });
  });

  it("gives nothing to press at a door that the user may not operate", async () => {
    const lock = [makeEntity("lock.west", "door1")];
    connection.answers["smart_campus/dashboard/devices"] = {
      total: 2,
      devices: [makeDevice("gate", "West", lock, { may_control: false }), makeDevice("gate", "East", lock)],
    };
    const tiles = cardsOf(await open("gates")).filter(({ type }) => type === "tile");
    expect(tiles.map(({ features }) => features !== undefined)).toEqual([false, true]);
  });

  it("asks nothing of the access log for anybody else", async () => {
    connection.answers["smart_campus/dashboard/campus"] = { ...makeCampus(makeSite()), is_admin: false };
    const types = typesOf(await open("gates"));
    expect(types).not.toContain("custom:smart-campus-access-card");
    expect(types).not.toContain("custom:smart-campus-windows-card");
  });
});

describe("equipment", () => {
  it("offers the import to who may manage a site", async () => {
    answerWith(makeSite({ may_manage: false }), makeSite({ site: "s2", title: "South" }));
    const imports = cardsOf(await open("equipment")).filter(({ type }) => type.includes("import"));
    expect(imports.map(({ site }) => site)).toEqual(["s2"]);
  });
});

describe("recordings", () => {
  it("shows the ledger of each site that records", async () => {
    answerWith(makeSite(), makeSite({ site: "s2", title: "South" }), makeSite({ site: "s3", kinds: {} }));
    const view = await open("recordings");
    expect(headingsOf(view)).toEqual(["North · Recordings of today", "South · Recordings of today"]);
  });
});

/** Fails whoever reads more than some entries of it. */
function untouchable<T extends object>(allowed: string[] = []): T {
  const refuse = (): never => {
    throw new Error("looked at everything");
  };
  return new Proxy({} as T, {
    get: (_, key) => (allowed.includes(String(key)) ? undefined : refuse()),
    ownKeys: refuse,
  });
}
