import { formatNumber } from "./format";
import { localize } from "./localize";
import type { Hass } from "./types/hass";

type Place = Pick<Hass, "locale">;

/** bit/s, as "1 Gbit/s"; the units are the same in both languages. */
export function formatBits(place: Place, bitsPerSecond: number): string {
  return withUnit(place, bitsPerSecond, 1000, ["bit/s", "kbit/s", "Mbit/s", "Gbit/s", "Tbit/s"]);
}

/** bit/s in the few characters that fit below a port: "100M", "2.5G". */
export function shortBits(place: Place, bitsPerSecond: number): string {
  return withUnit(place, bitsPerSecond, 1000, ["", "k", "M", "G", "T"]).replace(" ", "");
}

/** Bytes, as "1.4 GB" (10^9). */
export function formatBytes(place: Place, bytes: number): string {
  return withUnit(place, bytes, 1000, ["B", "kB", "MB", "GB", "TB"]);
}

/** Seconds, as "1 h 35 min", "40 s", "3 d 2 h". */
export function formatDuration(place: Place, seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [days, hours, minutes] = [
    Math.floor(whole / 86400),
    Math.floor(whole / 3600) % 24,
    Math.floor(whole / 60) % 60,
  ];
  if (days > 0) return localize(place.locale, "duration.days", { days, hours });
  if (hours > 0) return localize(place.locale, "duration.hours", { hours, minutes });
  if (minutes > 0) return localize(place.locale, "duration.minutes", { minutes });
  return localize(place.locale, "duration.seconds", { seconds: whole });
}

function withUnit(place: Place, value: number, step: number, units: readonly string[]): string {
  let size = value;
  let at = 0;
  while (Math.abs(size) >= step && at < units.length - 1) {
    size /= step;
    at += 1;
  }
  return `${formatNumber(place, size, Math.abs(size) < 10 ? 1 : 0)} ${units[at] ?? ""}`;
}
