import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CheckedImport } from "../../data/equipment-import";
import { HOSTILE } from "../../testing/campus";
import { failure, FakeConnection, makeHass, settle } from "../../testing/fake-hass";
import type { Hass } from "../../types/hass";
import type { ImportCheckResult } from "./check-result";
import { EquipmentImportCard } from "./equipment-import-card";

const CHECK = "smart_campus/equipment/import/check";
const PAGE = "smart_campus/equipment/import/page";
const APPLY = "smart_campus/equipment/import/apply";
const IMPORTS = "smart_campus/equipment/imports";

function checked(given: Partial<CheckedImport> = {}): CheckedImport {
  return {
    import_id: "i1",
    counts: { new: 1, changed: 1, unchanged: 3, orphaned: 2, errors: 1 },
    errors: [{ row: 4, column: "Purchase date", code: "cell_no_date", text: "“yesterday” is no date." }],
    changes: [
      { row: 2, asset_number: "P-1", asset_id: "", is_new: true, change: { name: [null, "Projector"] } },
      {
        row: 3,
        asset_number: "P-2",
        asset_id: "x",
        is_new: false,
        change: { keeper: ["Li", "Han"], state: ["in_use", "in_repair"] },
      },
    ],
    forecast: { entities: 120, limit: 10_000, fits: true, requests_per_s: 1.5, by_kind: { projector: { devices: 3 } } },
    ...given,
  };
}

