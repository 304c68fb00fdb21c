import { css } from "lit";

export const portMapStyles = css`
  .head {
    flex-wrap: wrap;
    padding: 12px 16px 4px;
  }
  .wrap {
    flex-wrap: wrap;
    gap: 6px 8px;
  }
  .name {
    overflow-wrap: anywhere;
  }
  .member {
    margin-top: 8px;
  }
  .member h3 {
    margin-bottom: 4px;
    font-size: 13px;
    color: var(--secondary-text-color);
  }
  .plate {
    display: flex;
    flex-wrap: wrap;
    gap: 8px 14px;
    width: fit-content;
    max-width: 100%;
    box-sizing: border-box;
    padding: 10px 12px;
    border: 1px solid var(--divider-color);
    border-radius: 8px;
    background: var(--secondary-background-color);
  }
  .block {
    display: grid;
    grid-auto-rows: auto;
    gap: 2px;
  }
  .block.uplink,
  .block.management {
    padding-inline-start: 12px;
    border-inline-start: 2px solid var(--divider-color);
  }
  .port {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 1px;
    width: 40px;
    min-height: 52px;
    padding: 2px;
    border: 1px solid transparent;
    border-radius: 6px;
    font-size: 11px;
    line-height: 1.1;
  }
  .port.lower {
    flex-direction: column-reverse;
  }
  .port[aria-pressed="true"] {
    border-color: var(--primary-color);
    background: color-mix(in srgb, var(--primary-color) 18%, transparent);
  }
  .port .label {
    max-width: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .port .speed {
    color: var(--secondary-text-color);
    font-size: 10px;
    min-height: 11px;
  }
  .port[aria-pressed="true"] .speed {
    color: var(--primary-text-color);
  }
  .socket {
    width: 32px;
    height: 28px;
    overflow: visible;
  }
  .shell {
    fill: var(--card-background-color);
    stroke: var(--secondary-text-color);
    stroke-width: 1.2;
  }
  .hole {
    fill: transparent;
    stroke: var(--secondary-text-color);
    stroke-width: 1.2;
  }
  .up .hole {
    fill: var(--sc-good);
    stroke: var(--sc-good);
  }
  .up.fast .hole {
    fill: var(--sc-info);
    stroke: var(--sc-info);
  }
  .up.slow .hole {
    fill: color-mix(in srgb, var(--sc-good) 35%, var(--card-background-color));
  }
  .off .shell,
  .off .hole {
    fill: var(--disabled-color, #bdbdbd);
    opacity: 0.55;
  }
  .cross {
    fill: none;
    stroke: var(--primary-text-color);
    stroke-width: 2.5;
    stroke-linecap: round;
  }
  .question {
    fill: var(--primary-text-color);
    font-size: 15px;
  }
  .badge {
    stroke: var(--card-background-color);
    stroke-width: 1.2;
    stroke-linejoin: round;
  }
  .arrow {
    fill: var(--primary-color);
  }
  .bolt {
    fill: var(--sc-warn);
  }
  .bolt.fault,
  .alarm {
    fill: var(--sc-bad);
  }
  .sign {
    fill: none;
    stroke: #fff;
    stroke-width: 1.8;
    stroke-linecap: round;
    stroke-linejoin: round;
  }
  .panel {
    min-height: 96px;
    margin-top: 12px;
    padding-top: 12px;
    border-top: 1px solid var(--divider-color);
  }
  dl {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(200px, 100%), 1fr));
    gap: 8px 16px;
    margin: 10px 0 0;
  }
  dt {
    color: var(--secondary-text-color);
    font-size: 12px;
  }
  dd {
    margin: 0;
    overflow-wrap: anywhere;
    max-height: 8.4em;
    overflow: auto;
  }
  .panel .actions {
    margin-top: 12px;
  }
  .troubles {
    display: flex;
    flex-wrap: wrap;
    gap: 6px;
    margin-top: 4px;
  }
  .troubles button {
    max-width: 100%;
    border-color: color-mix(in srgb, var(--sc-bad) 60%, transparent);
    font-size: 13px;
  }
  .legend {
    margin-top: 12px;
    font-size: 13px;
  }
  .legend summary {
    min-height: 24px;
    color: var(--secondary-text-color);
    cursor: pointer;
  }
  .legend ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(180px, 100%), 1fr));
    gap: 6px 12px;
    margin: 8px 0 0;
    padding: 0;
    list-style: none;
  }
  .legend li {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .notice {
    padding: 8px 12px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--sc-warn) 14%, transparent);
  }
  .error {
    color: var(--primary-text-color);
    border-inline-start: 4px solid var(--sc-bad);
    padding-inline-start: 8px;
  }
  @media (pointer: coarse) {
    .port {
      width: 44px;
      min-height: 56px;
      border-radius: 6px;
    }
    .legend summary {
      min-height: var(--sc-touch);
      align-content: center;
    }
  }
`;
