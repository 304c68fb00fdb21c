/** Characters that turn the direction of what follows, in their own text and beyond it. */
const DIRECTIONS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text of anybody's as it can stand on a page: no turned directions, at most so many characters, the last one then "…". */
export function plain(text: string, most: number): string {
  const some = text.slice(0, 4 * most).replace(DIRECTIONS, "");
  if (some.length <= most) {
    return text.length > 4 * most ? `${some.slice(0, most - 1)}…` : some;
  }
  // Never between the halves of one character.
  const end = most - 1;
  const last = some.charCodeAt(end - 1);
  return `${some.slice(0, last >= 0xd800 && last <= 0xdbff ? end - 1 : end)}…`;
}

/** The same for the middle of a sentence of ours: its direction ends with it. */
export function inSentence(text: string, most: number): string {
  const found = plain(text, most);
  return found === "" ? "" : `\u2068${found}\u2069`;
}
