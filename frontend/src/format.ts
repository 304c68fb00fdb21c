import { languageOf } from "./localize";
import type { Hass } from "./types/hass";

type Place = Pick<Hass, "locale" | "config">;

/** Time of day of an ISO time, in the zone and the clock (12 or 24 hours) that the user chose. */
export function formatTime(place: Place, iso: string): string {
  return format(place, iso, { hour: "numeric", minute: "2-digit" });
}

/** Day and time of an ISO time; the year only when it is another one. */
export function formatDateTime(place: Place, iso: string): string {
  return format(place, iso, { ...yearOf(iso), month: "short", day: "numeric", hour: "numeric", minute: "2-digit" });
}

/** The day of an ISO time or of "YYYY-MM-DD"; a bare day is a day everywhere. */
export function formatDay(place: Place, iso: string): string {
  const isBare = /^\d{4}-\d{2}-\d{2}$/.test(iso);
  return format(place, iso, {
    ...yearOf(iso),
    month: "short",
    day: "numeric",
    weekday: "short",
    ...(isBare && { timeZone: "UTC" }),
  });
}

/** How long ago or until: "5 minutes ago", "2 小时后". */
export function formatRelative(place: Place, iso: string, now = Date.now()): string {
  const seconds = (Date.parse(iso) - now) / 1000;
  if (Number.isNaN(seconds)) {
    return "";
  }
  const words = new Intl.RelativeTimeFormat(localeOf(place), { numeric: "auto" });
  const size = Math.abs(seconds);
  if (size < 60) return words.format(Math.trunc(seconds), "second");
  if (size < 3600) return words.format(Math.trunc(seconds / 60), "minute");
  if (size < 86400) return words.format(Math.trunc(seconds / 3600), "hour");
  return words.format(Math.trunc(seconds / 86400), "day");
}

/** A moment as a field of day and time holds it, "YYYY-MM-DDTHH:mm", in the zone that the user chose. */
export function toFieldTime(place: Place, at: Date): string {
  const { time_zone } = place.locale;
  return new Intl.DateTimeFormat("sv-SE", {
    dateStyle: "short",
    timeStyle: "short",
    ...(time_zone === "server" && { timeZone: place.config.time_zone }),
  })
    .format(at)
    .replace(" ", "T");
}

/** What a field of day and time holds, for the server: with its offset, or without one in the server's own zone. */
export function fromFieldTime(place: Place, value: string): string {
  return place.locale.time_zone === "server" ? value : new Date(value).toISOString();
}

/** A number as the language writes it, with at most `digits` decimals. */
export function formatNumber(place: Pick<Hass, "locale">, value: number, digits = 1): string {
  return new Intl.NumberFormat(localeOf(place), { maximumFractionDigits: digits }).format(value);
}

function format(place: Place, iso: string, options: Intl.DateTimeFormatOptions): string {
  const time = new Date(iso);
  if (Number.isNaN(time.getTime())) {
    return "";
  }
  const { time_format, time_zone } = place.locale;
  const hourCycle = time_format === "24" ? "h23" : time_format === "12" ? "h12" : undefined;
  return new Intl.DateTimeFormat(localeOf(place), {
    ...(time_zone === "server" && { timeZone: place.config.time_zone }),
    ...options,
    ...(options.hour !== undefined && hourCycle !== undefined && { hourCycle }),
    ...(options.hour !== undefined && hourCycle === "h23" && { hour: "2-digit" }),
  }).format(time);
}

/** The words are ours in two languages, so are dates; British or American order as the user's language says. */
function localeOf(place: Pick<Hass, "locale">): string {
  const language = place.locale.language;
  return languageOf(place.locale) === "zh-Hans" ? "zh-CN" : language.toLowerCase().startsWith("en") ? language : "en";
}

function yearOf(iso: string): Intl.DateTimeFormatOptions {
  return new Date(iso).getFullYear() === new Date().getFullYear() ? {} : { year: "numeric" };
}
