import type { Hass } from "../types/hass";

/**
 * What changes a generated page: areas and floors renamed or moved, devices or entities added or removed, another language
 * or user. A registry of thousands of devices that only changed in some detail makes nothing anew.
 */
export function hasNewPlaces(before: Hass, now: Hass): boolean {
  return (
    before.areas !== now.areas ||
    before.floors !== now.floors ||
    before.locale.language !== now.locale.language ||
    before.user?.is_admin !== now.user?.is_admin ||
    hasAnotherNumber(before.devices, now.devices)
  );
}

export function hasNewEntities(before: Hass, now: Hass): boolean {
  return hasNewPlaces(before, now) || hasAnotherNumber(before.entities, now.entities);
}

function hasAnotherNumber(before: object, now: object): boolean {
  return before !== now && Object.keys(before).length !== Object.keys(now).length;
}
