import { describe, expect, it } from "vitest";
import type { Port } from "../../data/ports";
import { makePort, series } from "../../testing/ports";
import { layOut, type Member, neighbourOf } from "./faceplate";

/** The labels of a block's two rows, and what kind it is. */
function rows(member: Member | undefined): string[] {
  return (member?.blocks ?? []).map((block) => {
    const row = (wanted: 0 | 1): string =>
      [...block.slots]
        .filter((slot) => slot.row === wanted)
        .sort((one, other) => one.column - other.column)
        .map((slot) => slot.label)
        .join(" ");
    return `${block.kind}: ${row(0)} / ${row(1)}`;
  });
}

describe("the front of a switch", () => {
  it("has odd ports above even ones, in blocks of twelve, and the uplink module apart (Catalyst 9300-24T)", () => {
    const ports = [...series("GigabitEthernet1/0/#", 1, 24), ...series("TenGigabitEthernet1/1/#", 1, 4, 101)];
    expect(layOut(ports)).toHaveLength(1);
    expect(rows(layOut(ports)[0])).toEqual([
      "copper: 1 3 5 7 9 11 / 2 4 6 8 10 12",
      "copper: 13 15 17 19 21 23 / 14 16 18 20 22 24",
      "uplink: 1 3 / 2 4",
    ]);
  });

  it("has the last four of 28 ports of one name as slots for optics (S5735-L24P4S)", () => {
    const found = rows(layOut(series("GigabitEthernet0/0/#", 1, 28))[0]);
    expect(found.at(-1)).toBe("uplink: 25 27 / 26 28");
    expect(found).toHaveLength(3);
  });

  it("has ports of another speed behind the last number as uplinks (S5130S-52S: Ten-GigabitEthernet1/0/49)", () => {
    const ports = [...series("GigabitEthernet1/0/#", 1, 48), ...series("Ten-GigabitEthernet1/0/#", 49, 52, 49)];
    expect(rows(layOut(ports)[0]).at(-1)).toBe("uplink: 49 51 / 50 52");
  });

  it("shows each switch of a stack, in order, and the port for management with the first", () => {
    const ports = [
      makePort(999, "GigabitEthernet0/0"),
      ...series("GigabitEthernet1/0/#", 1, 12, 1),
      ...series("GigabitEthernet2/0/#", 1, 12, 101),
    ];
    const members = layOut(ports);
    expect(members.map(({ id }) => id)).toEqual(["1", "2"]);
    expect(rows(members[0])).toEqual(["copper: 1 3 5 7 / 2 4 6 8", "uplink: 9 11 / 10 12", "management: 0 / "]);
  });

  it("begins at 0 where the make does (Juniper ge-0/0/0)", () => {
    expect(rows(layOut(series("ge-0/0/#", 0, 5))[0])).toEqual(["copper: 0 2 4 / 1 3 5"]);
  });

  it.each(["swp#", "Port #", "#", "1:#", "Ethernet#", "gi#", "10GE1/0/#"])("reads numbers in %s", (pattern) => {
    expect(rows(layOut(series(pattern, 1, 4))[0])).toEqual(["copper: 1 3 / 2 4"]);
  });

  it("leaves a gap where a number is missing", () => {
    const ports = series("Gi0/#", 1, 8).filter(({ name }) => name !== "Gi0/3");
    const slots = layOut(ports)[0]?.blocks[0]?.slots ?? [];
    expect(slots.map(({ label, column, row }) => [label, column, row])).toContainEqual(["5", 2, 0]);
  });

  it("leaves out slots without a module, but never everything", () => {
    const empty = series("Te1/1/#", 1, 4, 50).map((port) => ({ ...port, oper: "not_present" }));
    expect(rows(layOut([...series("Gi1/0/#", 1, 4), ...empty])[0])).toEqual(["copper: 1 3 / 2 4"]);
    expect(rows(layOut(empty)[0])).toEqual(["copper: 1 3 / 2 4"]);
  });

  it("shows every port once, whatever names a device sends", () => {
    const names = [
      "",
      "😀",
      "<img src=x onerror=alert(1)>",
      "a".repeat(10_000),
      "9".repeat(400),
      "Gi/0/0/",
      "1/1/1/1/1",
      "lan",
    ];
    const ports: Port[] = names.map((name, index) => makePort(index + 1, name));
    const shown = layOut(ports).flatMap(({ blocks }) => blocks.flatMap(({ slots }) => slots));
    expect(shown.map(({ port }) => port.if_index).sort()).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    const places = layOut(ports).flatMap(({ blocks }) =>
      blocks.flatMap(({ slots }, at) => slots.map(({ column, row }) => `${at} ${column} ${row}`)),
    );
    expect(new Set(places).size).toBe(places.length);
    expect(Math.max(...layOut(ports).flatMap(({ blocks }) => blocks.map(({ columns }) => columns)))).toBeLessThan(12);
  });
});

describe("an arrow key", () => {
  const members = layOut([...series("GigabitEthernet1/0/#", 1, 24), ...series("Te1/1/#", 1, 2, 101)]);
  const slots = members.flatMap(({ blocks }) => blocks.flatMap((block) => block.slots));
  const at = (name: string): (typeof slots)[number] => slots.find(({ port }) => port.name === name)!;

  it.each([
    ["GigabitEthernet1/0/1", "ArrowRight", "GigabitEthernet1/0/3"],
    ["GigabitEthernet1/0/1", "ArrowDown", "GigabitEthernet1/0/2"],
    ["GigabitEthernet1/0/2", "ArrowUp", "GigabitEthernet1/0/1"],
    ["GigabitEthernet1/0/11", "ArrowRight", "GigabitEthernet1/0/13"],
    ["GigabitEthernet1/0/14", "ArrowLeft", "GigabitEthernet1/0/12"],
    ["GigabitEthernet1/0/24", "ArrowRight", "Te1/1/2"],
    ["GigabitEthernet1/0/1", "ArrowLeft", "GigabitEthernet1/0/1"],
    ["Te1/1/2", "ArrowRight", "Te1/1/2"],
    ["Te1/1/2", "Home", "GigabitEthernet1/0/1"],
    ["GigabitEthernet1/0/5", "End", "Te1/1/2"],
  ])("leads from %s by %s to %s", (from, key, to) => {
    expect(neighbourOf(members, at(from), key).port.name).toBe(to);
  });
});
