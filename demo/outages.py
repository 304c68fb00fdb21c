"""What goes wrong with simulated devices once they are set up; nobody could set up a dead one."""

from collections.abc import Mapping, Sequence

import aiohttp

from .api import Json

OFFLINE = "offline"


def is_offline(device: Mapping[str, Json]) -> bool:
    """Return whether a device is meant not to answer."""
    return bool(device["expected"] == OFFLINE)


def addresses_of(devices: Sequence[Mapping[str, Json]]) -> list[str]:
    """Return where devices are on the network, as the log names them."""
    return [f"{device['endpoint']['host']}:{device['endpoint']['port']}" for device in devices]


async def go_wrong(control_url: str, devices: Sequence[Mapping[str, Json]]) -> None:
    """Let happen what the simulator has in store for the time after the set-up."""
    async with aiohttp.ClientSession(control_url) as session:
        for device in devices:
            for deed in device["later"]:
                path = f"/devices/{device['id']}/{deed['action']}"
                async with session.post(path, json=deed["body"]) as answer:
                    answer.raise_for_status()
