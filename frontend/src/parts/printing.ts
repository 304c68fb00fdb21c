/** Put a table on a page of its own and print it; every text is put there as text. Throws when no page may be opened. */
export function printTable(title: string, columns: readonly string[], rows: readonly (readonly string[])[]): void {
  const page = window.open("", "_blank");
  if (!page) {
    throw new Error("The browser does not let this page open another one.");
  }
  const { document } = page;
  document.title = title;
  const style = document.createElement("style");
  style.textContent = `
    body { font: 11px/1.4 sans-serif; color: #000; margin: 12mm; }
    h1 { font-size: 16px; }
    table { width: 100%; border-collapse: collapse; }
    th, td { border: 1px solid #999; padding: 3px 5px; text-align: start; vertical-align: top; overflow-wrap: anywhere; }
    thead { display: table-header-group; }
    tr { break-inside: avoid; }
    @page { size: A4 landscape; margin: 10mm; }`;
  const heading = document.createElement("h1");
  heading.textContent = title;
  const table = document.createElement("table");
  table.createTHead().append(line(document, "th", columns));
  table.createTBody().append(...rows.map((row) => line(document, "td", row)));
  document.head.append(style);
  document.body.replaceChildren(heading, table);
  page.print();
}

function line(document: Document, cell: "th" | "td", texts: readonly string[]): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.append(
    ...texts.map((text) => {
      const made = document.createElement(cell);
      made.textContent = text;
      return made;
    }),
  );
  return row;
}
