"""From the form to the entity: what the flows save is what the running site takes up."""

import pytest
from homeassistant.config_entries import SOURCE_USER
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smart_campus.const import DOMAIN

from .conftest import FakeCampus, meter, set_up, settle, state_of
from .meter_steps import HOST, NETWORK, Wire, change, reach_form, submit, wire

__all__ = ["wire"]

pytestmark = pytest.mark.usefixtures("campus")


async def test_meter_of_a_new_site_lives_and_keeps_its_entities_when_it_moves(
    hass: HomeAssistant, wire: Wire, campus: FakeCampus
) -> None:
    room = ar.async_get(hass).async_create("Hall")
    result = await hass.config_entries.flow.async_init(DOMAIN, context={"source": SOURCE_USER})
    result = await hass.config_entries.flow.async_configure(result["flow_id"], {"name": "Library"})
    site = result["result"]
    form = await reach_form(hass, site)
    await submit(hass, await submit(hass, form, NETWORK | {"area_id": room.id}), {})
    await settle(hass, site)

    device = dr.async_get(hass).async_get_device_by_identifier((DOMAIN, "4711"), site.entry_id)
    assert device is not None
    assert (device.name, device.area_id) == ("Library main", room.id)
    entities = {entity.unique_id: entity.entity_id for entity in er.async_get(hass).entities.values()}
    assert state_of(hass, "4711", "energy_import") == "100.25"

    (subentry_id,) = site.subentries
    form = await change(hass, site, subentry_id, "modbus_tcp")
    moved = NETWORK | {"host": "192.0.2.8", "address": "9", "name": "Hall", "area_id": room.id}
    result = await submit(hass, await submit(hass, form, moved), {})
    assert result["reason"] == "reconfigure_successful"
    await settle(hass, site)

    assert campus.opened == [f"tcp:{HOST}:502/1", "tcp:192.0.2.8:502/9"]
    assert {entity.unique_id: entity.entity_id for entity in er.async_get(hass).entities.values()} == entities
    assert dr.async_get(hass).async_get(device.id).name == "Hall"
    assert state_of(hass, "4711", "energy_import") == "100.25"


async def test_meter_that_is_removed_while_its_site_stops_is_let_go(hass: HomeAssistant, campus: FakeCampus) -> None:
    entry = await set_up(hass, meter(1))
    await entry.runtime_data.async_stop()
    (subentry_id,) = entry.subentries
    hass.config_entries.async_remove_subentry(entry, subentry_id)
    await hass.async_block_till_done()
    assert not entry.runtime_data.coordinators