describe("the import of equipment", () => {
  let connection: FakeConnection;
  let hass: Hass;
  let card: EquipmentImportCard;
  let uploads: number;

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    uploads = 0;
    connection = new FakeConnection();
    connection.answers[CHECK] = checked();
    connection.answers[IMPORTS] = { imports: [], running: null };
    hass = makeHass(connection, {
      fetchWithAuth: () => Promise.resolve(new Response(JSON.stringify({ file_id: `f${(uploads += 1)}` }))),
    });
    card = new EquipmentImportCard();
  });
  afterEach(() => {
    card.remove();
    vi.useRealTimers();
  });

  const settled = async (): Promise<void> => {
    for (let turn = 0; turn < 6; turn += 1) {
      await vi.advanceTimersByTimeAsync(0);
      await settle(card);
    }
  };
  const show = async (): Promise<void> => {
    card.setConfig({ type: "custom:smart-campus-equipment-import-card", site: "s1" });
    card.hass = hass;
    document.body.append(card);
    await settled();
  };
  const root = (): ShadowRoot => card.shadowRoot!;
  const result = (): ShadowRoot =>
    root().querySelector<ImportCheckResult>("smart-campus-import-check-result")!.shadowRoot!;
  const text = (selector: string, from: ParentNode = root()): string[] =>
    [...from.querySelectorAll(selector)].map((each) => each.textContent.replace(/\s+/g, " ").trim());
  const choose = async (name = "ledger.xlsx"): Promise<void> => {
    const field = root().querySelector<HTMLInputElement>("input[type=file]")!;
    Object.defineProperty(field, "files", { value: [new File(["x"], name)], configurable: true });
    field.dispatchEvent(new Event("change"));
    await settled();
  };
  const press = async (name: string, from: ParentNode = root()): Promise<void> => {
    [...from.querySelectorAll("button")].find((each) => each.textContent.replace(/\s+/g, " ").trim() === name)!.click();
    await settled();
  };
  const asked = (type: string): object[] => connection.asked.filter((each) => each.type === type);

  it("looks at a file first: numbers, errors by row and column, changes from old to new, what it adds", async () => {
    await show();
    await choose();
    expect(asked(CHECK)).toEqual([{ type: CHECK, site: "s1", file_id: "f1", orphans: "keep", language: "en" }]);
    expect(text(".mark", result()).slice(0, 5)).toEqual([
      "1 new",
      "1 changed",
      "3 unchanged",
      "2 not in the table",
      "1 error",
    ]);
    expect(result().textContent).toContain("120 entities, 1.5 requests a second.");
    expect(result().textContent).toContain("Projector: 3");
    const [errors, changes] = [...result().querySelectorAll("table")];
    expect(text("tbody tr > *", errors)).toEqual(["Row 4", "Purchase date", "“yesterday” is no date."]);
    expect(text("tbody tr:last-child td:last-child div", changes)).toEqual([
      "Keeper: before: Li → Han",
      "State: before: In use → In repair",
    ]);
    expect(asked(APPLY)).toEqual([]);
    expect(text("button")).toContain("Import 2 rows without error");
  });

  it("looks anew, at the same file, when what is not in it shall be retired", async () => {
    await show();
    await choose();
    const select = root().querySelector("select")!;
    select.value = "retire";
    select.dispatchEvent(new Event("change"));
    await settled();
    expect(asked(CHECK).at(-1)).toMatchObject({ file_id: "f2", orphans: "retire" });
    expect(text("button")).toContain("Import 4 rows without error");
  });

  it("reads further pages of errors and changes", async () => {
    const counts = { new: 0, changed: 300, unchanged: 0, orphaned: 0, errors: 60 };
    connection.answers[CHECK] = checked({ counts });
    connection.answers[PAGE] = { total: 60, errors: [{ row: 40, column: null, code: "x", text: "page two" }] };
    await show();
    await choose();
    result().querySelectorAll<HTMLButtonElement>(".pager button")[1]!.click();
    await settled();
    expect(asked(PAGE)).toEqual([
      { type: PAGE, import_id: "i1", what: "errors", offset: 25, limit: 25, language: "en" },
    ]);
    expect(result().textContent).toContain("page two");
  });

  it("does not import what Home Assistant would not take", async () => {
    const forecast = { entities: 12_000, limit: 10_000, fits: false, requests_per_s: 90 };
    connection.answers[CHECK] = checked({ forecast });
    await show();
    await choose();
    expect(result().textContent).toContain("More than the 10,000 entities");
    expect(root().querySelector<HTMLButtonElement>("button.primary")!.disabled).toBe(true);
  });

  it("says why a file cannot be read", async () => {
    connection.answers[CHECK] = failure("service_validation_error", "This is no table.");
    await show();
    await choose("x.pdf");
    expect(text("[role=alert]")).toContain("The server could not answer: This is no table.");
  });

  it("shows how far it is, then what came of it", async () => {
    await show();
    await choose();
    await press("Import 2 rows without error");
    expect(connection.open.map(({ message }) => message)).toEqual([{ type: APPLY, import_id: "i1", language: "en" }]);
    connection.emit(APPLY, { done: 1, total: 2, phase: "writing" });
    await settled();
    expect(text("label")[0]).toBe("Writing the ledger 1 of 2");
    connection.emit(APPLY, {
      result: {
        new: 1,
        changed: 1,
        retired: 0,
        devices: 3,
        rooms: 0,
        areas: 0,
        floors: 0,
        failed: [{ row: 3, text: HOSTILE.markup }],
        was_interrupted: false,
      },
    });
    await settled();
    expect(text(".mark")).toEqual(["1 new", "1 changed", "3 devices", "1 row not done"]);
    expect(text("li")).toEqual([`Row 3: ${HOSTILE.markup}`]);
    expect(root().querySelector("img")).toBeNull();
  });

  it("says why it does not begin", async () => {
    connection.answers[APPLY] = failure("service_validation_error", "The ledger has changed since.");
    await show();
    await choose();
    await press("Import 2 rows without error");
    expect(text("[role=alert]")).toEqual(["The ledger has changed since."]);
    expect(asked(IMPORTS)).toHaveLength(1);
  });

  describe("when Home Assistant is started again in the middle", () => {
    const interrupt = async (): Promise<void> => {
      await show();
      await choose();
      await press("Import 2 rows without error");
      connection.emit(APPLY, { done: 1, total: 2, phase: "writing" });
      connection.answers[APPLY] = failure("service_validation_error", "unknown import");
      connection.reconnect();
      await settled();
    };

    it("says so, joins the import once it goes on, and shows its end", async () => {
      await interrupt();
      expect(text(".notice")[0]).toContain("started again");
      await vi.advanceTimersByTimeAsync(3000);
      connection.answers[IMPORTS] = {
        imports: [],
        running: { import_id: "i1", site: "s1", done: 1, total: 2, phase: "writing" },
      };
      connection.answers[APPLY] = undefined;
      await vi.advanceTimersByTimeAsync(3000);
      await settled();
      connection.emit(APPLY, { done: 2, total: 2, phase: "writing" });
      await settled();
      expect(text(".notice")).toEqual([]);
      connection.emit(APPLY, { result: { new: 2, failed: [], was_interrupted: true } });
      await settled();
      expect(text(".notice")[0]).toContain("was resumed and finished");
    });

    it("shows what came of it when it ended meanwhile", async () => {
      await interrupt();
      connection.answers[IMPORTS] = {
        imports: [{ import_id: "i1", site: "s1", state: "finished", was_interrupted: true, result: { changed: 2 } }],
        running: null,
      };
      await vi.advanceTimersByTimeAsync(3000);
      await settled();
      expect(text(".mark")).toEqual(["2 changed"]);
      expect(text(".notice")[0]).toContain("was resumed and finished");
    });
  });

  it("joins an import that somebody else began", async () => {
    connection.answers[IMPORTS] = {
      imports: [],
      running: { import_id: "i7", site: "s1", done: 5, total: 9, phase: "writing" },
    };
    connection.answers[APPLY] = { done: 5, total: 9, phase: "writing" };
    await show();
    expect(text("label")[0]).toBe("Writing the ledger 5 of 9");
  });

  it("shows hostile and endless texts as text, cut", async () => {
    connection.answers[CHECK] = checked({
      errors: [{ row: 1, column: HOSTILE.markup, code: "x", text: HOSTILE.long }],
      changes: [
        {
          row: 1,
          asset_number: HOSTILE.markup,
          asset_id: "",
          is_new: true,
          change: { [HOSTILE.markup]: [HOSTILE.markup, HOSTILE.long] },
        },
      ],
    });
    await show();
    await choose(`${HOSTILE.markup}.csv`);
    expect(result().querySelector("img, b")).toBeNull();
    expect(root().querySelector("img, b")).toBeNull();
    expect(result().textContent.length).toBeLessThan(3000);
  });
});
