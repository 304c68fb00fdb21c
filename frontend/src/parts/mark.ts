import { html, type TemplateResult } from "lit";
import type { Tone } from "../styles/marks";

/** An icon and words on a tint; `markStyles` draws it. */
export function mark(tone: Tone, icon: string, text: string): TemplateResult {
  return html`<span class="mark" data-tone=${tone}
    ><ha-icon .icon=${icon} aria-hidden="true"></ha-icon><span>${text}</span></span
  >`;
}
