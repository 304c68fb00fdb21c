import { css } from "lit";

export const rowStyles = css`
  :host {
    display: block;
    border-inline-start: 4px solid var(--tone);
    padding: 10px 16px 10px 12px;
  }
  article {
    display: grid;
    gap: 6px;
  }
  .head {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 4px 8px;
  }
  .head .mark {
    align-self: center;
  }
  h3 {
    flex: 1 1 12em;
    min-width: 0;
    font-size: 15px;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .actions button {
    padding: 0 12px;
    font-size: 13px;
  }
  button[aria-busy="true"] {
    opacity: 0.7;
  }
  form {
    display: grid;
    gap: 8px;
    padding: 10px;
    border-radius: 8px;
    background: color-mix(in srgb, var(--primary-text-color) 6%, transparent);
  }
  form button {
    background: var(--card-background-color);
  }
  fieldset {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend,
  label {
    margin-bottom: 4px;
    padding: 0;
  }
  textarea {
    width: 100%;
    min-height: 64px;
    resize: vertical;
  }
  details {
    font-size: 13px;
  }
  summary {
    cursor: pointer;
    padding: 4px 0;
    width: fit-content;
  }
  ul,
  dl {
    margin: 0;
    padding-inline-start: 18px;
    display: grid;
    gap: 4px;
  }
  dl {
    grid-template-columns: fit-content(40%) 1fr;
    gap: 2px 12px;
    padding: 0;
  }
  dd {
    margin: 0;
  }
  .problem {
    display: flex;
    gap: 6px;
    align-items: flex-start;
    --mdc-icon-size: 18px;
  }
  .problem ha-icon {
    color: var(--sc-bad);
    flex: none;
  }
`;
