import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { FakeConnection, failure, makeHass, settle } from "../testing/fake-hass";
import { call, Feed, toCampusError } from "./connection";

describe("toCampusError", () => {
  it.each([
    [
      { code: "not_found", message: "gone" },
      { code: "not_found", message: "gone" },
    ],
    [
      { code: 3, message: "Connection lost" },
      { code: "connection_lost", message: "Connection lost" },
    ],
    [3, { code: "connection_lost", message: "" }],
    ["odd", { code: "unknown", message: "odd" }],
  ])("reads %j", (thrown, expected) => {
    expect(toCampusError(thrown)).toEqual(expected);
  });

  it("keeps the translated sentence of what a call rejected with", async () => {
    const connection = new FakeConnection();
    const sentence = { translation_domain: "smart_campus", translation_key: "not_permitted" };
    connection.answers.x = failure("unauthorized", "no", sentence);
    const thrown: unknown = await call(makeHass(connection), { type: "x" }).catch((error: unknown) => error);
    expect(toCampusError(thrown)).toMatchObject({
      code: "unauthorized",
      domain: "smart_campus",
      key: "not_permitted",
    });
  });
});

describe("call", () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it("rejects with the server's code", async () => {
    const connection = new FakeConnection();
    connection.answers.x = failure("unauthorized", "no");
    await expect(call(makeHass(connection), { type: "x" })).rejects.toMatchObject({
      code: "unauthorized",
      message: "no",
    });
  });

  it("gives up after half a minute", async () => {
    const connection = new FakeConnection();
    connection.answers.x = () => new Promise(() => undefined);
    const asked = expect(call(makeHass(connection), { type: "x" })).rejects.toMatchObject({ code: "timeout" });
    await vi.advanceTimersByTimeAsync(30_000);
    await asked;
  });
});

describe("a feed", () => {
  it("that is closed before the server answers ends on the server too", async () => {
    const connection = new FakeConnection();
    const events: unknown[] = [];
    const feed = new Feed(
      connection,
      { type: "x" },
      (event) => events.push(event),
      () => undefined,
    );
    feed.open();
    feed.close();
    await settle();
    expect(connection.open).toHaveLength(0);
  });
});
