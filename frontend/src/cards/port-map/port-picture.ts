import { nothing, svg, type SVGTemplateResult } from "lit";
import type { Block, Slot } from "./faceplate";
import { isInTrouble, isPoeFault, isPowered, type PortLook, stateOf } from "./port-state";

const FAST = 2_000_000_000;
const SLOW = 100_000_000;

/** The socket of a port, with its state by shape and by colour: filled, empty, crossed; marks in the corners. */
export function portPicture(port: PortLook, kind: Block["kind"], row: Slot["row"]): SVGTemplateResult {
  const state = stateOf(port);
  return svg`<svg viewBox="0 0 34 30" aria-hidden="true" class="socket ${state} ${speedClass(port)}">
    ${kind === "uplink" ? CAGE : row === 0 ? JACK_UP : JACK_DOWN}
    ${state === "off" ? svg`<path class="cross" d="M8 7 L26 25 M26 7 L8 25" />` : nothing}
    ${state === "unknown" ? svg`<text class="question" x="17" y="21" text-anchor="middle">?</text>` : nothing}
    ${port.is_uplink ? svg`<path class="badge arrow" d="M7 1 L13 9 H9.5 V14 H4.5 V9 H1 Z" />` : nothing}
    ${isPowered(port) || isPoeFault(port) ? svg`<path class="badge bolt ${isPoeFault(port) ? "fault" : ""}" d="M30 15 L23.5 23.5 H27.3 L25.5 30 L32.5 21 H28.7 Z" />` : nothing}
    ${isInTrouble(port) ? troubleMark(port) : nothing}
  </svg>`;
}

const JACK_UP = svg`<path class="shell" d="M3 4 H31 V27 H3 Z" /><path class="hole" d="M7 24 V12 H12 V8 H22 V12 H27 V24 Z" />`;
const JACK_DOWN = svg`<path class="shell" d="M3 4 H31 V27 H3 Z" /><path class="hole" d="M7 7 V19 H12 V23 H22 V19 H27 V7 Z" />`;
const CAGE = svg`<path class="shell" d="M3 7 H31 V25 H3 Z" /><path class="hole" d="M6 10 H28 V22 H6 Z M6 18 H28" />`;

/** A wave for a link that comes and goes, a triangle for everything else. */
function troubleMark(port: PortLook): SVGTemplateResult {
  const isFlapping = port.faults.some(({ fault }) => fault === "flapping");
  return isFlapping
    ? svg`<circle class="badge alarm" cx="27" cy="7" r="7" /><path class="sign" d="M22.5 8 L25 4.5 L28 9.5 L31.5 6" />`
    : svg`<path class="badge alarm" d="M27 0 L34 13 H20 Z" /><path class="sign" d="M27 4.5 V8.5 M27 10.2 V11.4" />`;
}

function speedClass(port: PortLook): string {
  if (port.speed === null) return "";
  return port.speed > FAST ? "fast" : port.speed <= SLOW ? "slow" : "";
}
