import type { Hass } from "../types/hass";
import { CampusCallError, toCampusError } from "./connection";

/** Hand a file to Home Assistant and return the id by which a command takes it. Rejects with a `CampusError`. */
export async function uploadFile(hass: Pick<Hass, "fetchWithAuth">, file: File): Promise<string> {
  if (!hass.fetchWithAuth) {
    throw new CampusCallError({ code: "unknown", message: "this page cannot send files" });
  }
  const body = new FormData();
  body.append("file", file);
  let response: Response;
  try {
    response = await hass.fetchWithAuth("/api/file_upload", { method: "POST", body });
  } catch (thrown) {
    throw new CampusCallError({ ...toCampusError(thrown), code: "connection_lost" });
  }
  if (!response.ok) {
    const code = response.status === 401 ? "unauthorized" : response.status === 413 ? "too_large" : "unknown";
    throw new CampusCallError({ code, message: `HTTP ${response.status}` });
  }
  const answer = (await response.json()) as { file_id?: unknown };
  if (typeof answer.file_id !== "string") {
    throw new CampusCallError({ code: "unknown", message: "no file id" });
  }
  return answer.file_id;
}
