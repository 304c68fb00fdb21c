"""The network of the demo's site: where it is entered from, how soon it complains, and when it is inspected."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .flows import DOMAIN, fill

OPTIONS_FLOW = "/api/config/config_entries/options/flow"
ROOT = "switch-core"
"""The switch Home Assistant would hang on."""
EGRESS = "Ten-GigabitEthernet1/0/24"
IMPATIENT: Mapping[str, Json] = {
    "window_s": 300,
    "flapping": {"raise_at": 4, "clear_at": 1},
    "speed_dropped": {"raise_after_s": 20, "clear_after_s": 20},
}
"""Thresholds for people who have minutes; the usual ones suit people who have days."""
GRACE_S, HOLD_S = 5, 10
HANGS_ON: Mapping[str, tuple[str, str]] = {
    "projector-301": ("switch-floor-3", "GigabitEthernet0/0/31"),
    "projector-302": ("switch-floor-3", "GigabitEthernet0/0/33"),
    "projector-303": ("switch-floor-3", "GigabitEthernet0/0/34"),
    "projector-304": ("switch-floor-3", "GigabitEthernet0/0/35"),
    "projector-lecture-hall": ("switch-floor-3", "GigabitEthernet0/0/37"),
    "doors-classrooms": ("switch-floor-3", "GigabitEthernet0/0/41"),
    "doors-computers": ("switch-floor-3", "GigabitEthernet0/0/42"),
    "doors-library": ("switch-library", "ether3"),
    "projector-reading-room": ("switch-library", "ether5"),
    "doors-dormitory": ("switch-dormitory", "gigabitEthernet 1/0/2"),
}
"""Switch and port by device, as a person would say who follows the cable."""


async def tune_network(
    api: Api, entry_id: str, subentries: Mapping[str, str], hangs_on: Mapping[str, tuple[str, str]]
) -> None:
    """Name the root, make the watch impatient, and let the site be inspected every morning.

    subentries: subentry id by the simulator's device id. hangs_on: switch and port by device, besides those known here.
    """
    registered = _by_subentry(await api.command("config/device_registry/list"))
    root = registered[subentries[ROOT]]
    data = {"site": entry_id, "root_id": root, "startup_grace": GRACE_S, "unreachable_after": HOLD_S}
    await api.command(
        "call_service", domain=DOMAIN, service="configure_network_health", service_data={**data, "limits": IMPATIENT}
    )
    for device, (switch, port) in {**HANGS_ON, **hangs_on}.items():
        place = {"device_id": registered[subentries[device]], "switch_id": registered[subentries[switch]]}
        await api.command(
            "call_service", domain=DOMAIN, service="set_port_device", service_data={**place, "port": port}
        )
    step = await api.post(OPTIONS_FLOW, {"handler": entry_id})
    answers = {"daily": True, "egress": _egress(step["data_schema"])}
    await api.post(f"{OPTIONS_FLOW}/{step['flow_id']}", fill(step["data_schema"], answers))


async def inspect(api: Api, entry_id: str, language: str) -> None:
    """Inspect the site, so that there is a report to read."""
    await api.command(
        "call_service",
        domain=DOMAIN,
        service="run_network_inspection",
        service_data={"site": entry_id, "language": language},
        return_response=True,
    )


def _by_subentry(registered: Sequence[Mapping[str, Json]]) -> dict[str, str]:
    """Return the registry id of the device each subentry stands for."""
    return {
        subentry_id: device["id"]
        for device in registered
        for subentries in device["config_entries_subentries"].values()
        for subentry_id in subentries
        if subentry_id is not None
    }


def _egress(fields: Sequence[Mapping[str, Json]]) -> list[str]:
    """Return the choice of the form that is the egress port."""
    shown = [field for section in fields for field in section.get("schema", ())]
    choices = next((field["selector"]["select"]["options"] for field in shown if field["name"] == "egress"), ())
    return [choice["value"] for choice in choices if choice["value"].endswith(EGRESS)]
