import { css } from "lit";

/**
 * What all cards share. Colours are Home Assistant's theme only, so that light, dark and own themes fit.
 * States: `--sc-bad`, `--sc-warn`, `--sc-good`, `--sc-info` are for marks and borders; words beside them stay in the text colour.
 */
export const baseStyles = css`
  :host {
    --sc-bad: var(--error-color, #db4437);
    --sc-warn: var(--warning-color, #ffa600);
    --sc-good: var(--success-color, #43a047);
    --sc-info: var(--info-color, #039be5);
    --sc-gap: 12px;
    --sc-touch: 44px;
    /* The theme's own colour, dark or light enough to be read (4.5 to 1) as text and behind the text on it. */
    --sc-link: color-mix(in srgb, var(--primary-color) 68%, var(--primary-text-color));
    --sc-press: color-mix(in srgb, var(--primary-color) 75%, black);
    display: block;
    color: var(--primary-text-color);
    font-size: 14px;
    line-height: 1.4;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  ha-card {
    display: flex;
    flex-direction: column;
    height: 100%;
    overflow: hidden;
  }
  h2,
  h3,
  p {
    margin: 0;
  }
  h2 {
    font-size: 16px;
    font-weight: 500;
  }
  h3 {
    font-size: 14px;
    font-weight: 500;
  }
  .content {
    padding: var(--sc-gap) 16px;
  }
  .secondary {
    color: var(--secondary-text-color);
  }
  .cut {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--sc-gap);
  }
  .grow {
    flex: 1 1 auto;
    min-width: 0;
  }
  /* Read aloud, not shown. */
  .sr-only {
    position: absolute;
    width: 1px;
    height: 1px;
    margin: -1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  button,
  select,
  input,
  textarea {
    box-sizing: border-box;
    min-height: 36px;
    font: inherit;
    color: inherit;
  }
  button {
    padding: 0 16px;
    border: 1px solid var(--divider-color);
    border-radius: 18px;
    background: transparent;
    cursor: pointer;
  }
  button.primary {
    border-color: transparent;
    background: var(--sc-press);
    color: var(--text-primary-color, #fff);
  }
  button.danger {
    border-color: var(--sc-bad);
  }
  button:hover:not(:disabled) {
    filter: brightness(0.96);
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
  select,
  input:not([type="checkbox"], [type="radio"], [type="file"]),
  textarea {
    padding: 6px 10px;
    border: 1px solid var(--divider-color);
    border-radius: 8px;
    background: var(--card-background-color);
  }
  a {
    color: var(--sc-link);
  }
  :focus-visible {
    outline: 2px solid var(--primary-color);
    outline-offset: 2px;
  }
  table {
    width: 100%;
    border-collapse: collapse;
  }
  th,
  td {
    padding: 8px;
    border-bottom: 1px solid var(--divider-color);
    text-align: start;
    vertical-align: top;
  }
  th {
    font-weight: 500;
  }
  /* Tables wider than the card scroll in themselves, never the page. */
  .scroll {
    overflow-x: auto;
  }
  @media (pointer: coarse) {
    button,
    select,
    input:not([type="checkbox"], [type="radio"]) {
      min-height: var(--sc-touch);
      border-radius: 22px;
    }
    select,
    input:not([type="checkbox"], [type="radio"]),
    textarea {
      border-radius: 8px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    * {
      animation: none !important;
      transition: none !important;
    }
  }
`;
