import type { RoomsEvent, RoomTile } from "../../data/rooms";

/** Rooms of one floor of one site, in order of their names. */
export interface FloorGroup {
  key: string;
  site: string;
  siteTitle: string;
  /** None for rooms without a floor. */
  floor: string | null;
  level: number;
  rooms: RoomTile[];
}

/** Most rooms that one subscription tells. */
export const PAGE = 500;
/** Rooms beyond are not asked for: a page of more would help nobody. */
export const MOST_ROOMS = 5_000;

const NAMES = new Intl.Collator(undefined, { numeric: true, sensitivity: "base" });

/** All rooms that are known, from the subscriptions of every page. */
export class RoomStore {
  total = 0;
  isLoaded = false;
  private pages = new Map<number, Map<string, RoomTile>>();

  clear(): void {
    this.pages.clear();
    this.total = 0;
    this.isLoaded = false;
  }

  /** What the subscription of the page that begins at `offset` told. */
  take(offset: number, event: RoomsEvent): void {
    if (event.gone === undefined) {
      this.total = event.total;
      this.isLoaded = true;
      this.pages.set(offset, new Map(event.rooms.map((tile) => [tile.room, tile])));
      return;
    }
    const page = this.pages.get(offset) ?? new Map<string, RoomTile>();
    this.pages.set(offset, page);
    this.total = event.total;
    for (const room of event.gone) {
      page.delete(room);
    }
    for (const tile of event.rooms) {
      page.set(tile.room, tile);
    }
  }

  /** Where the pages behind the first begin. */
  furtherOffsets(): number[] {
    const count = Math.ceil(Math.min(this.total, MOST_ROOMS) / PAGE) - 1;
    return Array.from({ length: Math.max(0, count) }, (_, at) => (at + 1) * PAGE);
  }

  all(): RoomTile[] {
    const found = new Map<string, RoomTile>();
    for (const page of this.pages.values()) {
      for (const [room, tile] of page) found.set(room, tile);
    }
    return [...found.values()];
  }
}

/**
 * Floors as they are stacked, the highest first; those of an unknown level in the order in which the server tells their
 * rooms, and rooms without a floor, come last in their site. levelOf: of a floor by its id.
 */
export function byFloor(tiles: RoomTile[], levelOf: (floorId: string) => number | null | undefined): FloorGroup[] {
  const groups = new Map<string, FloorGroup>();
  for (const tile of tiles) {
    const key = JSON.stringify([tile.site, tile.floor_id]);
    const group = groups.get(key);
    if (group) {
      group.rooms.push(tile);
    } else {
      const level = (tile.floor_id === null ? null : levelOf(tile.floor_id)) ?? -Infinity;
      groups.set(key, { key, site: tile.site, siteTitle: tile.site_title, floor: tile.floor, level, rooms: [tile] });
    }
  }
  const sites = [...new Set(tiles.map((tile) => tile.site))];
  const sorted = [...groups.values()].sort(
    (a, b) =>
      sites.indexOf(a.site) - sites.indexOf(b.site) ||
      Number(a.floor === null) - Number(b.floor === null) ||
      (a.level === b.level ? 0 : b.level - a.level),
  );
  for (const group of sorted) {
    group.rooms.sort((a, b) => NAMES.compare(a.name, b.name));
  }
  return sorted;
}

/** Whether a room is meant by what was typed and by the states that were chosen; none chosen are all. */
export function matches(tile: RoomTile, text: string, states: ReadonlySet<string>): boolean {
  if (states.size > 0 && !states.has(tile.state)) {
    return false;
  }
  const words = text.toLocaleLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) {
    return true;
  }
  const { name, floor, site_title, now, next } = tile;
  const said = [name, floor, site_title, now?.course, now?.teacher, now?.group, next?.course, next?.teacher];
  const where = said.filter(Boolean).join(" ").toLocaleLowerCase();
  return words.every((word) => where.includes(word));
}
