"""After hours: the sweep of a building, energy that is drawn, doors that stand open, lamps that are due."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, ServiceCall, SupportsResponse, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers import entity_registry as er

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.tables import PART
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.store import async_get_store
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import friday, set_up_rooms

from .conftest import Clock, Room, Run, settle


@dataclass
class Building:
    """A room of a site, and what people were told."""

    hass: HomeAssistant
    room: Room
    entry_id: str
    clock: Clock
    told: list[dict[str, Any]] = field(default_factory=list)
    off: list[str] = field(default_factory=list)

    async def pass_by(self, minutes: int, *, step_s: float = 20) -> None:
        store = await async_get_store(self.hass)
        for _ in range(minutes):
            await self.clock.pass_by(minutes=1, step_s=step_s)
            for _ in range(3):
                await store.async_waiting(PART)
                await settle()

    async def alerts(self) -> list[str]:
        return [alert.key for alert in (await async_get_desk(self.hass)).alerts]


@pytest.fixture
async def building(
    hass: HomeAssistant, campus: FakeCampus, classroom: Room, clock: Clock, freezer: FrozenDateTimeFactory
) -> Building:
    freezer.move_to(friday(21, 29))
    entry = await set_up_rooms(hass, classroom.area_id)
    made = Building(hass, classroom, entry.entry_id, clock)
    hass.services.async_register("test", "tell", callback(lambda call: made.told.append(dict(call.data))))

    @callback
    def turn_off(call: ServiceCall) -> None:
        made.off.extend(call.data["entity_id"])

    hass.services.async_register("homeassistant", "turn_off", turn_off)
    return made


def tell(*names: str) -> list[dict[str, Any]]:
    return [{"action": "test.tell", "data": {name: f"{{{{ {name} }}}}" for name in names}}]


@pytest.mark.parametrize(
    ("people", "by_hand", "off"),
    [("off", False, True), ("on", False, False), ("unavailable", False, False), ("off", True, False)],
)
async def test_sweep_lists_what_is_open_and_on_and_turns_off_where_nobody_is(
    run: Run, building: Building, *, people: str, by_hand: bool, off: bool
) -> None:
    building.room.add("binary_sensor", "window", "on", device_class="window", friendly_name="Window")
    building.room.add("light", "lamp", "on", friendly_name="Lamp")
    building.room.add("binary_sensor", "people", people, device_class="occupancy")
    building.room.add("sensor", "choice", "x", lights_by_hand=by_hand)
    await run("end_of_day_sweep", place={"area_id": building.room.area_id}, turn_off=True, tell=tell("message"))
    await building.pass_by(2)
    (told,) = building.told
    assert told["message"].startswith("A301: Window, Lamp")
    assert ("somebody" in told["message"]) is (people == "on")
    assert building.off == (["light.a301_lamp"] if off else [])


async def test_sweep_of_a_building_in_order_says_so(run: Run, building: Building) -> None:
    building.room.add("binary_sensor", "window", "off", device_class="window")
    await run("end_of_day_sweep", place={"area_id": building.room.area_id}, tell=tell("message", "findings"))
    await building.pass_by(2)
    assert building.told == [{"message": "All closed and off · 全部已关闭", "findings": []}]


async def test_energy_after_hours_is_told_once_and_ends_when_it_does(
    run: Run, building: Building, freezer: FrozenDateTimeFactory
) -> None:
    meter = building.room.add("sensor", "power", "2", device_class="power", unit_of_measurement="kW")
    freezer.move_to(friday(22))
    await run("after_hours_energy", place={"area_id": building.room.area_id}, tell=tell("watts"))
    await building.pass_by(28)
    assert building.told == []

    await building.pass_by(40)
    assert building.told == [{"watts": 2000}]
    assert await building.alerts() == [f"after-hours:{building.room.area_id}"]

    await building.room.set(meter, "0.1")
    await building.pass_by(22)
    assert await building.alerts() == []


@pytest.mark.parametrize("after", ["0.1", "unavailable"])
async def test_energy_of_a_moment_is_not_told(
    run: Run, building: Building, freezer: FrozenDateTimeFactory, after: str
) -> None:
    meter = building.room.add("sensor", "power", "2", device_class="power", unit_of_measurement="kW")
    freezer.move_to(friday(22, 34))
    await run("after_hours_energy", place={"area_id": building.room.area_id}, tell=tell("watts"))
    await building.pass_by(5)
    await building.room.set(meter, after)
    await building.pass_by(20)
    assert building.told == []


def gate(building: Building) -> tuple[str, str]:
    """Return the events and the contact of a gate."""
    device = dr.async_get(building.hass).async_get_or_create(
        config_entry_id=building.entry_id, identifiers={(DOMAIN, "gate")}
    )
    dr.async_get(building.hass).async_update_device(device.id, area_id=building.room.area_id)
    registry = er.async_get(building.hass)
    found = []
    for domain, name in (("event", "access"), ("binary_sensor", "contact")):
        entry = registry.async_get_or_create(domain, DOMAIN, name, suggested_object_id=name, device_id=device.id)
        found.append(entry.entity_id)
    building.hass.states.async_set(found[0], "2026-09-11T01:00:00+00:00", {"event_type": "granted"})
    building.hass.states.async_set(found[1], "on", {"device_class": "door", "friendly_name": "Gate"})
    return found[0], found[1]


async def hold_open(building: Building, event: str) -> None:
    building.hass.states.async_set(event, "2026-09-11T02:00:00+00:00", {"event_type": "door_held_open"})
    await settle()


async def test_door_held_open_is_told_until_it_is_closed(run: Run, building: Building) -> None:
    event, contact = gate(building)
    done = [{"action": "test.tell", "data": {"closed": "{{ door }}"}}]
    await run("gate_held_open", place={"area_id": building.room.area_id}, tell=tell("door", "times"), when_closed=done)
    await hold_open(building, event)
    await building.pass_by(11)
    assert [each["times"] for each in building.told] == [1, 2, 3]

    building.hass.states.async_set(contact, "off", {"device_class": "door", "friendly_name": "Gate"})
    await building.pass_by(10)
    assert building.told[3:] == [{"closed": "Gate"}]


async def test_door_that_nobody_closes_is_told_no_more_than_wanted(run: Run, building: Building) -> None:
    event, _contact = gate(building)
    await run("gate_held_open", place={"area_id": building.room.area_id}, tell=tell("times"), at_most=2)
    await hold_open(building, event)
    await building.pass_by(30)
    assert len(building.told) == 2


async def test_lamp_that_is_due_is_on_the_list_once(run: Run, building: Building) -> None:
    items: list[str] = []

    @callback
    def add(call: ServiceCall) -> None:
        items.append(call.data["item"])

    @callback
    def answer(call: ServiceCall) -> Any:
        return {"todo.office": {"items": [{"summary": each} for each in items]}}

    building.hass.services.async_register("todo", "add_item", add)
    building.hass.services.async_register("todo", "get_items", answer, supports_response=SupportsResponse.ONLY)
    building.hass.states.async_set("todo.office", "0")
    await run("projector_lamp_due", place={"area_id": building.room.area_id}, todo=["todo.office"], tell=tell("title"))
    for key in ("lamp_due:p1", "lamp_due:p1-again", "projector_fault:p1"):
        data = {"key": key, "title": "Lamp due", "category": "room", "area_id": building.room.area_id}
        await building.hass.services.async_call(DOMAIN, "raise_alert", data, blocking=True)
        await building.pass_by(1)
    assert items == ["Lamp due (A301)"]
    assert len(building.told) == 2
