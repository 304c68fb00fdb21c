import { html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";
import type { ClassDevice, ClassOutcome, ClassResult } from "../../data/classes";
import { wordFor, type Words } from "../../parts/words";
import type { Tone } from "../../styles/marks";
import { plain } from "../../text";

const LOOKS: Record<ClassOutcome, [Tone, string]> = {
  done: ["good", "mdi:check-circle"],
  already: ["none", "mdi:check-circle-outline"],
  skipped: ["none", "mdi:minus-circle-outline"],
  pending: ["warn", "mdi:timer-sand"],
  failed: ["bad", "mdi:alert-circle"],
  refused: ["bad", "mdi:lock-outline"],
};
const ORDER: readonly string[] = ["failed", "refused", "pending", "done", "already", "skipped"];
const MOST = 200;

/** What became of each device, what failed first. */
export function renderResults(words: Words, result: ClassResult): TemplateResult {
  return html`${result.rooms.map(
    ({ devices, text }) =>
      html`${text === null ? nothing : html`<p class="foreign">${plain(text, MOST)}</p>`}
        <ul aria-label=${words.t("class.results")}>
          ${repeat(
            [...devices].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome)),
            ({ device_id, name, step }) => `${device_id ?? name} ${step}`,
            (device) => renderDevice(words, device),
          )}
        </ul>`,
  )}`;
}

function renderDevice(words: Words, { name, step, outcome, text }: ClassDevice): TemplateResult {
  const [tone, icon] = (LOOKS as Record<string, [Tone, string] | undefined>)[outcome] ?? LOOKS.pending;
  return html`<li data-tone=${tone}>
    <ha-icon .icon=${icon} aria-hidden="true"></ha-icon>
    <div class="foreign">
      <bdi class="name">${plain(name, 60)}</bdi>
      <span class="secondary">${wordFor(words, "class.step", step)}</span>
    </div>
    <span class="text foreign">${plain(text, MOST)}</span>
  </li>`;
}

/** How many steps went well and how many did not, to be read aloud. */
export function countResults(result: ClassResult): { good: number; bad: number; pending: number } {
  const outcomes = result.rooms.flatMap(({ devices }) => devices.map(({ outcome }) => outcome));
  const count = (...which: string[]): number => outcomes.filter((each) => which.includes(each)).length;
  return { good: count("done", "already", "skipped"), bad: count("failed", "refused"), pending: count("pending") };
}
