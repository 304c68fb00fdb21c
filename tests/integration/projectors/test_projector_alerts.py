"""Projectors raise alerts: a fault of a part, and a lamp near its end until it was exchanged."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pjlink_advance.models import ErrorLevel, ErrorStatus, Lamp
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.words import render

from ..alerts.settling import settle_alerts
from ..conftest import poll
from .conftest import Emulate, SetUp, lit

OK = ErrorLevel.OK
HOT = ErrorStatus(fan=OK, lamp=OK, temperature=ErrorLevel.ERROR, cover=OK, filter=OK, other=OK)


async def alerts_after(
    hass: HomeAssistant, entry: MockConfigEntry, freezer: FrozenDateTimeFactory, seconds: float
) -> list[tuple[str, str]]:
    """Return the open alerts as both languages call them, after some time in which the projector answered."""
    await poll(hass, entry, "p1")
    await settle_alerts(hass)
    for _ in range(2):
        freezer.tick(timedelta(seconds=seconds / 2))
        async_fire_time_changed(hass, dt_util.utcnow())
        await settle_alerts(hass)
    desk = await async_get_desk(hass)
    return [(render(alert.title, "en"), render(alert.title, "zh-Hans")) for alert in desk.alerts]


async def test_a_lamp_near_its_end_is_an_alert_until_it_is_exchanged(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp, freezer: FrozenDateTimeFactory
) -> None:
    emulator = await emulate(lit(lamps=[Lamp(1800, True)]))
    entry = await set_up(emulator.port, options={"lamp_lifetime_h": 2000})
    early = await alerts_after(hass, entry, freezer, 200)
    due = await alerts_after(hass, entry, freezer, 200)
    emulator.state.lamps = [Lamp(0, True)]
    await alerts_after(hass, entry, freezer, 20)
    over = await alerts_after(hass, entry, freezer, 320)
    assert (early, due, over) == ([], [("Hall: lamp or filter is due", "Hall：灯泡或滤网需要更换")], [])


async def test_a_lamp_with_time_left_is_none(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp, freezer: FrozenDateTimeFactory
) -> None:
    entry = await set_up((await emulate(lit(lamps=[Lamp(1799, True)]))).port, options={"lamp_lifetime_h": 2000})
    assert await alerts_after(hass, entry, freezer, 900) == []


async def test_a_fault_of_a_part_is_an_alert_until_it_is_mended(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp, freezer: FrozenDateTimeFactory
) -> None:
    emulator = await emulate(lit(errors=HOT))
    entry = await set_up(emulator.port)
    await alerts_after(hass, entry, freezer, 20)
    raised = await alerts_after(hass, entry, freezer, 120)
    emulator.state.errors = ErrorStatus.ok()
    await alerts_after(hass, entry, freezer, 20)
    assert (len(raised), await alerts_after(hass, entry, freezer, 120)) == (1, [])
