import { html, nothing, type TemplateResult } from "lit";
import type { OrderState, Priority, WorkOrder } from "../../data/work-orders";
import { mark } from "../../parts/mark";
import { wordFor, type Words } from "../../parts/words";
import type { Tone } from "../../styles/marks";

const STATES: Record<OrderState, [Tone, string]> = {
  open: ["warn", "mdi:alert-circle-outline"],
  assigned: ["info", "mdi:account-wrench-outline"],
  done: ["good", "mdi:check-circle-outline"],
  cancelled: ["none", "mdi:cancel"],
};
const PRIORITIES: Partial<Record<Priority, [Tone, string]>> = {
  urgent: ["bad", "mdi:chevron-double-up"],
  high: ["warn", "mdi:chevron-up"],
};

/** How an order stands, how urgent it is, and that its day is over. */
export function orderMarks(words: Words, order: WorkOrder): TemplateResult {
  const [tone, icon] = STATES[order.state];
  const priority = PRIORITIES[order.priority];
  return html`${mark(tone, icon, wordFor(words, "work_order.state", order.state))}
  ${priority ? mark(priority[0], priority[1], words.t(`work_order.priority.${order.priority}`)) : nothing}
  ${order.is_overdue ? mark("bad", "mdi:clock-alert-outline", words.t("work_order.overdue")) : nothing}`;
}
