"""Faults, hours of use and what is due."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pjlink_advance.models import ErrorLevel, ErrorStatus, Lamp, PowerState

from custom_components.smart_campus.const import DOMAIN

from ..conftest import poll
from .conftest import KEY, Emulate, SetUp, entity_of, lit, shown

OK, WARNING, ERROR = ErrorLevel.OK, ErrorLevel.WARNING, ErrorLevel.ERROR


def issues(hass: HomeAssistant) -> set[str]:
    return {issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN}


async def test_a_problem_names_its_causes(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    errors = ErrorStatus(fan=ERROR, lamp=OK, temperature=WARNING, cover=OK, filter=OK, other=OK)
    emulator = await emulate(lit(errors=errors))
    entry = await set_up(emulator.port)
    state, attributes = shown(hass, "binary_sensor", "problem")
    assert (state, attributes["errors"], attributes["warnings"]) == ("on", ["fan"], ["temperature"])
    emulator.state.errors = ErrorStatus.ok()
    await poll(hass, entry, "p1")
    assert shown(hass, "binary_sensor", "problem")[0] == "off"


async def test_hours_and_what_is_left_of_the_lamp_lit_longest(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit(lamps=[Lamp(1000, True), Lamp(1500, True)]))
    await set_up(emulator.port, options={"lamp_lifetime_h": 2000})
    assert shown(hass, "sensor", "light_source_hours")[0] == "1000"
    assert shown(hass, "sensor", "light_source_remaining")[0] == "25.0"
    assert shown(hass, "sensor", "filter_hours")[0] == "300"


async def test_a_lamp_near_its_end_is_a_repair_until_it_is_exchanged(
    hass: HomeAssistant, emulate: Emulate, set_up: SetUp
) -> None:
    emulator = await emulate(lit(lamps=[Lamp(1800, True)]))
    entry = await set_up(emulator.port, options={"lamp_lifetime_h": 2000})
    assert shown(hass, "binary_sensor", "upkeep_due")[0] == "on"
    assert shown(hass, "binary_sensor", "upkeep_due")[1]["due"] == ["light_source"]
    assert f"light_source_near_end_{KEY}" in issues(hass)
    emulator.state.lamps = [Lamp(0, True)]
    await poll(hass, entry, "p1")
    assert shown(hass, "binary_sensor", "upkeep_due")[0] == "off"
    assert f"light_source_near_end_{KEY}" not in issues(hass)


async def test_a_filter_is_due_by_hours(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    await set_up(emulator.port, options={"filter_interval_h": 300})
    assert shown(hass, "binary_sensor", "upkeep_due")[1]["due"] == ["filter"]
    assert f"filter_due_{KEY}" in issues(hass)


async def test_a_filter_is_due_when_the_projector_says_so(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    errors = ErrorStatus(fan=OK, lamp=OK, temperature=OK, cover=OK, filter=WARNING, other=OK)
    await set_up((await emulate(lit(errors=errors))).port)
    assert shown(hass, "binary_sensor", "upkeep_due")[1]["due"] == ["filter"]


async def test_no_lifetime_no_share(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    await set_up((await emulate(lit())).port)
    assert hass.states.get("sensor.hall_light_source_remaining") is None
    assert shown(hass, "binary_sensor", "upkeep_due")[0] == "off"


async def test_hours_stay_when_the_projector_sleeps(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port)
    emulator.state.power = PowerState.OFF
    emulator.unavailable = {"LAMP", "ERST", "FILT"}
    await poll(hass, entry, "p1")
    assert shown(hass, "sensor", "light_source_hours")[0] == "1200"
    assert shown(hass, "binary_sensor", "problem")[0] == "off"


async def test_the_issues_go_with_the_site(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port, options={"filter_interval_h": 1})
    await hass.config_entries.async_unload(entry.entry_id)
    await hass.async_block_till_done()
    assert issues(hass) == set()


async def test_hours_that_stay_write_no_state(hass: HomeAssistant, emulate: Emulate, set_up: SetUp) -> None:
    emulator = await emulate(lit())
    entry = await set_up(emulator.port, options={"lamp_lifetime_h": 2000, "filter_interval_h": 1000})
    seen = [shown_at(hass)]
    await poll(hass, entry, "p1")
    seen.append(shown_at(hass))
    emulator.state.lamps = [Lamp(1300, True)]
    await poll(hass, entry, "p1")
    assert seen[0] == seen[1]
    assert shown(hass, "sensor", "light_source_remaining")[0] == "35.0"


def shown_at(hass: HomeAssistant) -> list[float]:
    """Return when states that follow hours of use were written last."""
    states = [
        hass.states.get(entity_of(hass, *key))
        for key in (("sensor", "light_source_remaining"), ("binary_sensor", "upkeep_due"))
    ]
    return [state.last_reported_timestamp for state in states if state is not None]
