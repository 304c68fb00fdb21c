"""The mains of a projector are not cut with the class, but behind the projector."""

import asyncio
from dataclasses import dataclass, field
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant, ServiceCall, callback
from pjlink_advance.emulator import PJLinkEmulator
from pjlink_advance.models import PowerState
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.classes import outlets
from tests.integration.conftest import fail, poll
from tests.integration.projectors.conftest import Emulate, _wires, emulate, lit, projector
from tests.integration.rooms.conftest import room

from .conftest import act
from .test_devices import set_up

__all__ = ["_wires", "emulate"]

OUTLET, FAN = "switch.outlet", "fan.ceiling"


@dataclass
class Mains:
    """An outlet and a fan that obey."""

    hass: HomeAssistant
    off: list[str] = field(default_factory=list)

    def lay(self) -> None:
        for entity_id in (OUTLET, FAN):
            self.hass.states.async_set(entity_id, "on")
            self.hass.services.async_register(entity_id.partition(".")[0], "turn_off", self._turn_off)

    @callback
    def _turn_off(self, call: ServiceCall) -> None:
        for entity_id in call.data["entity_id"]:
            self.off.append(entity_id)
            self.hass.states.async_set(entity_id, "off")


@pytest.fixture
def mains(hass: HomeAssistant) -> Mains:
    return Mains(hass)


async def _lesson(mains: Mains, area_id: str, emulator: PJLinkEmulator) -> MockConfigEntry:
    entry = await set_up(
        mains.hass,
        room(area_id, is_recorded=False, class_switches=[OUTLET, FAN]),
        projector(emulator.port, area_id=area_id),
    )
    mains.lay()
    return entry


async def _follow(hass: HomeAssistant) -> None:
    """Let the outlet follow in the background."""
    for _ in range(20):
        await asyncio.sleep(0)
    await hass.async_block_till_done()


async def _now(hass: HomeAssistant, entry: MockConfigEntry, emulator: PJLinkEmulator, power: PowerState) -> None:
    emulator.state.power = power
    await poll(hass, entry, "p1")
    await _follow(hass)


async def test_outlet_follows_a_projector_that_cools(
    hass: HomeAssistant, area_id: str, emulate: Emulate, mains: Mains
) -> None:
    emulator = await emulate(lit(), transition_delay=600)
    entry = await _lesson(mains, area_id, emulator)
    told = await act(hass, "end_class", area_id)
    assert told["projector_off"][0] == "done"
    assert mains.off == [FAN]
    await _now(hass, entry, emulator, PowerState.COOLING)
    assert mains.off == [FAN]
    await _now(hass, entry, emulator, PowerState.OFF)
    assert mains.off == [FAN, OUTLET]


async def test_response_says_that_the_outlet_follows(
    hass: HomeAssistant, area_id: str, emulate: Emulate, mains: Mains
) -> None:
    emulator = await emulate(lit(), transition_delay=600)
    await _lesson(mains, area_id, emulator)
    answer: Any = await hass.services.async_call(
        "smart_campus", "end_class", {"area_id": area_id}, blocking=True, return_response=True
    )
    rows = answer["rooms"][0]["devices"]
    assert ("outlet", "pending", "outlet_follows") in [(row["name"], row["outcome"], row["code"]) for row in rows]


async def test_outlet_goes_off_at_once_behind_a_cool_projector(
    hass: HomeAssistant, area_id: str, emulate: Emulate, mains: Mains
) -> None:
    await _lesson(mains, area_id, await emulate())
    await act(hass, "end_class", area_id)
    assert sorted(mains.off) == [FAN, OUTLET]


async def test_outlet_stays_on_when_the_projector_is_used_again(
    hass: HomeAssistant, area_id: str, emulate: Emulate, mains: Mains
) -> None:
    emulator = await emulate(lit(), transition_delay=600)
    entry = await _lesson(mains, area_id, emulator)
    await act(hass, "end_class", area_id)
    for power in (PowerState.COOLING, PowerState.WARMING, PowerState.OFF):
        await _now(hass, entry, emulator, power)
    assert mains.off == [FAN]


async def test_outlet_of_a_silent_projector_stays_on(
    hass: HomeAssistant, area_id: str, emulate: Emulate, mains: Mains, caplog: pytest.LogCaptureFixture
) -> None:
    emulator = await emulate()
    entry = await _lesson(mains, area_id, emulator)
    await emulator.stop()
    await fail(hass, entry, "p1")
    with patch.object(outlets, "COOL_WITHIN_S", 0.0):
        await act(hass, "end_class", area_id)
        await _follow(hass)
    assert mains.off == [FAN]
    assert "outlet stays on" in caplog.text
