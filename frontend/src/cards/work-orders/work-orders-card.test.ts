import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WorkOrder } from "../../data/work-orders";
import { HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import type { OrderDetails } from "./order-details";
import { WorkOrdersCard } from "./work-orders-card";

const FEED = "smart_campus/work_orders/subscribe";

function order(id: string, given: Partial<WorkOrder> = {}): WorkOrder {
  return {
    order_id: id, site: "s1", site_title: "North", title: `Order ${id}`, description: "", asset_number: null,
    area_id: "a301", room: "A301", raised_by: "Li", raised_via: "person", state: "open", assigned_to: null,
    priority: "normal", photos: [], notes: [], raised_at: new Date().toISOString(), due_at: null, is_overdue: false,
    done_at: null, done_by: null, done_note: "", ...given,
  }; // prettier-ignore
}

describe("work orders", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: WorkOrdersCard;
  let sent: FormData[];

  beforeEach(() => {
    sent = [];
    connection = new FakeConnection();
    const rooms = [{ room: "r1", name: "A301", area_id: "a301", floor_id: null }];
    connection.answers["smart_campus/dashboard/campus"] = { sites: [{ site: "s1", title: "North", rooms }] };
    connection.answers[FEED] = {
      total: 2,
      orders: [
        order("1", { priority: "urgent", is_overdue: true }),
        order("2", { state: "assigned", assigned_to: "Han" }),
      ],
    };
    for (const what of ["create", "assign", "finish", "cancel", "note", "photo"]) {
      connection.answers[`smart_campus/work_orders/${what}`] = { order: order("9") };
    }
    hass = makeHass(connection, {
      fetchWithAuth: (_, init) => {
        sent.push(init?.body as FormData);
        return Promise.resolve(new Response(JSON.stringify({ file_id: `f${sent.length}` })));
      },
    });
    card = new WorkOrdersCard();
  });
  afterEach(() => card.remove());

  const show = async (config: object = {}): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-work-orders-card", ...config });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const text = (selector: string, from: ParentNode = root()): string[] =>
    [...from.querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
  const press = async (name: string, from: ParentNode = root()): Promise<void> => {
    [...from.querySelectorAll("button")].find((each) => each.textContent.replace(/\s+/g, " ").trim() === name)!.click();
    await settle(card);
  };
  const submit = async (form: Element): Promise<void> => {
    form.dispatchEvent(new Event("submit", { cancelable: true }));
    for (let turn = 0; turn < 5; turn += 1) {
      await new Promise((resolve) => setTimeout(resolve));
    }
    await settle(card);
  };
  const asked = (what: string): object[] =>
    connection.asked.filter(({ type }) => type === `smart_campus/work_orders/${what}`);
  const details = (): ShadowRoot => root().querySelector<OrderDetails>("smart-campus-order-details")!.shadowRoot!;
  const photos = (from: ParentNode, ...names: string[]): void => {
    const field = from.querySelector<HTMLInputElement>("input[type=file]")!;
    const files = names.map((name) => new File(["x"], name, { type: "image/jpeg" }));
    Object.defineProperty(field, "files", { value: files, configurable: true });
    field.dispatchEvent(new Event("change"));
  };

  it("shows what is to be done, how urgent it is and who does it", async () => {
    await show();
    expect(connection.open[0]?.message).toMatchObject({ state: ["open", "assigned"], offset: 0 });
    expect(text("tbody th")).toEqual(["Order 1", "Order 2"]);
    expect(text("tbody .mark")).toEqual(["Open", "Urgent", "Overdue", "Assigned"]);
    expect(text("tbody tr:last-child td").slice(1, 3)).toEqual(["A301", "Han"]);
  });

  it("shows another state when that is pressed", async () => {
    await show({ site: "s1" });
    await press("Done");
    expect(connection.open.map(({ message }) => [message.state, message.site])).toEqual([[["done"], "s1"]]);
  });

  it("raises an order in the only site, and sends its photos", async () => {
    await show();
    await press("New work order");
    const form = root().querySelector("form")!;
    form.querySelector<HTMLInputElement>("[name=title]")!.value = "  Lamp broken ";
    photos(form, "a.jpg", "b.jpg");
    await settle(card);
    await submit(form);
    expect(asked("create")).toEqual([
      {
        type: "smart_campus/work_orders/create",
        site: "s1",
        title: "Lamp broken",
        priority: expect.any(String) as string,
      },
    ]);
    expect(asked("photo").map((each) => (each as { file_id: string }).file_id)).toEqual(["f1", "f2"]);
    expect(sent.map((body) => (body.get("file") as File).name)).toEqual(["a.jpg", "b.jpg"]);
    expect(root().querySelector("smart-campus-dialog")).toBeNull();
  });

  it("does not raise an order twice when a photo could not be sent at first", async () => {
    await show();
    await press("New work order");
    const form = root().querySelector("form")!;
    form.querySelector<HTMLInputElement>("[name=title]")!.value = "Lamp broken";
    photos(form, "a.jpg");
    hass.fetchWithAuth = () => Promise.resolve(new Response("", { status: 413 }));
    await submit(form);
    expect(text("[role=alert]")[0]).toBe("The file is too large. Choose a smaller one.");
    hass.fetchWithAuth = () => Promise.resolve(new Response(JSON.stringify({ file_id: "f" })));
    await submit(form);
    expect(asked("create")).toHaveLength(1);
    expect(asked("photo")).toHaveLength(1);
  });

  it("takes a photo with the camera of a phone", async () => {
    await show();
    await press("New work order");
    const field = root().querySelector("input[type=file]")!;
    expect([field.getAttribute("accept"), field.getAttribute("capture")]).toEqual(["image/*", "environment"]);
  });

  it.each([
    ["Assign", "[name=assigned_to]", "Han", "assign", { assigned_to: "Han" }],
    ["Done", "[name=note]", "new lamp", "finish", { note: "new lamp" }],
    ["Cancel the order", "[name=note]", "", "cancel", { note: "" }],
    ["Add a note", "[name=note]", "waiting", "note", { note: "waiting" }],
  ])("does what is asked for: %s", async (name, field, typed, what, fields) => {
    await show();
    await press("Order 1");
    await press(name, details());
    await settle(card);
    details().querySelector<HTMLInputElement>(field)!.value = typed;
    await submit(details().querySelector("form")!);
    expect(asked(what)).toEqual([{ type: `smart_campus/work_orders/${what}`, order_id: "1", ...fields }]);
  });

  it("says why something is not done", async () => {
    connection.answers["smart_campus/work_orders/finish"] = failure("unauthorized");
    await show();
    await press("Order 1");
    await press("Done", details());
    await settle(card);
    await submit(details().querySelector("form")!);
    expect(text("[role=alert]", details())[0]).toContain("not allowed");
  });

  it("follows an open order as it changes", async () => {
    await show();
    await press("Order 1");
    const done = {
      state: "done",
      done_at: "2026-11-26T08:00:00+08:00",
      done_by: "Han",
      done_note: "new lamp",
    } as const;
    connection.emit(FEED, { total: 1, orders: [order("1", done)] });
    await settle(card);
    await settle(card);
    expect(text("p", details()).some((each) => each.startsWith("Done by Han") && each.endsWith("new lamp"))).toBe(true);
    expect(text("button", details())).toEqual([]);
  });

  it("shows hostile and endless texts as text, cut", async () => {
    const texts = { title: HOSTILE.markup, description: HOSTILE.long, room: HOSTILE.markup, assigned_to: HOSTILE.long };
    const notes = [{ at: "2026-11-26T08:00:00+08:00", by: HOSTILE.markup, text: HOSTILE.markup }];
    connection.answers[FEED] = { total: 1, orders: [order("1", { ...texts, notes, raised_by: HOSTILE.markup })] };
    await show();
    await press(HOSTILE.markup);
    expect(root().querySelector("img, b")).toBeNull();
    expect(details().querySelector("img, b")).toBeNull();
    expect(details().textContent.length).toBeLessThan(4000);
  });
});
