"""Devices that are meant to be offline: pulled out once they are set up, which nobody could do with a dead device."""

from collections.abc import Mapping, Sequence

import aiohttp

from .api import Json

OFFLINE = "offline"


def is_offline(device: Mapping[str, Json]) -> bool:
    """Return whether a device is meant not to answer."""
    return bool(device["expected"] == OFFLINE)


def places_of(devices: Sequence[Mapping[str, Json]]) -> list[str]:
    """Return where devices that are meant to be offline would be, as the log names them."""
    return [f"{device['endpoint']['host']}:{device['endpoint']['port']}" for device in devices if is_offline(device)]


async def unplug(control_url: str, devices: Sequence[Mapping[str, Json]]) -> None:
    """Take the devices that are meant to be offline from the network."""
    async with aiohttp.ClientSession(control_url) as session:
        for device in filter(is_offline, devices):
            async with session.post(f"/devices/{device['id']}/unplug") as answer:
                answer.raise_for_status()
