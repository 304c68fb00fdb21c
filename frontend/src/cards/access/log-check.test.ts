import { afterEach, describe, expect, it, vi } from "vitest";
import type { LogCheck } from "../../data/access";
import { FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import { LogCheckButton } from "./log-check";

describe("check of the access log", () => {
  const element = new LogCheckButton();
  afterEach(() => element.remove());

  const check = async (response: LogCheck | Error): Promise<string> => {
    const callService = vi.fn(() =>
      response instanceof Error ? Promise.reject(response) : Promise.resolve({ response }),
    );
    element.hass = makeHass(new FakeConnection(), { callService });
    document.body.append(element);
    await settle(element);
    element.shadowRoot!.querySelector("button")!.click();
    await settle(element);
    expect(callService).toHaveBeenCalledWith("smart_campus", "verify_access_log", {}, undefined, false, true);
    return element.shadowRoot!.textContent.replace(/\s+/g, " ").trim();
  };

  it("says that nothing was touched", async () => {
    const text = await check({ intact: true, rows: 1234, removed_by_rule: 56, faults: [] });
    expect(text).toContain("Intact: 1,234 rows, none changed or missing");
    expect(text).toContain("56 rows were removed by rule");
  });

  it("names the rows that were touched", async () => {
    const faults = [
      { fault: "changed", row: 7 },
      { fault: "truncated", row: 9 },
    ] as const;
    const text = await check({ intact: false, rows: 9, removed_by_rule: 0, faults: [...faults] });
    expect(text).toContain("2 faults in 9 rows");
    expect(text).toContain("Row 7: not what was written");
    expect(text).toContain("Row 9: the end of the log is gone");
    expect(text).not.toContain("Intact");
  });

  it("says why it could not be checked", async () => {
    expect(await check(new Error("the database is away"))).toContain("the database is away");
  });
});
