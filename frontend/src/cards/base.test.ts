import { html, type TemplateResult } from "lit";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { define } from "../define";
import { failure, FakeConnection, makeHass, settle } from "../testing/fake-hass";
import type { Hass } from "../types/hass";
import type { CardConfig } from "../types/lovelace";
import { CampusCard } from "./base";
import type { ErrorCard } from "./error-card";

interface NameConfig extends CardConfig {
  site: string;
}

class NameCard extends CampusCard<NameConfig> {
  name = "";
  drawn = 0;

  protected override checkConfig(config: NameConfig): NameConfig {
    if (!config.site) throw new Error("site is missing");
    return config;
  }

  protected override configured(config: NameConfig): void {
    this.watched = ["sensor.shown"];
    this.subscribe<{ name: string }>("name", { type: "test/name", site: config.site }, (event) => {
      this.name = event.name;
      this.requestUpdate();
    });
  }

  protected override renderCard(): TemplateResult {
    this.drawn += 1;
    return html`<p>${this.name}</p>`;
  }
}
define("test-name-card", NameCard);

describe("a card", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: NameCard;

  beforeEach(() => {
    vi.useFakeTimers();
    connection = new FakeConnection();
    connection.answers["test/name"] = { name: "North" };
    hass = makeHass(connection);
    card = new NameCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const show = async (config: Partial<NameConfig> = { site: "s1" }): Promise<void> => {
    card.setConfig({ type: "custom:test-name-card", ...config } as NameConfig);
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const text = (): string => card.shadowRoot?.querySelector("p")?.textContent ?? "";
  const errorCard = (): ErrorCard | null => card.shadowRoot?.querySelector("smart-campus-error-card") ?? null;

  it("shows what the server sends, as text", async () => {
    connection.answers["test/name"] = { name: "<img src=x onerror=alert(1)>" };
    await show();
    expect(text()).toBe("<img src=x onerror=alert(1)>");
    expect(card.shadowRoot?.querySelector("img")).toBeNull();
  });

  it("says what is wrong with its configuration instead of throwing", async () => {
    await show({});
    expect(errorCard()?.config?.message).toBe("The card is not set up right: site is missing");
  });

  it("stops listening when it leaves the page, and listens again when it comes back", async () => {
    await show();
    card.remove();
    expect(connection.open).toHaveLength(0);
    document.body.append(card);
    await settle(card);
    expect(connection.open).toHaveLength(1);
  });

  it("listens again after the line was interrupted", async () => {
    await show();
    connection.reconnect();
    await settle(card);
    connection.emit("test/name", { name: "South" });
    await settle(card);
    expect(text()).toBe("South");
    expect(connection.open).toHaveLength(1);
  });

  it("listens to the new site alone when its configuration changes", async () => {
    await show();
    await show({ site: "s2" });
    expect(connection.open.map(({ message }) => message.site)).toEqual(["s2"]);
  });

  it("shows an error in the user's language and recovers by itself once the site is set up", async () => {
    hass.locale = { language: "zh-Hans" };
    connection.answers["test/name"] = failure("not_found", "no such site");
    await show();
    expect(errorCard()?.config?.message).toBe("此内容已不存在，请返回后重新打开。");
    connection.answers["test/name"] = { name: "North" };
    await vi.advanceTimersByTimeAsync(1000);
    await settle(card);
    expect(errorCard()).toBeNull();
    expect(text()).toBe("North");
  });

  it("does not ask again by itself for what is not allowed, but when the user does", async () => {
    connection.answers["test/name"] = failure("unauthorized", "Unauthorized");
    await show();
    await vi.advanceTimersByTimeAsync(120_000);
    expect(connection.asked).toHaveLength(1);
    errorCard()!.shadowRoot!.querySelector("button")!.click();
    await settle(card);
    expect(connection.asked).toHaveLength(2);
  });

  it("shows the server's own sentence when the error has one", async () => {
    hass.localize = (key, values) =>
      key === "component.smart_campus.exceptions.no_site.message" ? `No ${values?.name ?? ""}` : "";
    connection.answers["test/name"] = failure("unauthorized", "x", {
      translation_domain: "smart_campus",
      translation_key: "no_site",
      translation_placeholders: { name: "West" },
    });
    await show();
    await settle(card);
    expect(errorCard()?.config?.message).toBe("No West");
  });

  it("is drawn anew for its own entities only", async () => {
    await show();
    const before = card.drawn;
    card.hass = { ...hass, states: { "sensor.other": { entity_id: "sensor.other", state: "1", attributes: {} } } };
    await settle(card);
    expect(card.drawn).toBe(before);
    card.hass = { ...hass, states: { "sensor.shown": { entity_id: "sensor.shown", state: "1", attributes: {} } } };
    await settle(card);
    expect(card.drawn).toBe(before + 1);
  });
});
