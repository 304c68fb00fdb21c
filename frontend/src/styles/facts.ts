import { css } from "lit";

/** Facts: an icon and a few words each, one beside the other. */
export const factStyles = css`
  .facts {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 12px;
    font-size: 13px;
  }
  .fact {
    display: inline-flex;
    align-items: flex-start;
    gap: 4px;
    min-width: 0;
    --mdc-icon-size: 16px;
  }
  .fact ha-icon {
    flex: none;
    height: 18px;
  }
`;
