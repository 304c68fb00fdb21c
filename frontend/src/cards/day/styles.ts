import { css } from "lit";

export const dayStyles = css`
  ha-card {
    container-type: inline-size;
  }
  .head {
    display: flex;
    align-items: center;
    gap: 8px;
    padding: 10px 12px 6px 16px;
  }
  .head h2 {
    flex: 1 1 auto;
    min-width: 0;
  }
  .head button {
    flex: none;
    padding: 0 12px;
  }
  .head button.step {
    width: 40px;
    padding: 0;
    --mdc-icon-size: 22px;
  }
  .axis {
    position: relative;
    height: calc(var(--height) * 1px);
    margin: 8px 16px 16px 72px;
  }
  ol {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  .lesson {
    position: absolute;
    top: calc(var(--top) * 1px);
    left: calc(100% * var(--lane) / var(--lanes));
    width: calc(100% / var(--lanes) - 4px);
    height: calc(var(--lesson-height) * 1px - 3px);
    min-height: 22px;
    box-sizing: border-box;
    overflow: hidden;
    padding: 5px 10px;
    border-inline-start: 4px solid var(--tone);
    border-radius: 8px;
    background: color-mix(in srgb, var(--tone) 10%, transparent);
    font-size: 13px;
  }
  .lesson.now {
    box-shadow: inset 0 0 0 2px var(--tone);
  }
  .first {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
  }
  .first > .secondary {
    flex: none;
    white-space: nowrap;
  }
  .first .mark {
    min-width: 0;
  }
  .course {
    font-size: 15px;
    font-weight: 500;
  }
  .cancelled .course {
    text-decoration: line-through;
  }
  .line {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 1;
  }
  .trouble {
    display: flex;
    gap: 4px;
    -webkit-line-clamp: 2;
    --mdc-icon-size: 16px;
  }
  .trouble ha-icon {
    flex: none;
    height: 18px;
    color: var(--sc-bad);
  }
  /* Where four lines do not fit, what is wrong is shown rather than who teaches, which is still read aloud. */
  @container (min-width: 420px) {
    .short .trouble .line {
      -webkit-line-clamp: 1;
    }
    .short .trouble ~ .people {
      position: absolute;
      clip-path: inset(50%);
      width: 1px;
      height: 1px;
    }
  }
  .hour,
  .gap {
    position: absolute;
    top: calc(var(--top) * 1px);
    left: -60px;
    right: 0;
    pointer-events: none;
    color: var(--secondary-text-color);
    font-size: 12px;
  }
  .hour {
    border-top: 1px solid var(--divider-color);
  }
  .hour span {
    position: absolute;
    top: -9px;
    padding-inline-end: 6px;
    background: var(--card-background-color);
  }
  .gap {
    display: flex;
    align-items: center;
    justify-content: center;
    height: 34px;
    left: 0;
  }
  .line-now {
    position: absolute;
    z-index: 1;
    top: calc(var(--top) * 1px - 1px);
    left: -10px;
    right: 0;
    height: 2px;
    background: var(--sc-bad);
    pointer-events: none;
  }
  .line-now::before {
    content: "";
    position: absolute;
    top: -4px;
    left: -2px;
    width: 10px;
    height: 10px;
    border-radius: 50%;
    background: var(--sc-bad);
  }
  .nothing {
    padding: 4px 16px 16px;
  }
  /* On a phone the axis is a list. */
  @container (max-width: 419px) {
    .axis {
      height: auto;
      margin: 4px 12px 12px;
    }
    .lesson {
      position: static;
      width: auto;
      height: auto;
      margin-bottom: 8px;
    }
    .line {
      -webkit-line-clamp: 3;
    }
    .hour,
    .gap,
    .line-now {
      display: none;
    }
  }
`;
