import { css } from "lit";

export const listStyles = css`
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
    min-height: 0;
    overflow-y: auto;
  }
  li {
    display: grid;
    grid-template-columns: 24px minmax(0, 1fr);
    gap: 2px 12px;
    padding: 10px 16px;
  }
  li + li {
    border-top: 1px solid var(--divider-color);
  }
  li > ha-icon {
    color: var(--tone);
  }
  .what {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 8px;
  }
  h3 {
    min-width: 0;
    font-size: 15px;
  }
  h3 a {
    color: inherit;
    text-decoration: none;
  }
  h3 a:hover,
  h3 a:focus-visible {
    text-decoration: underline;
  }
  .why,
  .facts {
    grid-column: 2;
  }
  .reason {
    display: block;
  }
  .trouble {
    display: inline-flex;
    gap: 4px;
    --mdc-icon-size: 16px;
  }
  .trouble ha-icon {
    flex: none;
    height: 18px;
    color: var(--sc-bad);
  }
  footer {
    padding: 8px 16px 12px;
    border-top: 1px solid var(--divider-color);
  }
  .well {
    padding: 14px 16px;
    --mdc-icon-size: 28px;
  }
  .well ha-icon {
    color: var(--sc-good);
  }
`;
