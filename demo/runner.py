"""The demo from start to end: simulator, Home Assistant, set-up, readiness."""

import asyncio
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

import aiohttp

from simulator.building.cabling import places_of
from simulator.building.campus_of import campus_of
from simulator.building.floor_plan import ROOMS

from .alerts import entrance_sections
from .api import Api, Json
from .archive import KIND as PLATFORM
from .archive import REFUSAL, add_archive
from .automations import add_automations
from .broker import connect_broker
from .check import Finding
from .dashboard import make_dashboards
from .day import ScriptedDay
from .energy import fill_energy_dashboard
from .flows import FlowError, add_devices, add_site, set_options
from .folder import CHECKOUT, SMALL, DemoFolder
from .home_assistant import HomeAssistant
from .journal import find_faults
from .lessons import TERM_NOT_KNOWN_YET, add_rooms, class_periods, lay_lessons, timetable
from .network import inspect, tune_network
from .onboarding import USER
from .outages import addresses_of, go_wrong, is_offline
from .people import add_people
from .phones import KIND as PHONE
from .phones import register_phones
from .ports import FIRST_SIMULATOR_PORT, SIMULATOR_PORTS, find_ports
from .process import Child, ProcessError
from .rooms import make_rooms
from .storage import HOST
from .truth import fetch_truth, find_wrong_values
from .watch import Watch

START_TIMEOUT_S = 120.0
START_ATTEMPTS = 3
KINDS = ("meter", "switch", "probe", "projector", "gate", "phone", "lighting", "recorder", "platform")
BESIDES = (PHONE, PLATFORM)
"""Kinds that are not devices of the site."""

type Say = Callable[[str], None]


