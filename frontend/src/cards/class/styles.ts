import { css } from "lit";

export const classStyles = css`
  .buttons {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(140px, 1fr));
    gap: 12px;
    padding: 12px 16px;
  }
  .buttons button {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-height: 52px;
    border-radius: 26px;
    font-size: 16px;
    font-weight: 500;
  }
  .note {
    display: flex;
    gap: 8px;
    padding: 0 16px 12px;
    overflow-wrap: anywhere;
    --mdc-icon-size: 20px;
  }
  .note ha-icon {
    flex: none;
    color: var(--sc-bad);
  }
  .question form {
    display: grid;
    gap: 10px;
  }
  .question {
    margin: 0 16px 12px;
    padding: 12px;
    border: 1px solid var(--sc-warn);
    border-radius: 8px;
    overflow-wrap: anywhere;
  }
  .question label {
    display: flex;
    align-items: center;
    gap: 8px;
  }
  .question input {
    flex: none;
    width: 20px;
    min-height: 20px;
    margin: 0;
  }
  .actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .progress {
    position: relative;
    height: 4px;
    margin: 0 16px 12px;
    overflow: hidden;
    border-radius: 2px;
    background: color-mix(in srgb, var(--primary-color) 20%, transparent);
  }
  .progress::after {
    content: "";
    position: absolute;
    inset-block: 0;
    width: 35%;
    border-radius: 2px;
    background: var(--primary-color);
    animation: run 1.4s ease-in-out infinite alternate;
  }
  @keyframes run {
    from {
      inset-inline-start: 0;
    }
    to {
      inset-inline-start: 65%;
    }
  }
  .results button {
    flex: none;
  }
  .results {
    display: grid;
    gap: 8px;
    padding: 0 16px 12px;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
    display: grid;
    gap: 6px;
  }
  li {
    display: grid;
    grid-template-columns: 20px minmax(0, 1fr) minmax(0, max-content);
    gap: 8px;
    align-items: start;
    --mdc-icon-size: 20px;
  }
  li ha-icon {
    color: var(--tone);
  }
  .name {
    font-weight: 500;
  }
  .text {
    max-width: 45cqi;
    text-align: end;
  }
  ha-card {
    container-type: inline-size;
  }
`;
