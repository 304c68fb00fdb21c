import { afterEach, describe, expect, it } from "vitest";
import { failure, FakeConnection, makeHass, settle } from "../testing/fake-hass";
import { AfterHoursCard } from "./after-hours-card";

const room = (name: string, today: number | null, week: number | null) => ({
  room: name,
  name,
  power: null,
  energy: null,
  after_hours_today: today,
  after_hours_week: week,
});

describe("use after hours", () => {
  let card: AfterHoursCard;
  afterEach(() => card.remove());

  async function show(answer: unknown): Promise<FakeConnection> {
    const connection = new FakeConnection();
    connection.answers["smart_campus/dashboard/energy"] = answer;
    card = new AfterHoursCard();
    card.setConfig({ type: "custom:smart-campus-after-hours-card", site: "s1" });
    card.hass = makeHass(connection);
    document.body.append(card);
    await settle(card);
    return connection;
  }
  const rows = () =>
    [...card.shadowRoot!.querySelectorAll("tbody tr")].map((row) =>
      [...row.querySelectorAll("th, td")].map((cell) => cell.textContent.trim()),
    );

  it("names the room that used most this week first, and none that used nothing", async () => {
    await show({
      total: { power: null, energy: null },
      groups: [
        {
          floor_id: "1",
          name: "1F",
          rooms: [room("101", 0.2, 1.25), room("102", null, null), room("<b>103</b>", 0, 0)],
        },
        { floor_id: "2", name: "2F", rooms: [room("<b>201</b>", null, 12)] },
      ],
    });
    expect(rows()).toEqual([
      ["<b>201</b>", "–", "12 kWh"],
      ["101", "0.2 kWh", "1.3 kWh"],
    ]);
  });

  it("asks once when it is shown", async () => {
    const connection = await show({ total: { power: null, energy: null }, groups: [] });
    expect(connection.asked).toHaveLength(1);
  });

  it("can be tried again after an error", async () => {
    const connection = await show(failure("unauthorized"));
    connection.answers["smart_campus/dashboard/energy"] = {
      total: { power: null, energy: null },
      groups: [{ floor_id: null, name: "", rooms: [room("101", 1, 2)] }],
    };
    card.shadowRoot!.querySelector("smart-campus-error-card")!.shadowRoot!.querySelector("button")!.click();
    await settle(card);
    expect(rows()).toEqual([["101", "1 kWh", "2 kWh"]]);
  });
});