class Demo:
    """One run of the demo in one folder."""

    def __init__(
        self, folder: DemoFolder, language: str, *, say: Say, campus: str = SMALL, day_speed: float | None = None
    ) -> None:
        """say: tells a person how far it is. campus: ``small`` or ``full``. day_speed: of the scripted day, if any."""
        self._day_speed = day_speed
        self._day: ScriptedDay | None = None
        self._campus = campus
        self._building = campus_of(rooms=ROOMS[campus])
        self._folder = folder
        self._language = language
        self._say = say
        self._started = time.monotonic()
        self._stack = AsyncExitStack()
        self._children: dict[str, Child] = {}
        self.control_url = ""
        """Of the simulator's side door."""
        self._home_assistant = HomeAssistant(folder, language)
        self._watch: Watch
        self.api: Api
        """Of the Home Assistant that was started last."""
        self._platform: Mapping[str, Json]
        self._areas: Mapping[str, str] = {}
        self._excused: list[str] = []
        self._phones: list[dict[str, Any]] = []
        self.finding = Finding()

    @property
    def entry_id(self) -> str:
        """Of the site, once it was set up."""
        return self._folder.memory.entry_id

    @property
    def password(self) -> str:
        """Of the user, once Home Assistant was started."""
        return self._folder.memory.password

    @property
    def url(self) -> str:
        """Of Home Assistant, once it was started."""
        return self._home_assistant.url

    async def start(self, port: int) -> str:
        """Bring everything up and return the READY line.

        port: of Home Assistant; 0 takes the usual one or the next that is free. Raises ProcessError, ApiError,
        FlowError or TimeoutError, saying what did not work.
        """
        await self._start_simulator()
        api = await self._start_home_assistant(port)
        memory, devices = self._folder.memory, self.finding.devices
        added = await self._set_up(api)
        self._say("Waiting for the first readings")
        self._watch = Watch(api, self.finding, memory.subentries)
        await self._watch.until_good()
        if added:
            await tune_network(api, memory.entry_id, memory.subentries, places_of(self._building))
            await set_options(api, memory, devices, added, self._language)
            await self._watch.until_good()
        await self._go_wrong()
        self._say("Laying lessons around the present")
        self._excused += [REFUSAL, TERM_NOT_KNOWN_YET]
        await add_archive(api, memory, self.control_url, self._platform, self._language)
        await add_rooms(api, memory, self._building, self._areas, self._language)
        await self._lay_lessons(api)
        await add_automations(api, devices, self.finding.entities, self._phones, self._language)
        await self._make_dashboards(api)
        self.finding.seconds_to_ready = round(time.monotonic() - self._started, 1)
        return f"READY {self._home_assistant.url} user={USER} password={self.password}"

    async def resume_home_assistant(self) -> None:
        """Start Home Assistant after it was stopped or killed."""
        await self._start_home_assistant(0)

    async def stop_home_assistant(self) -> None:
        """Stop Home Assistant alone; the campus goes on without it."""
        await self._home_assistant.stop()

    async def kill_home_assistant(self) -> None:
        """End Home Assistant at once, in the middle of whatever it does."""
        await self._home_assistant.kill()

    def excuse(self, devices: Sequence[str]) -> None:
        """Let the log say that some devices do not answer, by the simulator's ids."""
        chosen = [device for device in self.finding.devices if device["id"] in devices]
        self._excused += [device["name"][self._language] for device in chosen] + addresses_of(chosen)

    async def check(self) -> None:
        """Wait until what is meant to be offline shows it, and hold what is shown against what the devices measure."""
        await self._watch.until_offline()
        truth = await fetch_truth(self.control_url, self.finding.devices)
        self.finding.errors += find_wrong_values(self.finding.entities, truth)

    async def run(self) -> None:
        """Run until one of the processes ends by itself, which raises ProcessError."""
        waits = [asyncio.ensure_future(child.process.wait()) for child in self._children.values()]
        telling = asyncio.ensure_future(self._tell_day())
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in (*waits, telling):
                wait.cancel()
        for child in self._children.values():
            child.check()

    async def stop(self) -> None:
        """End everything, and look into the log, the shutdown included."""
        self.finding.peak_memory_mib = {name: child.peak_memory_mib() for name, child in self._children.items()}
        await self._home_assistant.stop()
        self._home_assistant.let_go()
        await self._stack.aclose()
        if self._folder.log.exists():
            self.finding.errors += find_faults(self._folder.log, excused=self._excused)

    async def _start_home_assistant(self, port: int) -> Api:
        self._say("Starting Home Assistant")
        try:
            self.api = await self._home_assistant.start(port)
            return self.api
        finally:
            if child := self._home_assistant.child:
                self._children["home_assistant"] = child

    async def _start_simulator(self) -> None:
        for attempts_left in reversed(range(START_ATTEMPTS)):
            try:
                await self._try_simulator()
            except ProcessError:
                if not attempts_left:
                    raise
                self._say("It did not start; somebody may have taken its ports meanwhile. Trying again")
            else:
                return

    async def _try_simulator(self) -> None:
        memory = self._folder.memory
        former = memory.base_port
        memory.base_port = find_ports(former or FIRST_SIMULATOR_PORT, SIMULATOR_PORTS)
        if former and former != memory.base_port:
            self._excused = [f"{HOST}:{former + offset}" for offset in range(SIMULATOR_PORTS)]
            self._say(f"Port {former} is taken: the simulated devices move to {memory.base_port}")
        self._say("Starting the simulated campus")
        arguments = ["-m", "simulator", "--until-stdin-closes", "--base-port", str(memory.base_port)]
        arguments += ["--campus", self._campus, "--kinds", ",".join(KINDS)]
        child = Child(
            "the simulator",
            [sys.executable, *arguments],
            log=self._folder.path / "simulator.log",
            cwd=CHECKOUT,
            is_talking=True,
        )
        self._children["simulator"] = await self._stack.enter_async_context(child)
        async with asyncio.timeout(START_TIMEOUT_S):
            campus = json.loads(await child.first_line())
        self.finding.devices = [device for device in campus["devices"] if device["kind"] not in BESIDES]
        self._platform = next(device for device in campus["devices"] if device["kind"] == PLATFORM)
        self._phones = [device for device in campus["devices"] if device["kind"] == PHONE]
        self.control_url = campus["control"]
        self._say(f"The simulator's side door is {self.control_url}")

    async def _set_up(self, api: Api) -> set[str]:
        memory, devices = self._folder.memory, self.finding.devices
        self._say("Setting up the site and its devices")
        areas = self._areas = await make_rooms(api, self._building, devices, self._language)
        await connect_broker(api, devices)
        await add_site(api, memory, self._language)
        try:
            added = await add_devices(api, memory, devices, areas, self._language)
        finally:
            self._folder.save()
        await register_phones(api, self.control_url, self._phones, self.password, self._language)
        await add_people(api, memory, self._phones, self._language)
        return added

    async def _lay_lessons(self, api: Api) -> None:
        """Lay lessons around the present, or those of a day that begins soon."""
        if self._day_speed:
            self._day = ScriptedDay(self.control_url, self._day_speed, self._language)
        await lay_lessons(
            api,
            self._folder.memory,
            lambda periods: timetable(self._building, periods, self._language),
            self._language,
            periods_of=self._day.class_periods if self._day else class_periods,
        )
        if self._day:
            await self._day.begin()

    async def _tell_day(self) -> None:
        if self._day is None:
            return
        self._say(f"A day passes; stop it with: curl -X DELETE {self.control_url}/day")
        try:
            await self._day.tell(self._say)
        except (aiohttp.ClientError, FlowError, TimeoutError) as error:
            self._say(f"What happens on the day is not told any more: {error}")

    async def _make_dashboards(self, api: Api) -> None:
        devices, entities = self.finding.devices, self.finding.entities
        await fill_energy_dashboard(api, entities, devices)
        entry_id = self._folder.memory.entry_id
        await inspect(api, entry_id, self._language)
        await make_dashboards(
            api, await entrance_sections(api, entry_id, devices, entities, self._language), self._language
        )

    async def _go_wrong(self) -> None:
        self.excuse([device["id"] for device in self.finding.devices if is_offline(device)])
        await go_wrong(self.control_url, self.finding.devices)
