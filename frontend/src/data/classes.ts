import type { Hass } from "../types/hass";
import { call } from "./connection";

export type ClassAction = "start_class" | "end_class";
export type ClassOutcome = "done" | "already" | "skipped" | "pending" | "failed" | "refused";

/** What was done to one device, and what became of it; `text` is in the user's language. */
export interface ClassDevice {
  device_id: string | null;
  name: string;
  kind: string | null;
  step: string;
  outcome: ClassOutcome;
  code: string;
  text: string;
}

export interface ClassResult {
  rooms: { room: string; name: string; devices: ClassDevice[]; text: string | null }[];
}

/** Start or end a class in the room of an area. Takes as long as its devices do; rejects with a `CampusError`. */
export async function runClass(
  hass: Pick<Hass, "callWS">,
  action: ClassAction,
  areaId: string,
  data: { stop_recording?: boolean } = {},
): Promise<ClassResult> {
  const { response } = await call<{ response: ClassResult }>(hass, {
    type: "call_service",
    domain: "smart_campus",
    service: action,
    target: { area_id: areaId },
    service_data: data,
    return_response: true,
  });
  return response;
}
