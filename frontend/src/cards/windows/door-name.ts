import type { Door } from "../../data/windows";
import { plain } from "../../text";

const MOST = 100;

/** What a door is called on a page with the doors of many controllers. */
export function doorName({ gate, door, name }: Door): string {
  return plain(`${gate} · ${name === "" ? door : name}`, MOST);
}
