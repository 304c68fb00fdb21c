import { describe, expect, it } from "vitest";
import { alertRow } from "../../testing/campus";
import { AlertBook } from "./book";

const ids = (book: AlertBook): string[] => book.sorted().map((alert) => alert.alert_id);

describe("the book of alerts", () => {
  it("lists the worst first, then the newest", () => {
    const book = new AlertBook();
    book.begin({
      total: 4,
      alerts: [
        alertRow("old-notice", { severity: "notice", raised_at: "2026-11-20T08:00:00+08:00" }),
        alertRow("old-urgent", { severity: "urgent", raised_at: "2026-11-20T08:00:00+08:00" }),
        alertRow("safety", { severity: "safety", raised_at: "2026-11-20T07:00:00+08:00" }),
        alertRow("new-urgent", { severity: "urgent", raised_at: "2026-11-20T01:00:00+00:00" }),
      ],
    });
    expect(ids(book)).toEqual(["safety", "new-urgent", "old-urgent", "old-notice"]);
  });

  it("counts what was raised and what is over, shown here or not", () => {
    const book = new AlertBook();
    book.begin({ total: 3, alerts: [alertRow("a")] });
    book.take({ happening: "raised", alert: alertRow("b") });
    book.take({ happening: "resolved", alert: alertRow("elsewhere", { state: "resolved" }) });
    book.take({ happening: "resolved", alert: alertRow("a", { state: "resolved" }) });
    expect([ids(book), book.total, book.hasMore]).toEqual([["b"], 2, true]);
  });

  it("does not count a note to an alert that is over", () => {
    const book = new AlertBook();
    book.begin({ total: 1, alerts: [alertRow("a")] });
    book.take({ happening: "noted", alert: alertRow("over", { state: "resolved" }) });
    expect([ids(book), book.total]).toEqual([["a"], 1]);
  });

  it("asks for the next page where the last one ended, whatever was heard of in between", () => {
    const book = new AlertBook();
    book.begin({ total: 5, alerts: [alertRow("a"), alertRow("b")] });
    book.take({ happening: "escalated", alert: alertRow("d") });
    expect([book.size, book.offset]).toEqual([3, 2]);
    book.extend({ total: 5, alerts: [alertRow("c"), alertRow("d")] });
    expect([book.size, book.offset, book.hasMore]).toEqual([4, 4, true]);
    book.take({ happening: "resolved", alert: alertRow("a", { state: "resolved" }) });
    expect(book.offset).toBe(3);
  });

  it("forgets what the server no longer has when it begins anew", () => {
    const book = new AlertBook();
    book.begin({ total: 2, alerts: [alertRow("a"), alertRow("b")] });
    book.begin({ total: 1, alerts: [alertRow("b")] });
    expect([ids(book), book.hasMore]).toEqual([["b"], false]);
  });
});
