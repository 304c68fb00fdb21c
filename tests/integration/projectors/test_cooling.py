"""When a projector's mains may be cut."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import condition
from homeassistant.helpers import device_registry as dr
from homeassistant.setup import async_setup_component
from pjlink_advance.models import PowerState

from custom_components.smart_campus.projectors.rules.cooling import is_cool

from ..conftest import fail, poll
from .conftest import Emulate, SetUp, entity_of, lit, shown


@pytest.mark.parametrize(
    ("power", "draws", "expected"),
    [
        ("off", None, True),
        ("cooling", None, False),
        ("warming", None, False),
        ("on", None, False),
        (None, None, False),
    ],
)
def test_without_a_meter_the_projector_itself_must_say_it_is_off(
    power: str | None, draws: float | None, expected: bool
) -> None:
    assert is_cool(power, has_meter=False, draws=draws, idle_below=5) is expected


@pytest.mark.parametrize(
    ("power", "draws", "expected"),
    [
        ("off", 0.4, True),
        ("off", 5.0, False),
        ("off", None, False),
        (None, 0.4, True),
        (None, None, False),
        ("cooling", 0.4, False),
        ("on", 0.0, False),
    ],
)
def test_with_a_meter_the_outlet_must_be_idle_as_well(power: str | None, draws: float | None, expected: bool) -> None:
    assert is_cool(power, has_meter=True, draws=draws, idle_below=5) is expected


async def holds(hass: HomeAssistant, entity_id: str, **target: str) -> bool:
    """Return whether the condition holds for a target, the entity unless another is given."""
    await async_setup_component(hass, "homeassistant", {})
    config: dict[str, Any] = {
        "condition": "smart_campus.projector_is_cool",
        "target": target or {"entity_id": entity_id},
        "options": {"behavior": "all"},
    }
    checker = await condition.async_from_config(hass, await condition.async_validate_condition_config(hass, config))
    found = checker.async_check()
    checker.async_unload()
    return bool(found)


async def test_the_condition_follows_the_projector(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    entity_id = entity_of(hass, "binary_sensor", "cooled_down")
    found = []
    for power in (PowerState.ON, PowerState.COOLING, PowerState.OFF, PowerState.WARMING):
        emulator.state.power = power
        await poll(hass, entry, "p1")
        found.append(await holds(hass, entity_id))
    assert found == [False, False, True, False]


async def test_a_silent_projector_is_hot(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate()
    entry = await set_up(emulator.port)
    assert shown(hass, "binary_sensor", "cooled_down")[0] == "on"
    await emulator.stop()
    await fail(hass, entry, "p1")
    assert shown(hass, "binary_sensor", "cooled_down")[0] == "off"
    assert not await holds(hass, entity_of(hass, "binary_sensor", "cooled_down"))


async def test_a_site_that_is_not_running_cools_nothing(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate()
    entry = await set_up(emulator.port)
    entity_id = entity_of(hass, "binary_sensor", "cooled_down")
    await hass.config_entries.async_unload(entry.entry_id)
    assert not await holds(hass, entity_id)


async def test_a_device_or_room_is_a_target_as_well(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    device_id = entry.runtime_data.coordinators["p1"].registry_id
    area = ar.async_get(hass).async_create("Hall")
    dr.async_get(hass).async_update_device(device_id, area_id=area.id)
    found = [await holds(hass, "", device_id=device_id), await holds(hass, "", area_id=area.id)]
    emulator.state.power = PowerState.OFF
    await poll(hass, entry, "p1")
    found += [await holds(hass, "", device_id=device_id), await holds(hass, "", area_id=area.id)]
    assert found == [False, False, True, True]


async def test_an_entity_that_is_not_there_is_hot(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    await set_up((await emulate()).port)
    assert not await holds(hass, "binary_sensor.mistyped")


async def test_the_outlets_meter_decides_as_well(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    hass.states.async_set("sensor.outlet", "180")
    emulator = await emulate()
    await set_up(emulator.port, options={"outlet": "sensor.outlet", "idle_below": 5})
    found = [shown(hass, "binary_sensor", "cooled_down")[0]]
    for draws in ("0.4", "unavailable"):
        hass.states.async_set("sensor.outlet", draws)
        await hass.async_block_till_done()
        found.append(shown(hass, "binary_sensor", "cooled_down")[0])
    assert found == ["off", "on", "off"]
