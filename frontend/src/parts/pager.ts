import { css, html, nothing, type TemplateResult } from "lit";
import type { Words } from "./words";

export interface Page {
  offset: number;
  limit: number;
  total: number;
}

/** "21-40 of 312" with buttons to the next and the previous page; nothing when one page holds everything. */
export function pager(words: Words, page: Page, go: (offset: number) => void): TemplateResult | typeof nothing {
  const { offset, limit, total } = page;
  if (total <= limit && offset === 0) {
    return nothing;
  }
  const last = Math.min(offset + limit, total);
  return html`<nav class="pager" aria-label=${words.t("pager.name")}>
    <button
      type="button"
      ?disabled=${offset === 0}
      aria-label=${words.t("pager.previous")}
      @click=${() => go(Math.max(0, offset - limit))}
    >
      <ha-icon .icon=${"mdi:chevron-left"} aria-hidden="true"></ha-icon>
    </button>
    <span aria-live="polite">${words.t("pager.range", { first: Math.min(offset + 1, total), last, total })}</span>
    <button
      type="button"
      ?disabled=${last >= total}
      aria-label=${words.t("pager.next")}
      @click=${() => go(offset + limit)}
    >
      <ha-icon .icon=${"mdi:chevron-right"} aria-hidden="true"></ha-icon>
    </button>
  </nav>`;
}

export const pagerStyles = css`
  .pager {
    display: flex;
    align-items: center;
    justify-content: flex-end;
    gap: 8px;
    padding: 8px 16px;
  }
  .pager button {
    padding: 0 8px;
  }
`;
