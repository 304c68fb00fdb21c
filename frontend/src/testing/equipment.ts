import type { Asset } from "../data/equipment";

export function makeAsset(number: string, given: Partial<Asset> = {}): Asset {
  return {
    asset_id: `id-${number}`,
    site: "s1",
    site_title: "North",
    asset_number: number,
    name: `Projector ${number}`,
    kind: "projector",
    profile: "",
    manufacturer: "Epson",
    model: "CB-X51",
    serial: "",
    firmware: "",
    area_id: "a301",
    area: "A301",
    floor: "Floor 3",
    purchased_on: "2024-09-01",
    warranty_until: null,
    keeper: "Li Lei",
    state: "in_use",
    next_inspection_on: null,
    device_subentry_id: null,
    note: "",
    differs: {},
    ...given,
  };
}
