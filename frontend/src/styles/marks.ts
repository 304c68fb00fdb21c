import { css } from "lit";

/** How bad something is; chooses the colour of a mark. */
export type Tone = "bad" | "warn" | "good" | "info" | "none";

/**
 * Marks: an icon and a word on a tint of `data-tone`. The word keeps the text colour, so that it is read on every theme.
 * `[data-tone]` sets `--tone` for whatever else is drawn in that colour.
 */
export const markStyles = css`
  [data-tone] {
    --tone: var(--secondary-text-color);
  }
  [data-tone="bad"] {
    --tone: var(--sc-bad);
  }
  [data-tone="warn"] {
    --tone: var(--sc-warn);
  }
  [data-tone="good"] {
    --tone: var(--sc-good);
  }
  [data-tone="info"] {
    --tone: var(--sc-info);
  }
  .mark {
    display: inline-flex;
    align-items: center;
    gap: 4px;
    max-width: 100%;
    box-sizing: border-box;
    padding: 1px 8px 1px 5px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--tone) 16%, transparent);
    color: var(--primary-text-color);
    font-size: 12px;
    font-weight: 500;
    line-height: 20px;
    --mdc-icon-size: 16px;
  }
  .mark ha-icon {
    flex: none;
    color: var(--tone);
  }
  .mark span {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* Text of anybody's: wraps anywhere, reads in its own direction, never moves what stands beside it. */
  .foreign,
  bdi {
    overflow-wrap: anywhere;
    unicode-bidi: isolate;
  }
`;
