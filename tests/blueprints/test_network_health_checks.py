"""The network office: told in the morning and at once; a recorder switched off and on once, outside lessons."""

from dataclasses import dataclass, field
from typing import Any

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import device_registry as dr
from homeassistant.helpers.dispatcher import async_dispatcher_send
from pytest_homeassistant_custom_component.common import async_mock_service

from custom_components.smart_campus.alerts.desk import async_get_desk
from custom_components.smart_campus.alerts.rules.tables import PART
from custom_components.smart_campus.network.news import SIGNAL_NETWORK_NEWS, NetworkNews, NewsKind
from custom_components.smart_campus.store import async_get_store
from tests.integration.conftest import FakeCampus
from tests.integration.rooms.conftest import MATHS, friday, set_up_rooms, use_timetable

from .conftest import Clock, Room, Run, settle

NAME = "network_health_checks"


@dataclass
class Office:
    """A site with a recorder on a port, and what its people were told."""

    hass: HomeAssistant
    room: Room
    device_id: str
    told: list[tuple[str, str]] = field(default_factory=list)
    cycled: list[Any] = field(default_factory=list)

    async def hear(self, kind: NewsKind, **data: Any) -> None:
        """Let something happen in the network, as the watch of the network tells it."""
        values = {"device_id": self.device_id, "device_name": "Recorder 1", "site": "North", **data}
        reach = {"is_path": False, "is_root_cause": True, "cause": "Recorder 1"}
        news = NetworkNews(
            kind=kind,
            device_id=self.device_id,
            area_ids=frozenset({self.room.area_id}),
            description=f"Recorder 1: {kind.value}",
            data={"area_id": self.room.area_id, **(reach if "port" not in data else {}), **values},
        )
        async_dispatcher_send(self.hass, SIGNAL_NETWORK_NEWS, news)
        await self.settle()

    async def settle(self) -> None:
        """Let everything happen that waits for the store alone."""
        store = await async_get_store(self.hass)
        for _ in range(6):
            await settle()
            await store.async_waiting(PART)
        await settle()

    async def pass_by(self, clock: Clock, minutes: int) -> None:
        for _ in range(minutes):
            await clock.pass_by(minutes=1, step_s=30)
            await self.settle()

    async def alerts(self) -> list[str]:
        return sorted(str(alert.title) for alert in (await async_get_desk(self.hass)).alerts)


@pytest.fixture
async def office(hass: HomeAssistant, campus: FakeCampus, classroom: Room, freezer: FrozenDateTimeFactory) -> Office:
    freezer.move_to(friday(6, 50))
    entry = await set_up_rooms(hass, classroom.area_id)
    await use_timetable(hass, entry, MATHS)
    device = dr.async_get(hass).async_get_or_create(config_entry_id=entry.entry_id, identifiers={("test", "rec")})
    made = Office(hass, classroom, device.id)
    hass.services.async_register(
        "test", "tell", callback(lambda call: made.told.append((call.data["title"], call.data["message"])))
    )
    made.cycled = async_mock_service(hass, "smart_campus", "power_cycle_port")
    return made


TELL = [{"action": "test.tell", "data": {"title": "{{ title }}", "message": "{{ message }}"}}]
LOST, BACK = NewsKind.BECAME_UNREACHABLE, NewsKind.NO_LONGER_UNREACHABLE
PORT = {"port": "GigabitEthernet1/0/8", "fault": "flapping"}


async def test_morning_inspection_is_made_and_its_summary_told(
    run: Run, office: Office, freezer: FrozenDateTimeFactory, clock: Clock
) -> None:
    await run(NAME, tell_office=TELL)
    freezer.move_to(friday(6, 59, 50))
    await clock.pass_by(seconds=20)
    await office.settle()
    await office.hass.async_block_till_done(wait_background_tasks=True)

    ((title, message),) = office.told
    assert "network inspection" in title
    assert message.startswith("0 exceptions")


async def test_inspection_without_exceptions_is_not_told_where_nobody_wants_it(
    hass: HomeAssistant, run: Run, office: Office
) -> None:
    await run(NAME, tell_office=TELL, only_exceptions=True)
    await hass.services.async_call("smart_campus", "run_network_inspection", blocking=True, return_response=True)
    await hass.async_block_till_done(wait_background_tasks=True)
    assert office.told == []


async def test_fault_of_a_port_is_told_and_its_alert_ends_with_it(run: Run, office: Office) -> None:
    await run(NAME, tell=TELL, raise_alerts=True)
    await office.hear(NewsKind.PORT_FLAPPING, **PORT)
    assert office.told == [("Recorder 1 GigabitEthernet1/0/8", "Recorder 1: port_flapping")]
    assert await office.alerts() == ["Recorder 1 GigabitEthernet1/0/8: flapping"]

    await office.hear(NewsKind.PORT_RECOVERED, **PORT)
    assert await office.alerts() == []


async def test_lost_path_is_told_and_what_hangs_on_a_fault_is_not(run: Run, office: Office) -> None:
    await run(NAME, tell=TELL)
    await office.hear(LOST, is_path=True)
    await office.hear(LOST, is_root_cause=False)
    assert len(office.told) == 1


async def test_recorder_that_stays_away_is_switched_off_and_on_once(run: Run, office: Office, clock: Clock) -> None:
    await run(NAME, cycle=[office.device_id])
    await office.hear(LOST)
    await office.pass_by(clock, 4)
    assert office.cycled == []
    await office.pass_by(clock, 2)
    assert [call.data["attached_device_id"] for call in office.cycled] == [office.device_id]

    await office.hear(BACK)
    await office.hear(LOST)
    await office.pass_by(clock, 8)
    assert len(office.cycled) == 1


async def test_recorder_that_comes_back_is_left_alone(run: Run, office: Office, clock: Clock) -> None:
    await run(NAME, cycle=[office.device_id])
    await office.hear(LOST)
    await office.pass_by(clock, 2)
    await office.hear(BACK)
    await office.pass_by(clock, 6)
    assert office.cycled == []


async def test_nothing_is_switched_off_while_a_lesson_runs(
    run: Run, office: Office, clock: Clock, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to(friday(9, 25))
    await clock.pass_by(seconds=60, step_s=30)
    await run(NAME, cycle=[office.device_id])
    await office.hear(LOST)
    await office.pass_by(clock, 12)
    assert office.cycled == []
    await office.pass_by(clock, 6)
    assert len(office.cycled) == 1


async def test_device_nobody_chose_is_never_switched_off(run: Run, office: Office, clock: Clock) -> None:
    await run(NAME)
    await office.hear(LOST)
    await office.pass_by(clock, 8)
    assert office.cycled == []
