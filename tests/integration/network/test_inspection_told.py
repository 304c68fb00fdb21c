"""How an inspection is told: by its sensor, an event and a trigger."""

from typing import Any

from homeassistant.components import automation
from homeassistant.core import Event, HomeAssistant, State
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_capture_events,
    async_mock_service,
    mock_restore_cache_with_extra_data,
)

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.network.inspection.inspector import EVENT_FINISHED

from ..conftest import make_site
from .inspecting import inspect, sensor
from .network_site import Stage, switch_subentry


async def test_report_is_shown_by_a_sensor_and_told_by_an_event(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    events: list[Event] = async_capture_events(hass, EVENT_FINISHED)
    stage.agents["gym"].silence()
    await stage.run(site, 300)
    before = sensor(hass, site)
    assert before
    assert before.state == "unknown"

    report = await inspect(hass)
    await hass.async_block_till_done()

    state = sensor(hass, site)
    assert state
    assert dt_util.parse_datetime(state.state) == dt_util.utcnow().replace(microsecond=0)
    told = {name: state.attributes[name] for name in ("exceptions", "critical", "report_id")}
    assert told == {"exceptions": 1, "critical": 1, "report_id": report["report_id"]}
    assert [event.data for event in events] == [{"site_id": "site1", "site": "North", **told}]


async def test_sensor_keeps_its_state_over_a_restart(hass: HomeAssistant, stage: Stage) -> None:
    at = dt_util.utcnow().replace(microsecond=0)
    entry = make_site(switch_subentry("core"))
    entry.add_to_hass(hass)
    registered = er.async_get(hass).async_get_or_create(
        "sensor", DOMAIN, "site1_last_inspection", config_entry=entry, suggested_object_id="kept"
    )
    state = State(registered.entity_id, at.isoformat(), {"exceptions": 4, "report_id": "r", "friendly_name": "x"})
    kept = {"native_value": {"__type": "<class 'datetime.datetime'>", "isoformat": at.isoformat()},
            "native_unit_of_measurement": None}  # fmt: skip
    mock_restore_cache_with_extra_data(hass, [(state, kept)])

    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    shown = hass.states.get(registered.entity_id)
    assert shown
    assert (shown.state, shown.attributes["exceptions"]) == (at.isoformat(), 4)


async def test_site_without_a_network_shows_no_inspection(hass: HomeAssistant, campus: object) -> None:
    entry = make_site()
    entry.add_to_hass(hass)
    await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()

    assert sensor(hass, entry) is None
    report = await inspect(hass)
    assert "switches_known" in {item["check"] for item in report["not_checked"]}


async def test_trigger_fires_for_its_site_and_only_where_wished_without_exceptions(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry
) -> None:
    calls = async_mock_service(hass, "test", "note")

    def automation_for(name: str, **options: Any) -> dict[str, Any]:
        return {
            "alias": name,
            "triggers": {"trigger": "smart_campus.network_inspection_finished", "options": options},
            "actions": {"action": "test.note", "data": {"name": name, "count": "{{ trigger.exceptions }}"}},
        }

    automations = [
        automation_for("all"),
        automation_for("mine", site="site1"),
        automation_for("other", site="site2"),
        automation_for("bad", only_with_exceptions=True),
    ]
    assert await async_setup_component(hass, automation.DOMAIN, {automation.DOMAIN: automations})

    await inspect(hass)
    await hass.async_block_till_done()
    assert {told.data["name"] for told in calls} == {"all", "mine"}

    stage.agents["gym"].silence()
    await stage.run(site, 300)
    calls.clear()
    await inspect(hass)
    await hass.async_block_till_done()
    assert {(told.data["name"], told.data["count"]) for told in calls} == {("all", 1), ("mine", 1), ("bad", 1)}
