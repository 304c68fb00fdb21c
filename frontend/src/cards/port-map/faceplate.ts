import type { Port } from "../../data/ports";

/** A port at its place: two rows, the lower number above. */
export interface Slot {
  port: Port;
  column: number;
  row: 0 | 1;
  label: string;
}

export interface Block {
  kind: "copper" | "uplink" | "management";
  columns: number;
  slots: Slot[];
}

/** One switch of a stack; `id` is its number, empty where there is no stack. */
export interface Member {
  id: string;
  blocks: Block[];
}

/** A name taken apart: "TenGigabitEthernet1/1/4" is member 1, module 1, number 4. */
interface Place {
  port: Port;
  prefix: string;
  path: string[];
  number: number;
}

const COLUMNS_OF_BLOCK = 6;
/** Ports of usual switches that end in slots for optics: how many there are in all, and how many of them are copper. */
const COPPER_OF: Record<number, number> = {
  10: 8,
  12: 8,
  18: 16,
  20: 16,
  26: 24,
  28: 24,
  30: 24,
  50: 48,
  52: 48,
  54: 48,
};
const MANAGEMENT = /^(m|me|mgmt|meth|mge|management|fxp|oob)[-\s]*(gigabit)?(ethernet)?$/i;

/** Put ports where they are on the switch, by their names. Slots without a module are left out. */
export function layOut(ports: readonly Port[]): Member[] {
  const present = ports.filter((port) => port.oper !== "not_present");
  const shown = present.length > 0 ? present : ports;
  const members = groupBy(shown.map(placeOf), (place) => (place.path.length > 0 ? (place.path[0] ?? "") : ""));
  const small = [...members].filter(([, places]) => places.length === 1);
  const large = [...members].filter(([, places]) => places.length > 1);
  if (large.length === 0) {
    return [{ id: "", blocks: blocksOf([...members.values()].flat()) }];
  }
  const laidOut = large.map(([id, places]) => ({ id: large.length > 1 ? id : "", blocks: blocksOf(places) }));
  // A lone port with a number of its own is the one for management.
  for (const [, places] of small) {
    laidOut[0]?.blocks.push(block("management", places, firstOf(places)));
  }
  return laidOut;
}

function placeOf(port: Port): Place {
  const found = /^(.*?)[\s_-]*(\d{1,6}(?:[/:.]\d{1,6})*)$/.exec(port.name.trim());
  if (!found) {
    return { port, prefix: port.name, path: [], number: port.if_index };
  }
  const numbers = (found[2] ?? "").split(/[/:.]/);
  return { port, prefix: (found[1] ?? "").toLowerCase(), path: numbers.slice(0, -1), number: Number(numbers.at(-1)) };
}

function blocksOf(places: readonly Place[]): Block[] {
  const groups = [...groupBy(places, (place) => `${place.prefix}|${place.path.slice(1).join("/")}`).values()];
  const main = groups.reduce((largest, group) => (group.length > largest.length ? group : largest), groups[0] ?? []);
  const sorted = [...main].sort((one, other) => one.number - other.number);
  const copper = COPPER_OF[sorted.length] ?? sorted.length;
  const others = groups.filter((group) => group !== main);
  const first = firstOf(sorted);
  return [
    ...split(sorted.slice(0, copper), first),
    ...(copper < sorted.length ? [block("uplink", sorted.slice(copper), first)] : []),
    ...others.map((group) => block(isManagement(group) ? "management" : "uplink", group, firstOf(group))),
  ];
}

/** Ports in blocks of twelve, as they sit behind the plate. */
function split(places: readonly Place[], first: number): Block[] {
  const span = (places.at(-1)?.number ?? 0) - first + 1;
  const isDense = span <= 2 * places.length + COLUMNS_OF_BLOCK;
  const numbered = places.map((place, index) => ({ place, offset: isDense ? place.number - first : index }));
  const blocks = groupBy(numbered, ({ offset }) => Math.floor(offset / (2 * COLUMNS_OF_BLOCK)));
  return [...blocks.values()].map((members) => {
    const slots = members.map(({ place, offset }) => slot(place, offset % (2 * COLUMNS_OF_BLOCK)));
    return { kind: "copper", columns: width(slots), slots };
  });
}

function block(kind: Block["kind"], places: readonly Place[], first: number): Block {
  const sorted = [...places].sort((one, other) => one.number - other.number);
  const start = sorted[0]?.number ?? first;
  // The pair of a port begins where that of the first port of the switch does: 49 is above 50, but 0 above 1.
  const from = start - (Math.abs(start - first) % 2);
  const span = (sorted.at(-1)?.number ?? 0) - from + 1;
  const isDense = span <= 2 * sorted.length + 2;
  const slots = sorted.map((place, index) => slot(place, isDense ? place.number - from : index));
  return { kind, columns: width(slots), slots };
}

function slot(place: Place, offset: number): Slot {
  const label = place.path.length === 0 && place.prefix === place.port.name ? place.port.name : String(place.number);
  return { port: place.port, column: Math.floor(offset / 2), row: offset % 2 === 0 ? 0 : 1, label };
}

function width(slots: readonly Slot[]): number {
  return Math.max(0, ...slots.map(({ column }) => column)) + 1;
}

/** Where counting begins: at 0 on few makes, at an odd number on all others. */
function firstOf(places: readonly Place[]): number {
  const least = Math.min(...places.map(({ number }) => number));
  return least === 0 || least % 2 === 1 ? least : least - 1;
}

function isManagement(group: readonly Place[]): boolean {
  return group.every((place) => MANAGEMENT.test(place.prefix));
}

function groupBy<T, K>(items: readonly T[], keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group) {
      group.push(item);
    } else {
      groups.set(key, [item]);
    }
  }
  return groups;
}

/** The port that an arrow key leads to from another; the same one at the edge. */
export function neighbourOf(members: readonly Member[], from: Slot, key: string): Slot {
  const all = members.flatMap((member) => member.blocks.map((each) => each.slots)).filter((slots) => slots.length > 0);
  const flat = all.flat();
  if (key === "Home") return flat[0] ?? from;
  if (key === "End") return flat.at(-1) ?? from;
  const at = all.findIndex((slots) => slots.includes(from));
  const slots = all[at] ?? [];
  if (key === "ArrowUp" || key === "ArrowDown") {
    const row = key === "ArrowUp" ? 0 : 1;
    return slots.find((each) => each.column === from.column && each.row === row) ?? from;
  }
  const step = key === "ArrowRight" ? 1 : -1;
  const inRow = (candidates: readonly Slot[]): Slot[] =>
    candidates.filter(({ row }) => row === from.row).sort((one, other) => one.column - other.column);
  const beside = inRow(slots).filter(({ column }) => (step > 0 ? column > from.column : column < from.column));
  if (beside.length > 0) return (step > 0 ? beside[0] : beside.at(-1)) ?? from;
  const next = all[at + step] ?? [];
  const row = inRow(next);
  const candidates = row.length > 0 ? row : next;
  return (step > 0 ? candidates[0] : candidates.at(-1)) ?? from;
}
