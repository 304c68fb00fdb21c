"""Several relays of one module at once: written as the manual says, read back, and never half believed."""

from functools import cache
from pathlib import Path

import pytest

from campuslink.device.device import Device
from campuslink.device.recording import Recording
from campuslink.errors import NotWritableError, RefusedError
from campuslink.plan.request import Answer, RegisterSpan, Request
from campuslink.profile.library import Library, load_library
from campuslink.testing.replay import ReplayLink


class Noting(ReplayLink):
    def __init__(self, channels: int = 8) -> None:
        registers = {"coil": {0: (0,) * channels}, "discrete": {0: (0,) * 8}}
        super().__init__(Recording(profile="generic-modbus-relay-8", protocol="modbus", registers=registers))
        self.writes: list[tuple[Request, list[int]]] = []

    async def write(self, request: Request, values: Answer) -> None:
        self.writes.append((request, list(values)))
        await super().write(request, values)


@cache
def library() -> Library:
    return load_library(Path(__file__).parents[3] / "device_profiles")


def relay(link: ReplayLink) -> Device:
    profile = library().profiles["generic-modbus-relay-8"]
    return Device(profile, link, library().catalogue(profile.kind))


async def test_all_relays_go_in_one_request() -> None:
    link = Noting()
    readings = await relay(link).write_group({f"channel_{number}": True for number in range(1, 9)})
    assert link.writes == [(RegisterSpan("coil", 0, 8), [1] * 8)]
    assert all(reading.value is True for reading in readings.values())


async def test_relays_apart_leave_those_between_alone() -> None:
    link = Noting()
    await relay(link).write_group({"channel_1": True, "channel_3": True, "channel_4": False})
    assert link.writes == [(RegisterSpan("coil", 0, 1), [1]), (RegisterSpan("coil", 2, 2), [1, 0])]


async def test_input_is_no_relay() -> None:
    link = Noting()
    with pytest.raises(NotWritableError):
        await relay(link).write_group({"channel_1": True, "input_1": True})
    assert link.writes == []


async def test_refusal_of_a_module_is_told() -> None:
    with pytest.raises(RefusedError):
        await relay(Noting(channels=4)).write_group({f"channel_{number}": True for number in range(1, 9)})
