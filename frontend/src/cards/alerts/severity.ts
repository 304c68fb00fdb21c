import type { Severity } from "../../data/alerts";
import type { TranslationKey } from "../../localize";
import type { Tone } from "../../styles/marks";

interface Look {
  icon: string;
  tone: Tone;
  word: TranslationKey;
}

const LOOKS: Record<Severity, Look> & Record<string, Look | undefined> = {
  safety: { icon: "mdi:alert-octagon", tone: "bad", word: "alerts.severity.safety" },
  urgent: { icon: "mdi:alert", tone: "bad", word: "alerts.severity.urgent" },
  warning: { icon: "mdi:alert-circle-outline", tone: "warn", word: "alerts.severity.warning" },
  notice: { icon: "mdi:information-outline", tone: "info", word: "alerts.severity.notice" },
};

/** How a severity is shown: never by its colour alone. */
export function lookOf(severity: string): Look {
  return LOOKS[severity] ?? LOOKS.warning;
}
