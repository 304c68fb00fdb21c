import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Finding, InspectionReport } from "../../data/inspection";
import { HOSTILE } from "../../testing/campus";
import { FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import { InspectionCard } from "./inspection-card";

const FEED = "smart_campus/inspection/subscribe";

function finding(given: Partial<Finding> = {}): Finding {
  return {
    level: "critical",
    kind: "switch",
    name: "Switch A3",
    port: "",
    check: "reachable",
    finding: "does not answer",
    recurrence: "new",
    since: null,
    affects: [],
    ...given,
  };
}

function report(
  findings: Finding[],
  given: Partial<InspectionReport> = {},
): { inspection: InspectionReport; is_available: true } {
  const critical = findings.filter(({ level }) => level === "critical").length;
  return {
    inspection: {
      report_id: "a".repeat(32),
      at: "2026-11-26T07:00:00+08:00",
      counts: { checked: 12, critical, warning: findings.length - critical, not_checked: 1 },
      findings,
      not_checked: [],
      signed_by: null,
      signed_at: null,
      remark: null,
      ...given,
    },
    is_available: true,
  };
}

describe("the card of the inspection", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: InspectionCard;
  const callService = vi.fn<Hass["callService"]>();

  beforeEach(() => {
    callService.mockReset().mockResolvedValue(undefined);
    connection = new FakeConnection();
    connection.answers[FEED] = report([finding(), finding({ level: "warning", port: "Gi0/5", name: "Switch B1" })]);
    hass = makeHass(connection, { callService });
    card = new InspectionCard();
  });
  afterEach(() => card.remove());

  const show = async (): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-inspection-card", site: "s1" });
    card.hass = hass;
    document.body.append(card);
    await settle(card);
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const text = (selector: string): string[] =>
    [...root().querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
  const press = async (name: string, inside = ""): Promise<void> => {
    const found = [...root().querySelectorAll<HTMLButtonElement>(`${inside} button`)].find(
      (each) => each.textContent.trim() === name,
    );
    found!.click();
    await settle(card);
  };

  it("shows what was found, the worst first, with a word beside each colour", async () => {
    await show();
    expect(text(".numbers .mark")).toEqual(["1 critical", "1 warning", "1 not checked"]);
    expect(text("li strong")).toEqual(["Switch A3", "Switch B1 Gi0/5"]);
    expect(text("li .sr-only")).toEqual(["critical", "warning"]);
  });

  it("asks for sentences in the language of the user, anew when that changes", async () => {
    await show();
    expect(connection.open.map(({ message }) => message.language)).toEqual(["en"]);
    card.hass = { ...hass, locale: { language: "zh-Hans" } };
    await settle(card);
    expect(connection.open.map(({ message }) => message.language)).toEqual(["zh-Hans"]);
  });

  it("says that nothing was found, that there is no inspection, that none can be read", async () => {
    connection.answers[FEED] = report([]);
    await show();
    expect(text(".numbers .mark")[0]).toBe("Nothing to be looked after");
    connection.emit(FEED, { inspection: null, is_available: true });
    await settle(card);
    expect(text(".content p.secondary")[0]).toContain("not inspected yet");
    connection.emit(FEED, { inspection: null, is_available: false });
    await settle(card);
    expect(text(".content p.secondary")[0]).toContain("database is not available");
  });

  it("shows the first findings, and all when asked", async () => {
    connection.answers[FEED] = report(Array.from({ length: 30 }, (_, index) => finding({ name: `S${index}` })));
    await show();
    expect(text("li")).toHaveLength(8);
    await press("22 more");
    expect(text("li")).toHaveLength(30);
  });

  it("inspects when asked, once at a time", async () => {
    let end: () => void = () => undefined;
    callService.mockReturnValue(new Promise((resolve) => (end = () => resolve(undefined))));
    await show();
    await press("Inspect now");
    await press("Inspecting …");
    expect(callService.mock.calls.map((call) => call.slice(0, 3))).toEqual([
      ["smart_campus", "run_network_inspection", { site: "s1" }],
    ]);
    end();
    await settle(card);
    expect(text("button")).toContain("Inspect now");
  });

  it("signs with a remark, and closes the form", async () => {
    await show();
    await press("Sign off");
    root().querySelector("textarea")!.value = " seen ";
    await press("Sign off", "smart-campus-dialog");
    expect(callService.mock.calls[0]?.slice(0, 3)).toEqual([
      "smart_campus",
      "sign_network_inspection",
      { report_id: "a".repeat(32), remark: "seen" },
    ]);
    expect(root().querySelector("smart-campus-dialog")).toBeNull();
  });

  it("keeps the form open with the reason when it cannot be signed", async () => {
    callService.mockRejectedValue(new Error("signed by Han already"));
    await show();
    await press("Sign off");
    await press("Sign off", "smart-campus-dialog");
    expect(text("smart-campus-dialog [role=alert]")[0]).toContain("signed by Han already");
  });

  it("shows who signed, and offers it to nobody else", async () => {
    const signed = { signed_by: HOSTILE.markup, signed_at: "2026-11-26T08:00:00+08:00", remark: HOSTILE.markup };
    connection.answers[FEED] = report([], signed);
    await show();
    expect(text(".signature")[0]).toContain(`Signed off by ${HOSTILE.markup}`);
    expect(text("button")).not.toContain("Sign off");
    expect(root().querySelector("img")).toBeNull();
  });

  it("opens the report by a link made for now", async () => {
    connection.answers["smart_campus/dashboard/report"] = { url: "/api/report?authSig=x" };
    const clicked = vi.spyOn(HTMLAnchorElement.prototype, "click").mockImplementation(() => undefined);
    await show();
    await press("Open the report");
    expect(connection.asked.at(-1)).toMatchObject({ kind: "inspection", report_id: "a".repeat(32), site: "s1" });
    expect(clicked).toHaveBeenCalledOnce();
  });

  it("shows hostile and endless texts as text, cut", async () => {
    const texts = { name: HOSTILE.markup, port: HOSTILE.long, finding: HOSTILE.markup, affects: [HOSTILE.long] };
    connection.answers[FEED] = report([finding(texts)]);
    await show();
    expect(root().querySelector("img, b")).toBeNull();
    expect(root().textContent.length).toBeLessThan(2000);
  });
});
