"""Devices are asked who they are; only what is news and still true reaches log, issues and registry."""

from collections.abc import Coroutine
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.device.device import Device
from custom_components.smart_campus.campuslink.errors import MismatchError
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.coordinator import DeviceCoordinator
from custom_components.smart_campus.identity import IdentityWatch

from .conftest import FakeCampus, meter, set_up


def watch(hass: HomeAssistant, entry: MockConfigEntry, coordinators: dict[str, DeviceCoordinator]) -> IdentityWatch:
    def spawn(work: Coroutine[Any, Any, None], name: str) -> object:
        return hass.async_create_task(work, name)

    return IdentityWatch(hass, entry, coordinators, spawn)


async def test_device_unlike_its_model_is_logged_once(
    hass: HomeAssistant, campus: FakeCampus, caplog: pytest.LogCaptureFixture
) -> None:
    entry = await set_up(hass, meter(1))
    asking = watch(hass, entry, entry.runtime_data.coordinators)

    with patch.object(Device, "identify", side_effect=MismatchError("frequency: 10 Hz")):
        for _ in range(2):
            asking.async_ask("sub1")
            await hass.async_block_till_done()

    assert caplog.messages.count("North: Meter 1 does not answer like its model: frequency: 10 Hz") == 1


async def test_device_gone_before_it_is_asked_is_not_asked(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))

    with patch.object(Device, "identify") as identify:
        watch(hass, entry, {}).async_ask("sub1")
        await hass.async_block_till_done()

    identify.assert_not_called()


async def test_answer_of_a_device_gone_meanwhile_is_dropped(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    coordinators = dict(entry.runtime_data.coordinators)

    async def leave(_device: Device) -> None:
        coordinators.clear()
        raise MismatchError("frequency: 10 Hz")

    with patch.object(Device, "identify", leave):
        watch(hass, entry, coordinators).async_ask("sub1")
        await hass.async_block_till_done()

    assert not any(domain == DOMAIN for domain, _ in ir.async_get(hass).issues)
