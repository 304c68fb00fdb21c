import type { Campus, CampusSite } from "../data/campus";
import type { DeviceEntity, DeviceRow, Kind } from "../data/devices";
import type { RoomDetail, RoomTile } from "../data/rooms";

/** A site with as many floors and rooms as asked, as the server tells it. */
export function makeSite(given: Partial<CampusSite> & { floorCount?: number; roomCount?: number } = {}): CampusSite {
  const { floorCount = 2, roomCount = 4, ...rest } = given;
  const floors = Array.from({ length: floorCount }, (_, index) => ({
    floor_id: `f${index + 1}`,
    name: `${index + 1}F`,
    level: index + 1,
  }));
  const rooms = Array.from({ length: roomCount }, (_, index) => ({
    room: `r${index + 1}`,
    name: `Room ${index + 1}`,
    area_id: `a${index + 1}`,
    floor_id: floors[index % floorCount]?.floor_id ?? null,
  }));
  return {
    site: "s1",
    title: "North",
    floors,
    rooms,
    switches: [{ device_id: "sw1", name: "Switch 1" }],
    kinds: { recorder: 1, switch: 1, gate: 1, meter: 1, probe: 1, projector: 1 },
    may_control: true,
    may_manage: true,
    ...rest,
  };
}

export function makeCampus(...sites: CampusSite[]): Campus {
  return { sites, is_admin: true };
}

export function makeEntity(entity_id: string, point: string, is_main = true): DeviceEntity {
  return { entity_id, point, platform: entity_id.split(".")[0]!, is_main };
}

export function makeDevice(
  kind: Kind,
  name: string,
  entities: DeviceEntity[] = [],
  given: Partial<DeviceRow> = {},
): DeviceRow {
  return {
    device_id: `device-${name}`,
    subentry: `subentry-${name}`,
    site: "s1",
    kind,
    name,
    model: null,
    manufacturer: null,
    area_id: "a1",
    room: "r1",
    is_reachable: true,
    problem: null,
    entities,
    may_control: true,
    ...given,
  };
}

export function makeRoomTile(given: Partial<RoomTile> = {}): RoomTile {
  return {
    room: "r1",
    site: "s1",
    site_title: "North",
    name: "Room 1",
    area_id: "a1",
    floor_id: "f1",
    floor: "1F",
    type: "smart_classroom",
    state: "free",
    reasons: [],
    now: null,
    next: null,
    recording: null,
    alerts: 0,
    worst: null,
    devices: 0,
    offline: 0,
    is_ready: null,
    is_occupied: null,
    ...given,
  };
}

export function makeRoomDetail(given: Partial<RoomDetail> = {}): RoomDetail {
  return { room: makeRoomTile(), devices: [], entities: {}, cameras: [], may_control: true, ...given };
}
