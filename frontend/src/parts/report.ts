import { call } from "../data/connection";
import { languageOf } from "../localize";
import type { Hass } from "../types/hass";

/** A report as the server makes links to it. */
export type ReportQuery =
  { kind: "inspection"; site: string; report_id: string } | { kind: "recording_sheet"; site: string; day: string };

/** Ask for a link that is made for now, and open it beside this page. Rejects with a `CampusError`. */
export async function openReport(hass: Hass, query: ReportQuery): Promise<void> {
  const message = { type: "smart_campus/dashboard/report", ...query, language: languageOf(hass.locale) };
  const { url } = await call<{ url: string }>(hass, message);
  openPath(hass, url);
}

/** Open a path of this Home Assistant beside the page; with a name, keep what is there as a file. */
export function openPath(hass: Pick<Hass, "hassUrl">, path: string, fileName?: string): void {
  if (!/^\/(?![/\\])/.test(path)) {
    return; // Only this Home Assistant is opened, whatever the server says.
  }
  const link = document.createElement("a");
  link.href = hass.hassUrl?.(path) ?? path;
  if (fileName === undefined) {
    link.target = "_blank";
    link.rel = "noopener";
  } else {
    link.download = fileName;
  }
  link.click();
}
