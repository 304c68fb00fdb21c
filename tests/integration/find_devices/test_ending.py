"""A search that is cut off: by the dialog, by the site, by another search. Nothing of it stays open."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import EVENT_DATA_ENTRY_FLOW_PROGRESSED, FlowResultType
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.campuslink.discovery.calling import Heard
from custom_components.smart_campus.campuslink.discovery.finding import Service
from custom_components.smart_campus.find_devices import search as search_module
from custom_components.smart_campus.find_devices.desk import search_desk
from custom_components.smart_campus.flows.find_devices import SUBENTRY_FIND
from simulator.uhppote_controller import UhppoteController

from .conftest import HOST, begin, submit, wait, where

pytestmark = pytest.mark.usefixtures("socket_enabled")


@dataclass
class Tarpit:
    """Accepts and never answers."""

    port: int = 0
    open: int = 0
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._count(1)
        try:
            while await reader.read(1024):
                pass
        except OSError:
            pass
        finally:
            self._count(-1)
            writer.close()

    def _count(self, change: int) -> None:
        self.open += change
        self.changed.set()

    async def until_open(self, count: int) -> None:
        async with asyncio.timeout(10):
            while self.open != count:
                self.changed.clear()
                await self.changed.wait()


@asynccontextmanager
async def a_tarpit() -> AsyncIterator[Tarpit]:
    tarpit = Tarpit()
    server = await asyncio.start_server(tarpit.serve, HOST, 0)
    tarpit.port = server.sockets[0].getsockname()[1]
    try:
        yield tarpit
    finally:
        server.close()
        server.close_clients()


async def until_ended() -> None:
    """Wait until no search runs any more; Home Assistant itself does not wait for what it cancelled."""
    running = [task for task in asyncio.all_tasks() if task.get_name().startswith(SUBENTRY_FIND)]
    if running:
        await asyncio.wait(running, timeout=10)


@pytest.mark.parametrize("service", [Service.PJLINK, Service.EXTRON, Service.WEB, Service.MODBUS])
async def test_closing_the_dialog_ends_the_search_and_its_sockets(
    hass: HomeAssistant, site: MockConfigEntry, service: Service
) -> None:
    async with a_tarpit() as tarpit:
        result = await submit(hass, await begin(hass, site), where({service: tarpit.port}))
        if result["type"] is FlowResultType.FORM:
            result = await submit(hass, result, {})
        await tarpit.until_open(1)
        assert search_desk(hass).is_taken
        hass.config_entries.subentries.async_abort(result["flow_id"])
        await until_ended()
        await tarpit.until_open(0)
    assert not search_desk(hass).is_taken
    assert hass.config_entries.subentries.async_progress() == []


async def test_second_search_is_told_that_one_runs(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    async with a_tarpit() as tarpit:
        first = await submit(hass, await begin(hass, site), where({Service.RTSP: tarpit.port}))
        await tarpit.until_open(1)
        second = await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port}))
        assert (second["type"], second["step_id"]) == (FlowResultType.MENU, "busy")
        assert controller.requests == 0
        hass.config_entries.subentries.async_abort(first["flow_id"])
        await until_ended()
    third = await wait(hass, await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port})))
    assert third["step_id"] == "found"


async def test_search_that_lost_a_race_is_told_so_too(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.smart_campus.flows.find_devices.search_desk", lambda _: FreeDesk())
    with search_desk(hass).hold():
        result = await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port}))
        result = await wait(hass, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "busy")
    assert controller.requests == 0


class FreeDesk:
    is_taken = False


async def test_site_that_is_unloaded_ends_its_search(hass: HomeAssistant, site: MockConfigEntry) -> None:
    assert await hass.config_entries.async_setup(site.entry_id)
    async with a_tarpit() as tarpit:
        result = await submit(hass, await begin(hass, site), where({Service.RTSP: tarpit.port}))
        await tarpit.until_open(1)
        assert await hass.config_entries.async_unload(site.entry_id)
        await tarpit.until_open(0)
        result = await wait(hass, result)
    assert (result["type"], result["step_id"]) == (FlowResultType.MENU, "stopped")
    assert not search_desk(hass).is_taken


async def test_home_assistant_that_stops_ends_the_search(hass: HomeAssistant, site: MockConfigEntry) -> None:
    async with a_tarpit() as tarpit:
        await submit(hass, await begin(hass, site), where({Service.RTSP: tarpit.port}))
        await tarpit.until_open(1)
        await hass.async_stop(force=True)
        await until_ended()
        await tarpit.until_open(0)
    assert not search_desk(hass).is_taken


async def test_dialog_hears_how_far_the_search_is(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController
) -> None:
    heard: list[str] = []
    hass.bus.async_listen(EVENT_DATA_ENTRY_FLOW_PROGRESSED, lambda event: heard.append(event.data["flow_id"]))
    result = await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port}))
    flow_id = result["flow_id"]
    await wait(hass, result)
    assert flow_id in heard


class Announcer:
    """Stands in for zeroconf, which would open sockets on every network of this machine."""

    async def call(self) -> list[Heard]:
        return [Heard(host=HOST, service=Service.MDNS, name="Beamer in 301", label="_http._tcp")]


async def test_calls_are_made_when_wanted(
    hass: HomeAssistant, site: MockConfigEntry, controller: UhppoteController, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def caller(_hass: HomeAssistant) -> Announcer:
        return Announcer()

    hass.config.components.add("zeroconf")
    monkeypatch.setattr(search_module, "_async_mdns_caller", caller)
    monkeypatch.setattr(search_module, "UhppoteCaller", lambda port: Announcer())
    result = await submit(hass, await begin(hass, site), where({Service.UHPPOTE: controller.port}, call=True))
    result = await wait(hass, result)
    (option,) = result["data_schema"].schema["chosen"].config["options"]
    assert option["label"].startswith("Beamer in 301")
