import { css } from "lit";

export const roomStyles = css`
  ha-card {
    container-type: inline-size;
  }
  .bar {
    display: grid;
    grid-template-columns: minmax(160px, 310px) 1fr;
    gap: 8px 12px;
    align-items: center;
    padding: 12px 16px;
  }
  .bar input {
    width: 100%;
  }
  .states {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .states button {
    display: inline-flex;
    flex: none;
    align-items: center;
    gap: 6px;
    padding: 0 12px;
    font-size: 13px;
    white-space: nowrap;
    --mdc-icon-size: 18px;
  }
  .states ha-icon {
    color: var(--tone);
  }
  .states button[aria-pressed="true"] {
    border-color: var(--tone);
    box-shadow: inset 0 0 0 1px var(--tone);
    background: color-mix(in srgb, var(--tone) 16%, transparent);
  }
  section {
    padding: 0 16px 12px;
  }
  section h3 {
    padding: 8px 0;
    overflow-wrap: anywhere;
  }
  ul {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(184px, 1fr));
    gap: 8px;
    margin: 0;
    padding: 0;
    list-style: none;
  }
  /* Rooms out of sight are not drawn: hundreds cost what a screenful does. */
  li {
    content-visibility: auto;
    contain-intrinsic-size: auto 104px;
    min-width: 0;
  }
  .tile {
    display: flex;
    flex-direction: column;
    align-items: flex-start;
    gap: 4px;
    box-sizing: border-box;
    height: 100%;
    min-height: 84px;
    padding: 8px 10px;
    border: 1px solid color-mix(in srgb, var(--tone) 45%, transparent);
    border-inline-start: 4px solid var(--tone);
    border-radius: var(--ha-card-border-radius, 12px);
    background: color-mix(in srgb, var(--tone) 7%, transparent);
    color: var(--primary-text-color);
    text-decoration: none;
    font-size: 13px;
  }
  .tile[data-tone="none"] {
    --tone: var(--divider-color);
    background: transparent;
  }
  .tile:hover {
    background: color-mix(in srgb, var(--primary-text-color) 8%, transparent);
  }
  .tile:focus-visible {
    outline-offset: -2px;
  }
  .tile > .mark {
    padding-inline: 0;
    background: none;
  }
  .tile[data-tone="none"] .mark {
    --tone: var(--secondary-text-color);
  }
  .top {
    display: flex;
    align-items: flex-start;
    gap: 6px;
    width: 100%;
  }
  .name {
    flex: 1 1 auto;
    min-width: 0;
    font-size: 15px;
    font-weight: 500;
  }
  .name,
  .line {
    display: -webkit-box;
    overflow: hidden;
    overflow-wrap: anywhere;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .next .line {
    -webkit-line-clamp: 1;
  }
  .recording {
    flex: none;
    color: var(--tone);
    --mdc-icon-size: 20px;
  }
  .counts {
    display: flex;
    flex-wrap: wrap;
    gap: 4px;
    margin-top: auto;
  }
  .nothing {
    padding: 4px 16px 16px;
  }
  @container (max-width: 520px) {
    .bar {
      grid-template-columns: 1fr;
      padding: 12px;
    }
    .states {
      flex-wrap: nowrap;
      overflow-x: auto;
      margin-inline: -12px;
      padding: 3px 12px;
      scrollbar-width: none;
    }
    section {
      padding: 0 12px 12px;
    }
    ul {
      grid-template-columns: repeat(auto-fill, minmax(146px, 1fr));
    }
    .tile {
      padding: 6px 8px;
    }
    .next {
      display: none;
    }
  }
`;
