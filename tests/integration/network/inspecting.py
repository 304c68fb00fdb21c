"""What tests of the inspection do again and again: inspect, set it up, look at its sensor."""

import asyncio
from typing import Any

from homeassistant.core import Context, HomeAssistant, State
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    async_fire_time_changed,
)

from custom_components.smart_campus.const import DOMAIN

from .network_site import Stage

RUN = "run_network_inspection"
LIST = "get_network_inspections"
SIGN = "sign_network_inspection"


async def call(hass: HomeAssistant, name: str, user_id: str | None = None, **data: Any) -> Any:
    return await hass.services.async_call(
        DOMAIN, name, data, blocking=True, return_response=name != SIGN, context=Context(user_id=user_id)
    )


async def inspect(hass: HomeAssistant, **data: Any) -> dict[str, Any]:
    (report,) = (await call(hass, RUN, **data))["reports"]
    return report


def found(report: dict[str, Any]) -> set[tuple[str, str, str]]:
    return {(entry["name"], entry["check"], entry["port"]) for entry in report["exceptions"]}


async def choose(hass: HomeAssistant, entry: MockConfigEntry, **inspection: Any) -> None:
    """Fill in the section of the site's options."""
    form = await hass.config_entries.options.async_init(entry.entry_id)
    answers = {"daily": False, "time": "07:00:00", "egress": [], "contract_mbps": 1000, **inspection}
    result = await hass.config_entries.options.async_configure(
        form["flow_id"], {"fast_s": 10, "normal_s": 30, "slow_s": 300, "inspection": answers}
    )
    assert result["type"] is FlowResultType.CREATE_ENTRY
    await hass.async_block_till_done()


def sensor(hass: HomeAssistant, entry: MockConfigEntry) -> State | None:
    entity_id = er.async_get(hass).async_get_entity_id("sensor", DOMAIN, f"{entry.entry_id}_last_inspection")
    return hass.states.get(entity_id) if entity_id else None


async def pass_to(hass: HomeAssistant, stage: Stage, moment: Any) -> None:
    stage.freezer.move_to(moment)
    async_fire_time_changed(hass, moment)
    await hass.async_block_till_done()
    if inspections := [task for task in asyncio.all_tasks() if task.get_name().endswith("network inspection")]:
        await asyncio.wait(inspections)
    await hass.async_block_till_done()
