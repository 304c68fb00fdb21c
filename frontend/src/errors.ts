import { type CampusError, toCampusError } from "./data/connection";
import { localize, type TranslationKey } from "./localize";
import type { Hass } from "./types/hass";

const KNOWN: Record<string, TranslationKey> = {
  unauthorized: "error.unauthorized",
  not_found: "error.not_found",
  unknown_command: "error.unknown_command",
  connection_lost: "error.connection_lost",
  timeout: "error.timeout",
  config: "error.config",
  too_large: "error.too_large",
};

/** One sentence that says what is wrong and what to do, in the user's language. */
export async function describeError(
  hass: Pick<Hass, "locale" | "localize" | "loadBackendTranslation">,
  error: CampusError,
): Promise<string> {
  if (error.key !== undefined && error.domain !== undefined) {
    await hass.loadBackendTranslation?.("exceptions", error.domain);
    const sentence = hass.localize(
      `component.${error.domain}.exceptions.${error.key}.message`,
      error.placeholders ?? {},
    );
    if (sentence !== "") {
      return sentence;
    }
  }
  return describeKnown(hass, error);
}

/** The same of whatever was thrown. */
export function describeThrown(hass: Parameters<typeof describeError>[0], thrown: unknown): Promise<string> {
  return describeError(hass, toCampusError(thrown));
}

/** The same without what only the server's translations know: ready at once. */
export function describeKnown(hass: Pick<Hass, "locale">, error: CampusError): string {
  const message = error.message || error.code;
  return localize(hass.locale, KNOWN[error.code] ?? "error.unknown", { message });
}
