"""Doors raise alerts: forced and held open, over a restart, for as long and as badly as the site says."""

from collections.abc import Iterable
from datetime import timedelta

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.alert import Alert, Category, Severity
from custom_components.smart_campus.alerts.rules.words import render
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from ..alerts.settling import settle_alerts
from .conftest import read, start


async def review(hass: HomeAssistant, freezer: FrozenDateTimeFactory, seconds: float) -> None:
    """Let time pass, and the site look at its doors."""
    freezer.tick(timedelta(seconds=seconds))
    async_fire_time_changed(hass, dt_util.utcnow())
    await settle_alerts(hass)


async def open_alerts(hass: HomeAssistant) -> Iterable[Alert]:
    return (await async_get_desk(hass)).alerts


async def change(hass: HomeAssistant, entry: MockConfigEntry) -> None:
    await read(hass, entry)
    await settle_alerts(hass)


async def test_forced_door_is_an_urgent_alert_in_its_room_until_it_is_closed(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    hall = ar.async_get(hass).async_create("Hall")
    registry = dr.async_get(hass)
    registry.async_update_device(entry.runtime_data.coordinators["gate"].registry_id, area_id=hall.id)
    board.open_contact(1)
    await change(hass, entry)
    (alert,) = await open_alerts(hass)
    assert render(alert.title, "en") == "North gate: door 1 was forced open"
    assert (alert.severity, alert.category, alert.room) == (Severity.URGENT, Category.SECURITY, "Hall")
    assert alert.device_subentry_id == "gate"
    board.close_contact(1)
    await change(hass, entry)
    await review(hass, freezer, 20)
    assert len(list(await open_alerts(hass))) == 1
    await review(hass, freezer, 11)
    assert list(await open_alerts(hass)) == []


async def test_door_that_was_forced_before_the_start_is_raised(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    board.open_contact(1)
    await change(hass, entry)
    (before,) = await open_alerts(hass)
    assert await hass.config_entries.async_reload(entry.entry_id)
    await settle_alerts(hass)
    await change(hass, entry)
    (after,) = await open_alerts(hass)
    assert after.id == before.id


@pytest.mark.parametrize(
    ("row", "raised"),
    [
        ({"source": "door_forced", "severity": "off"}, []),
        ({"source": "door_forced", "severity": "notice"}, [Severity.NOTICE]),
        ({"source": "door_forced", "severity": "safety", "hold_s": 60}, []),
        ({"source": "nonsense", "severity": "safety"}, [Severity.URGENT]),
    ],
)
async def test_site_decides_how_a_source_is_taken(
    hass: HomeAssistant, controller: UhppoteController, board: Board, row: dict[str, object], raised: list[Severity]
) -> None:
    entry = await start(hass, controller)
    hass.config_entries.async_update_entry(entry, options={**entry.options, "alerts": {"sources": [row]}})
    await hass.async_block_till_done()
    board.open_contact(1)
    await change(hass, entry)
    assert [alert.severity for alert in await open_alerts(hass)] == raised


async def test_fault_shorter_than_its_hold_raises_nothing(
    hass: HomeAssistant, controller: UhppoteController, board: Board, freezer: FrozenDateTimeFactory
) -> None:
    entry = await start(hass, controller)
    rows = [{"source": "door_forced", "severity": "urgent", "hold_s": 30}]
    hass.config_entries.async_update_entry(entry, options={**entry.options, "alerts": {"sources": rows}})
    await hass.async_block_till_done()
    board.open_contact(1)
    await change(hass, entry)
    await review(hass, freezer, 20)
    board.close_contact(1)
    await change(hass, entry)
    await review(hass, freezer, 20)
    assert list(await open_alerts(hass)) == []
    board.open_contact(1)
    await change(hass, entry)
    await review(hass, freezer, 31)
    assert len(list(await open_alerts(hass))) == 1
