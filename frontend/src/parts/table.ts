import { css, html, nothing, type TemplateResult } from "lit";
import { repeat } from "lit/directives/repeat.js";

export interface Column<R> {
  /** Also what is sorted by, where `isSortable`. */
  key: string;
  label: string;
  cell: (row: R) => unknown;
  /** Names the row; one column of each table. */
  isHead?: boolean;
  isSortable?: boolean;
  /** Right-aligned. */
  isNumber?: boolean;
}

export interface TableOptions<R> {
  caption: string;
  columns: readonly Column<R>[];
  rows: readonly R[];
  keyOf: (row: R) => string;
  /** Makes the head of a row a button. */
  open?: (row: R) => void;
  /** "key" or "-key" for descending. */
  sort?: string;
  sortBy?: (sort: string) => void;
}

/**
 * A table that becomes a list of blocks where there is little room. The roles are written out because browsers take them
 * away from a table that is not displayed as one.
 */
export function dataTable<R>(options: TableOptions<R>): TemplateResult {
  const { columns, rows, keyOf } = options;
  return html`<div class="table">
    <table role="table" aria-label=${options.caption}>
      <thead role="rowgroup">
        <tr role="row">
          ${columns.map((column) => heading(column, options))}
        </tr>
      </thead>
      <tbody role="rowgroup">
        ${repeat(rows, keyOf, (row) => line(row, options))}
      </tbody>
    </table>
  </div>`;
}

function heading<R>(column: Column<R>, { sort, sortBy }: TableOptions<R>): TemplateResult {
  const direction = sort === column.key ? "ascending" : sort === `-${column.key}` ? "descending" : "none";
  const isSortable = column.isSortable === true && sortBy !== undefined;
  return html`<th
    scope="col"
    role="columnheader"
    class=${column.isNumber ? "number" : ""}
    aria-sort=${isSortable ? direction : nothing}
  >
    ${
      isSortable
        ? html`<button
            type="button"
            class="sort"
            @click=${() => sortBy(direction === "ascending" ? `-${column.key}` : column.key)}
          >
            <span>${column.label}</span
            ><ha-icon
              .icon=${direction === "descending" ? "mdi:arrow-down" : "mdi:arrow-up"}
              ?hidden=${direction === "none"}
              aria-hidden="true"
            ></ha-icon>
          </button>`
        : column.label
    }
  </th>`;
}

function line<R>(row: R, { columns, open }: TableOptions<R>): TemplateResult {
  return html`<tr
    role="row"
    class=${open ? "opens" : ""}
    @click=${open ? (event: Event) => openBy(event, row, open) : nothing}
  >
    ${columns.map((column) => {
      const content = column.cell(row);
      const classes = `${column.isNumber ? "number" : ""} ${content === nothing ? "empty" : ""}`;
      return column.isHead
        ? html`<th scope="row" role="rowheader" data-label=${column.label} class=${classes}>
            ${open ? html`<button type="button" class="link" @click=${() => open(row)}>${content}</button>` : content}
          </th>`
        : html`<td role="cell" data-label=${column.label} class=${classes}>${content}</td>`;
    })}
  </tr>`;
}

/** A press anywhere in a row opens it, unless it was for a control in it, or marked text. */
function openBy<R>(event: Event, row: R, open: (row: R) => void): void {
  const isControl = (event.target as Element).closest("button, a, input, select, label") !== null;
  if (!isControl && (window.getSelection()?.isCollapsed ?? true)) {
    open(row);
  }
}

export const tableStyles = css`
  .table {
    container-type: inline-size;
  }
  .table th,
  .table td {
    overflow-wrap: anywhere;
  }
  .table thead th {
    color: var(--secondary-text-color);
    font-size: 13px;
    white-space: nowrap;
  }
  .table .number {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  .table tr.opens {
    cursor: pointer;
  }
  .table tbody tr.opens:hover {
    background: color-mix(in srgb, var(--primary-text-color) 4%, transparent);
  }
  button.link,
  button.sort {
    min-height: 0;
    padding: 0;
    border: none;
    border-radius: 4px;
    text-align: start;
    font-weight: 500;
  }
  button.link {
    color: var(--primary-text-color);
    text-decoration: underline;
    text-decoration-color: color-mix(in srgb, var(--primary-text-color) 35%, transparent);
    text-underline-offset: 3px;
    overflow-wrap: anywhere;
  }
  button.sort {
    display: inline-flex;
    align-items: center;
    gap: 2px;
    color: inherit;
  }
  button.sort ha-icon {
    --mdc-icon-size: 16px;
  }
  .clamp {
    display: -webkit-box;
    overflow: hidden;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  @container (max-width: 600px) {
    .table table,
    .table tbody,
    .table tr,
    .table th,
    .table td {
      display: block;
    }
    .table thead {
      position: absolute;
      width: 1px;
      height: 1px;
      overflow: hidden;
      clip-path: inset(50%);
    }
    .table tr {
      padding: 10px 0;
      border-bottom: 1px solid var(--divider-color);
    }
    .table tbody th,
    .table td {
      padding: 2px 0;
      border: none;
    }
    .table .number {
      text-align: start;
    }
    .table td.empty {
      display: none;
    }
    .table td::before {
      content: attr(data-label) " ";
      color: var(--secondary-text-color);
      font-size: 12px;
      margin-inline-end: 6px;
    }
    .table tbody th {
      font-size: 15px;
    }
    /* A value stands beside its label. */
    .table td .clamp,
    .table td .marks {
      display: inline;
    }
  }
  @media (pointer: coarse) {
    button.link,
    button.sort {
      min-height: var(--sc-touch);
    }
  }
`;
