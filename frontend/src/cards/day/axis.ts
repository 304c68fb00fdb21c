/** A time from a begin to an end, in milliseconds. */
export interface Span {
  start: number;
  end: number;
}

/** Where something with a time lies on the axis: pixels from the top, and its place among those at the same time. */
export interface Placed<T> {
  item: T;
  top: number;
  height: number;
  lane: number;
  lanes: number;
}

/** Nothing happens for a while: drawn short. */
export interface Gap extends Span {
  top: number;
  height: number;
}

export interface Axis {
  height: number;
  /** Whole hours outside of gaps. */
  hours: { at: number; top: number }[];
  gaps: Gap[];
  /** Pixels from the top of a time; null before the first and after the last lesson. */
  position: (at: number) => number | null;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** The least height in which a lesson can be read. */
const LEAST_BLOCK = 74;
const LEAST_SCALE = 0.9;
const MOST_SCALE = 2.2;
/** Short lessons are stretched as long as those that go on at the same time stay below this. */
const MOST_STRETCH = 600;
const GAP_FROM = 75 * MINUTE;
const GAP_HEIGHT = 34;

/** An axis long enough for every lesson to be read, on which long pauses are short. */
export function makeAxis(spans: readonly Span[]): Axis {
  const busy = merge(spans);
  const usual = Math.min(MOST_SCALE, Math.max(LEAST_SCALE, LEAST_BLOCK / shortestOf(spans)));
  const stretches: (Span & { top: number; height: number; isGap: boolean })[] = [];
  let top = 0;
  const add = (start: number, end: number, isGap: boolean, scale: number): void => {
    const height = isGap ? GAP_HEIGHT : (end - start) * scale;
    stretches.push({ start, end, top, height, isGap });
    top += height;
  };
  busy.forEach((each, at) => {
    const before = busy[at - 1];
    if (before) add(before.end, each.start, each.start - before.end >= GAP_FROM, usual / MINUTE);
    add(each.start, each.end, false, Math.max(usual, scaleOf(each, spans)) / MINUTE);
  });
  const position = (at: number): number | null => {
    const found = stretches.find(({ start, end }) => at >= start && at <= end);
    return found ? found.top + ((at - found.start) / Math.max(1, found.end - found.start)) * found.height : null;
  };
  return {
    height: top,
    gaps: stretches.filter(({ isGap }) => isGap).map(({ start, end, top, height }) => ({ start, end, top, height })),
    hours: stretches.filter(({ isGap }) => !isGap).flatMap(({ start, end }) => hoursWithin(start, end, position)),
    position,
  };
}

/** Pixels a minute of a time without a pause in which even its shortest lesson can be read. */
function scaleOf(busy: Span, spans: readonly Span[]): number {
  const most = (MOST_STRETCH * MINUTE) / Math.max(MINUTE, busy.end - busy.start);
  return Math.min(
    most,
    LEAST_BLOCK / shortestOf(spans.filter(({ start, end }) => start >= busy.start && end <= busy.end)),
  );
}

/** Minutes. */
function shortestOf(spans: readonly Span[]): number {
  return Math.max(1, Math.min(...spans.map(({ start, end }) => (end - start) / MINUTE)));
}

/** Put lessons on an axis; those at the same time stand side by side. */
export function place<T extends Span>(axis: Axis, items: readonly T[]): Placed<T>[] {
  const sorted = [...items].sort((a, b) => a.start - b.start || b.end - a.end);
  const placed: Placed<T>[] = [];
  let cluster: Placed<T>[] = [];
  let ends: number[] = [];
  const close = (): void => {
    for (const each of cluster) each.lanes = ends.length;
    placed.push(...cluster);
    cluster = [];
    ends = [];
  };
  for (const item of sorted) {
    if (ends.length > 0 && ends.every((end) => end <= item.start)) close();
    const free = ends.findIndex((end) => end <= item.start);
    const lane = free < 0 ? ends.length : free;
    ends[lane] = item.end;
    const top = axis.position(item.start) ?? 0;
    cluster.push({ item, top, height: (axis.position(item.end) ?? top) - top, lane, lanes: 1 });
  }
  close();
  return placed;
}

/** The day so many days away from a "YYYY-MM-DD". */
export function shiftDay(day: string, days: number): string {
  const shifted = new Date(`${day}T00:00:00Z`);
  shifted.setUTCDate(shifted.getUTCDate() + days);
  return shifted.toISOString().slice(0, 10);
}

/** Today in a time zone, as "YYYY-MM-DD". */
export function todayIn(timeZone: string, now: number): string {
  return new Intl.DateTimeFormat("en-CA", { timeZone, year: "numeric", month: "2-digit", day: "2-digit" }).format(now);
}

function merge(spans: readonly Span[]): Span[] {
  const merged: Span[] = [];
  for (const { start, end } of [...spans].sort((a, b) => a.start - b.start)) {
    const last = merged.at(-1);
    if (last && start <= last.end) {
      last.end = Math.max(last.end, end);
    } else {
      merged.push({ start, end });
    }
  }
  return merged;
}

function hoursWithin(start: number, end: number, position: Axis["position"]): { at: number; top: number }[] {
  const hours: { at: number; top: number }[] = [];
  for (let at = Math.ceil(start / HOUR) * HOUR; at < end; at += HOUR) {
    const top = position(at);
    if (top !== null) hours.push({ at, top });
  }
  return hours;
}
