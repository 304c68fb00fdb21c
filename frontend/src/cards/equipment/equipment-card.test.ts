import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { HOSTILE } from "../../testing/campus";
import { makeAsset } from "../../testing/equipment";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass, Message } from "../../types/hass";
import type { Approvals } from "./approvals";
import type { AssetDetails } from "./asset-details";
import type { AssetForm } from "./asset-form";
import { EquipmentCard } from "./equipment-card";

const LIST = "smart_campus/equipment/list";
const GET = "smart_campus/equipment/get";
const SAVE = "smart_campus/equipment/save";
const APPROVALS = "smart_campus/approvals/subscribe";

function site(may_manage: boolean): object {
  const rooms = [{ room: "r1", name: "A301", area_id: "a301", floor_id: null }];
  return { site: "s1", title: "North", floors: [], rooms, switches: [], kinds: {}, may_control: true, may_manage };
}

describe("the equipment ledger", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: EquipmentCard;

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new FakeConnection();
    connection.answers[LIST] = {
      total: 2,
      assets: [makeAsset("P-1"), makeAsset("P-2", { state: "lent", keeper: "" })],
    };
    connection.answers["smart_campus/dashboard/campus"] = { sites: [site(true)], is_admin: true };
    connection.answers[APPROVALS] = { total: 0, approvals: [] };
    hass = makeHass(connection, { areas: { a301: { area_id: "a301", name: "A301" } } });
    card = new EquipmentCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (config: object = {}): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-equipment-card", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const text = (selector: string, from: ParentNode = root()): string[] =>
    [...from.querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
  const press = async (name: string, from: ParentNode = root()): Promise<void> => {
    const found = [...from.querySelectorAll("button")].find(
      (each) => each.textContent.replace(/\s+/g, " ").trim() === name,
    );
    found!.click();
    await settle(card);
    await settle(card);
  };
  const listed = (): Message => connection.asked.filter(({ type }) => type === LIST).at(-1)!;
  const details = (): AssetDetails & { shadowRoot: ShadowRoot } => root().querySelector("smart-campus-asset-details")!;

  it("shows each asset with its place, keeper and state", async () => {
    await show();
    expect(text("tbody tr:first-child > *")).toEqual([
      "P-1",
      "Projector P-1",
      "Projector",
      "Epson CB-X51",
      "Floor 3 · A301",
      "Li Lei",
      "In use",
      "",
      "",
    ]);
    expect(listed()).toEqual({ type: LIST, sort: "asset_number", offset: 0, limit: 50 });
  });

  it("asks for what is filtered, sorted and searched, from the first page", async () => {
    await show({ site: "s1" });
    const [state, kind, room, due] = root().querySelectorAll("select");
    for (const [select, value] of [
      [state, "lent"],
      [kind, "projector"],
      [room, "a301"],
      [due, "warranty"],
    ] as const) {
      select!.value = value;
      select!.dispatchEvent(new Event("change"));
    }
    await press("Keeper");
    const search = root().querySelector("input")!;
    search.value = "epson";
    search.dispatchEvent(new Event("input"));
    await vi.advanceTimersByTimeAsync(300);
    expect(listed()).toEqual({
      type: LIST,
      site: "s1",
      state: "lent",
      kind: "projector",
      area_id: "a301",
      due: "warranty",
      sort: "keeper",
      search: "epson",
      offset: 0,
      limit: 50,
    });
    await press("Keeper");
    expect(listed()).toMatchObject({ sort: "-keeper" });
    expect(text("th[aria-sort=descending]")).toEqual(["Keeper"]);
  });

  it("does not let a slow answer overwrite a newer one", async () => {
    await show();
    let answerSlowly: (value: unknown) => void = () => undefined;
    connection.answers[LIST] = () => new Promise((resolve) => (answerSlowly = resolve));
    await press("State");
    connection.answers[LIST] = { total: 1, assets: [makeAsset("NEW")] };
    await press("Kind");
    answerSlowly({ total: 1, assets: [makeAsset("OLD")] });
    await settle(card);
    expect(text("tbody td:first-child")).toEqual(["NEW"]);
  });

  it("opens an asset with its history, old to new", async () => {
    connection.answers[GET] = {
      asset: makeAsset("P-1", { differs: { model: "CB-X52" } }),
      history: [
        {
          at: "2026-11-25T10:00:00Z",
          by: "Li",
          source: "person",
          change: { state: ["in_use", "in_repair"], keeper: ["", "Li Lei"] },
          note: "lamp",
        },
        { at: "2026-11-24T10:00:00Z", by: "", source: "device", change: { told_model: [null, "CB-X52"] }, note: "" },
      ],
    };
    await show();
    await press("Projector P-1");
    expect(text("li div", details().shadowRoot)).toEqual([
      "State: In use → In repair",
      "Keeper: – → Li Lei",
      "lamp",
      "Model as the device says: – → CB-X52",
    ]);
    expect(text("dd .secondary", details().shadowRoot)).toEqual(["The device says: CB-X52"]);
  });

  it("saves only what was changed", async () => {
    connection.answers[GET] = { asset: makeAsset("P-1", { device_subentry_id: "d1" }), history: [] };
    connection.answers[SAVE] = { asset: makeAsset("P-1", { keeper: "Han" }) };
    await show();
    await press("Projector P-1");
    await press("Change", details().shadowRoot);
    const form = details().shadowRoot.querySelector<AssetForm>("smart-campus-asset-form")!.shadowRoot!;
    form.querySelector<HTMLInputElement>("[name=keeper]")!.value = " Han ";
    form.querySelector<HTMLInputElement>("[name=purchased_on]")!.value = "";
    form.querySelector<HTMLInputElement>("[name=change_note]")!.value = "handed over";
    form.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle(card);
    const saved = connection.asked.find(({ type }) => type === SAVE);
    expect(saved).toEqual({
      type: SAVE,
      asset: { asset_id: "id-P-1", keeper: "Han", purchased_on: null },
      note: "handed over",
    });
  });

  it("keeps what was typed and says why it was not saved", async () => {
    connection.answers[GET] = { asset: makeAsset("P-1"), history: [] };
    connection.answers[SAVE] = failure("unauthorized");
    await show();
    await press("Projector P-1");
    await press("Change", details().shadowRoot);
    const form = details().shadowRoot.querySelector<AssetForm>("smart-campus-asset-form")!.shadowRoot!;
    form.querySelector<HTMLInputElement>("[name=keeper]")!.value = "Han";
    form.querySelector("form")!.dispatchEvent(new Event("submit", { cancelable: true }));
    await settle(card);
    expect(text("[role=alert]", form)[0]).toContain("not allowed");
    expect(form.querySelector<HTMLInputElement>("[name=keeper]")!.value).toBe("Han");
  });

  it("asks for lending with a reason, and says that somebody else decides", async () => {
    connection.answers[GET] = { asset: makeAsset("P-1"), history: [] };
    connection.answers["smart_campus/approvals/request"] = {};
    await show();
    await press("Projector P-1");
    await press("Ask to lend it", details().shadowRoot);
    details().shadowRoot.querySelector("textarea")!.value = "for the exam";
    details().shadowRoot.querySelector<HTMLInputElement>("[name=until]")!.value = "2026-12-01";
    details()
      .shadowRoot.querySelector("form")!
      .dispatchEvent(new Event("submit", { cancelable: true }));
    await settle(card);
    expect(connection.asked.at(-1)).toEqual({
      type: "smart_campus/approvals/request",
      asset_number: "P-1",
      state: "lent",
      reason: "for the exam",
      until: "2026-12-01",
    });
    expect(text("[role=status]", details().shadowRoot)[0]).toContain("somebody else agrees");
  });

  it("offers nothing that changes the ledger to who may not manage the site", async () => {
    connection.answers["smart_campus/dashboard/campus"] = { sites: [site(false)], is_admin: false };
    connection.answers[GET] = { asset: makeAsset("P-1"), history: [] };
    await show();
    expect(text(".bar button")).toEqual(["Print"]);
    await press("Projector P-1");
    expect(text("button", details().shadowRoot)).toEqual([]);
  });

  it("hands over the ledger as a file by a link of this server only", async () => {
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    connection.answers["smart_campus/equipment/export"] = { url: "/api/export?authSig=1" };
    await show({ site: "s1" });
    await press("Export XLSX");
    expect(connection.asked.at(-1)).toEqual({
      type: "smart_campus/equipment/export",
      format: "xlsx",
      language: "en",
      site: "s1",
    });
    connection.answers["smart_campus/equipment/export"] = { url: "https://elsewhere.example" };
    await press("Export CSV");
    expect(clicked.mock.contexts.map((link) => (link as HTMLAnchorElement).getAttribute("href"))).toEqual([
      "/api/export?authSig=1",
    ]);
  });

  describe("shows requests that wait", () => {
    const approval = {
      approval_id: "q1", site: "s1", asset_number: "P-1", asset_name: HOSTILE.markup, wanted: "lent", state: "pending",
      reason: HOSTILE.long, until: "2026-12-01", requested_by: "Han", requested_by_id: "2",
      requested_at: "2026-11-26T08:00:00+08:00", may_decide: true,
    }; // prettier-ignore
    const part = (): ShadowRoot => root().querySelector<Approvals>("smart-campus-approvals")!.shadowRoot!;

    it("and sends what somebody decides, then reads the ledger anew", async () => {
      connection.answers[APPROVALS] = { total: 1, approvals: [approval] };
      connection.answers["smart_campus/approvals/decide"] = {};
      await show();
      await press("Refuse", part());
      part().querySelector("textarea")!.value = "needed here";
      await press("Refuse", part().querySelector("smart-campus-dialog")!);
      expect(connection.asked.find(({ type }) => type.endsWith("decide"))).toEqual({
        type: "smart_campus/approvals/decide",
        approval_id: "q1",
        approve: false,
        note: "needed here",
      });
      expect(connection.asked.at(-1)?.type).toBe(LIST);
      expect(part().querySelector("img")).toBeNull();
    });

    it("but not one's own to decide, and none to who may not see them", async () => {
      connection.answers[APPROVALS] = {
        total: 1,
        approvals: [{ ...approval, requested_by_id: "1", may_decide: false }],
      };
      await show();
      expect(text("button", part())).toEqual([]);
      expect(text("li", part())[0]).toContain("You asked for this");
      card.remove();
      connection.answers[APPROVALS] = failure("unauthorized");
      document.body.append(card);
      await settle(card);
      await settle(card);
      expect(part().querySelector("section")).toBeNull();
      expect(text("tbody tr")).toHaveLength(2);
    });
  });

  it("says that it is empty, or that nothing fits", async () => {
    connection.answers[LIST] = { total: 0, assets: [] };
    await show();
    expect(text(".none")[0]).toContain("ledger is empty");
    const [state] = root().querySelectorAll("select");
    state!.value = "lent";
    state!.dispatchEvent(new Event("change"));
    await settle(card);
    expect(text(".none")[0]).toContain("Nothing fits");
  });

  it("shows an error with a button to try again", async () => {
    connection.answers[LIST] = failure("home_assistant_error", "the database is away");
    await show();
    expect(root().querySelector("smart-campus-error-card")).not.toBeNull();
  });

  it("shows hostile and endless texts as text, cut", async () => {
    const texts = {
      name: HOSTILE.markup,
      asset_number: HOSTILE.rightToLeft,
      model: HOSTILE.long,
      keeper: HOSTILE.markup,
    };
    connection.answers[LIST] = { total: 1, assets: [makeAsset("1", { ...texts, area: HOSTILE.long })] };
    connection.answers[GET] = {
      asset: makeAsset("1", { ...texts, note: HOSTILE.long }),
      history: [
        {
          at: "x",
          by: HOSTILE.long,
          source: HOSTILE.markup,
          change: { [HOSTILE.markup]: [HOSTILE.markup, [1]] },
          note: HOSTILE.markup,
        },
      ],
    };
    await show();
    expect(root().querySelector("img, b")).toBeNull();
    expect(text("tbody")[0]!.length).toBeLessThan(800);
    await press(HOSTILE.markup);
    expect(details().shadowRoot.querySelector("img, b")).toBeNull();
  });
});
