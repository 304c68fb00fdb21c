import type { Alert, AlertNews, AlertPage } from "../../data/alerts";

/** Worst first. */
export const SEVERITIES = ["safety", "urgent", "warning", "notice"] as const;

/** The open alerts that are known here: pages of them, and the news since. */
export class AlertBook {
  /** Open alerts on the server, known here or not. */
  total = 0;
  private readonly known = new Map<string, Alert>();
  /** Heard of by news alone: no page brought them, so they do not count where the next page begins. */
  private readonly strays = new Set<string>();

  /** Where the next page begins. */
  get offset(): number {
    return this.known.size - this.strays.size;
  }

  get size(): number {
    return this.known.size;
  }

  get hasMore(): boolean {
    return this.known.size < this.total;
  }

  get(id: string): Alert | undefined {
    return this.known.get(id);
  }

  /** The first page: whatever was known before is forgotten. */
  begin(page: AlertPage): void {
    this.known.clear();
    this.strays.clear();
    this.extend(page);
  }

  /** The page that begins at `offset`. */
  extend(page: AlertPage): void {
    this.total = page.total;
    for (const alert of page.alerts) {
      this.known.set(alert.alert_id, alert);
      this.strays.delete(alert.alert_id);
    }
  }

  take(news: AlertNews): void {
    const { happening, alert } = news;
    const isKnown = this.known.has(alert.alert_id);
    if (alert.state === "resolved") {
      if (happening === "resolved" || isKnown) {
        this.total = Math.max(0, this.total - 1);
      }
      this.known.delete(alert.alert_id);
      this.strays.delete(alert.alert_id);
      return;
    }
    if (!isKnown) {
      if (happening === "raised") {
        this.total += 1;
      } else {
        this.strays.add(alert.alert_id);
      }
    }
    this.known.set(alert.alert_id, alert);
  }

  /** Worst first, then newest: the order in which the server counts pages. */
  sorted(): Alert[] {
    return [...this.known.values()].sort(
      (a, b) =>
        rank(a) - rank(b) || Date.parse(b.raised_at) - Date.parse(a.raised_at) || (a.alert_id < b.alert_id ? -1 : 1),
    );
  }
}

function rank(alert: Alert): number {
  const found = SEVERITIES.indexOf(alert.severity);
  return found < 0 ? SEVERITIES.length : found; // A severity that this version does not know comes last, not first.
}
