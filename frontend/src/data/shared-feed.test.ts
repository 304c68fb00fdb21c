import { beforeEach, describe, expect, it } from "vitest";
import { failure, FakeConnection, settle } from "../testing/fake-hass";
import type { CampusError } from "./connection";
import { SharedFeed } from "./shared-feed";

describe("a subscription that cards share", () => {
  let connection: FakeConnection;
  const heard: Record<string, unknown[]> = {};
  const failed: CampusError[] = [];

  beforeEach(() => {
    connection = new FakeConnection();
    failed.length = 0;
    for (const name of Object.keys(heard)) heard[name] = [];
  });

  const feed = (name: string, limit = 50): SharedFeed<unknown> => {
    heard[name] = [];
    return new SharedFeed<unknown>(
      connection,
      { type: "lists", limit },
      (event) => heard[name]?.push(event),
      (error) => failed.push(error),
    );
  };

  it("asks the server once, and tells who comes later the newest", async () => {
    const [first, second] = [feed("first"), feed("second")];
    first.open();
    await settle();
    connection.emit("lists", 1);
    second.open();
    connection.emit("lists", 2);
    expect([connection.asked.length, heard.first, heard.second]).toEqual([1, [1, 2], [1, 2]]);
    first.close();
    second.close();
  });

  it("ends when the last one goes, and not before", async () => {
    const [first, second] = [feed("first"), feed("second")];
    first.open();
    second.open();
    await settle();
    first.close();
    first.close();
    connection.emit("lists", 1);
    expect([connection.open.length, heard.first, heard.second]).toEqual([1, [], [1]]);
    second.close();
    expect(connection.open).toHaveLength(0);
  });

  it("begins anew afterwards, without what it knew", async () => {
    const [first, second] = [feed("first"), feed("second")];
    first.open();
    await settle();
    connection.emit("lists", 1);
    first.close();
    second.open();
    await settle();
    expect([connection.asked.length, heard.second]).toEqual([2, []]);
    second.close();
  });

  it("keeps different questions apart", async () => {
    const [few, many] = [feed("few"), feed("many", 200)];
    few.open();
    many.open();
    await settle();
    expect(connection.asked.map(({ limit }) => limit)).toEqual([50, 200]);
    few.close();
    many.close();
  });

  it("tells everybody what went wrong", async () => {
    connection.answers.lists = failure("unauthorized");
    const [first, second] = [feed("first"), feed("second")];
    first.open();
    second.open();
    await settle();
    expect(failed.map(({ code }) => code)).toEqual(["unauthorized", "unauthorized"]);
    connection.answers.lists = 7;
    first.close();
    first.open();
    await settle();
    expect([heard.first, heard.second]).toEqual([[7], [7]]);
    first.close();
    second.close();
  });
});
