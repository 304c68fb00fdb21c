"""A whole search: how gently it goes about, what one slow address costs the others, and what is left when it ends."""

import asyncio
import gc
import socket
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from campuslink.discovery.address_range import parse_range
from campuslink.discovery.calling import Caller, Heard, UhppoteCaller
from campuslink.discovery.finding import Finding, Remark, Service
from campuslink.discovery.greeting import overhear
from campuslink.discovery.pace import Gate, ScanPace
from campuslink.discovery.probers.pjlink import PjlinkProber
from campuslink.discovery.probers.uhppote import UhppoteProber
from campuslink.discovery.scan import Progress, Scan
from campuslink.discovery.visit import Bench, ServiceProber, Visit
from campuslink.errors import CannotConnectError, GarbledAnswerError, NoAnswerError
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.model import DeviceIdentity
from campuslink.profile.schema import Transport
from simulator.pjlink_server import Manners, PjlinkServer
from simulator.projector import Model, Projector
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from .network import Stranger, free_port


class Clock:
    """Passes only while somebody sleeps."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        until = self.now + seconds
        await asyncio.sleep(0)
        self.now = max(self.now, until)


@dataclass
class Counter(ServiceProber):
    """Asks each address so many questions, and notes when."""

    clock: Clock
    questions: int = 3
    asked_at: list[float] = field(default_factory=list)
    under_way: int = 0
    most_under_way: int = 0
    by_host: dict[str, int] = field(default_factory=dict)

    service = Service.MODBUS

    async def probe(self, visit: Visit) -> None:
        self.under_way += 1
        self.most_under_way = max(self.most_under_way, self.under_way)
        for _ in range(self.questions):
            await visit.take_turn()
            self.asked_at.append(self.clock())
            self.by_host[visit.host] = self.by_host.get(visit.host, 0) + 1
            await asyncio.sleep(0)
        self.under_way -= 1


async def test_questions_stay_below_the_rate_and_addresses_below_their_number() -> None:
    clock = Clock()
    prober = Counter(clock)
    pace = ScanPace(at_a_time=7, per_second=20)
    await Scan(parse_range("10.0.0.0/25"), [prober], pace=pace, clock=clock, sleep=clock.sleep).run()
    assert len(prober.asked_at) == 126 * 3
    assert prober.most_under_way == 7
    for begin in prober.asked_at:
        assert sum(begin <= at < begin + 1 - 1e-9 for at in prober.asked_at) <= 20
    assert set(prober.by_host.values()) == {3}


async def test_turns_are_taken_in_order_and_evenly() -> None:
    clock = Clock()
    gate = Gate(4, clock=clock, sleep=clock.sleep)
    taken = []
    for _ in range(5):
        await gate.take_turn()
        taken.append(clock())
    assert taken == [100.0, 100.25, 100.5, 100.75, 101.0]
    assert gate.passed == 5


async def test_range_that_is_refused_reaches_no_prober() -> None:
    prober = Counter(Clock())
    with pytest.raises(Exception, match="16777214 addresses"):
        await Scan(parse_range("10.0.0.0/8"), [prober]).run()
    assert prober.asked_at == []


@dataclass
class Hanging(ServiceProber):
    """One address never answers; the others do."""

    slow: str
    visited: list[str] = field(default_factory=list)
    others_done: asyncio.Event = field(default_factory=asyncio.Event)
    others: int = 0

    service = Service.PJLINK

    async def probe(self, visit: Visit) -> None:
        if visit.host == self.slow:
            await self.others_done.wait()
        self.visited.append(visit.host)
        if len(self.visited) == self.others:
            self.others_done.set()


async def test_one_slow_address_delays_no_other() -> None:
    prober = Hanging("10.0.0.1", others=253)
    async with asyncio.timeout(30):
        await Scan(parse_range("10.0.0.0/24"), [prober], pace=ScanPace(at_a_time=2, per_second=1e6)).run()
    assert prober.visited[-1] == "10.0.0.1"
    assert len(prober.visited) == 254


async def test_address_that_hangs_is_left_and_what_it_told_before_stays() -> None:
    @dataclass
    class TellsAndHangs(ServiceProber):
        service = Service.PJLINK

        async def probe(self, visit: Visit) -> None:
            visit.found(a_finding(visit.host))
            await asyncio.Event().wait()

    scan = Scan(parse_range("10.0.0.1"), [TellsAndHangs()], pace=ScanPace(visit_s=0.01))
    (found,) = await scan.run()
    assert found.host == "10.0.0.1"


@pytest.mark.parametrize(
    ("error", "goes_on"),
    [
        (CannotConnectError("x"), True),
        (NoAnswerError("x"), True),
        (GarbledAnswerError("x"), True),
        (ValueError("x"), True),
        (OSError(113, "no route to host"), True),
        ("no route", False),
    ],
    ids=str,
)
async def test_only_an_address_that_nobody_has_is_left_at_once(error: Exception | str, goes_on: bool) -> None:
    @dataclass
    class Failing(ServiceProber):
        service = Service.SNMP

        async def probe(self, visit: Visit) -> None:
            if isinstance(error, str):
                raise CannotConnectError(error) from OSError(113, error)
            raise error

    counter = Counter(Clock(), questions=1)
    await Scan(parse_range("10.0.0.1"), [Failing(), counter], pace=ScanPace(per_second=1e6)).run()
    assert bool(counter.asked_at) is goes_on


async def test_progress_is_told_from_the_first_address_to_the_last() -> None:
    told: list[Progress] = []
    clock = Clock()
    scan = Scan(
        parse_range("10.0.0.1-5"),
        [Counter(clock, questions=2)],
        on_progress=told.append,
        clock=clock,
        sleep=clock.sleep,
    )
    await scan.run()
    assert [(each.visited, each.total) for each in told[:6]] == [(number, 5) for number in range(6)]
    assert (told[0].share, told[-1].share, told[-1].asked) == (0.0, 1.0, 10)


async def test_devices_empty_addresses_and_tarpits_of_one_network(bench: Bench) -> None:
    port = free_port(host="127.0.1.21")
    udp = free_port(2)
    projectors = [
        PjlinkServer(Projector(Model(serial=f"S{n}"), lambda: 0.0), Manners(), host=f"127.0.1.{n}", port=port)
        for n in (21, 24)
    ]
    for server in projectors:
        await server.start()
    try:
        async with (
            Stranger("127.0.1.22", port) as tarpit,
            Stranger("127.0.1.23", port, portion=b"A" * 65536) as flood,
            UhppoteController(Board(serial=405419896), host="127.0.1.25", port=udp),
        ):
            probers = [UhppoteProber(bench, (udp,)), PjlinkProber(bench, ports=(port,))]
            found = await Scan(parse_range("127.0.1.21-30"), probers, pace=ScanPace(per_second=1e4)).run()
            assert (tarpit.connections, flood.connections) == (1, 1)
            assert bytes(tarpit.heard + flood.heard) == b""
            await tarpit.until_open(0)
    finally:
        for server in projectors:
            await server.stop()
    assert [(each.host, each.service.value) for each in found] == [
        ("127.0.1.21", "pjlink"),
        ("127.0.1.24", "pjlink"),
        ("127.0.1.25", "uhppote"),
    ]


def open_sockets() -> int:
    gc.collect()
    return sum(isinstance(each, socket.socket) and each.fileno() >= 0 for each in gc.get_objects())


async def test_cancelling_closes_every_socket(bench: Bench) -> None:
    port = free_port(host="127.0.1.31")
    tarpits = [Stranger(f"127.0.1.{n}", port) for n in range(31, 41)]
    for tarpit in tarpits:
        await tarpit.__aenter__()
    try:
        before = open_sockets()
        probers = [PjlinkProber(bench, ports=(port,))]
        scan = Scan(parse_range("127.0.1.31-40"), probers, callers=[Waiting()], pace=ScanPace(per_second=1e4))
        task = asyncio.create_task(scan.run())
        for tarpit in tarpits:
            await tarpit.until_open(1)
        assert open_sockets() > before
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        for tarpit in tarpits:
            await tarpit.until_open(0)
        assert open_sockets() == before
        assert [each for each in asyncio.all_tasks() if each is not asyncio.current_task()] == []
    finally:
        for tarpit in tarpits:
            await tarpit.__aexit__()


class Waiting(Caller):
    async def call(self) -> Sequence[Heard]:
        await asyncio.Event().wait()
        return ()


@dataclass
class Hears(Caller):
    heard: Sequence[Heard]

    async def call(self) -> Sequence[Heard]:
        return self.heard


class Deaf(Caller):
    async def call(self) -> Sequence[Heard]:
        raise CannotConnectError("the port is taken")


async def test_who_answers_a_call_from_elsewhere_is_visited_for_that_only() -> None:
    clock = Clock()
    doors, others = Counter(clock, questions=1), Counter(clock, questions=1)
    doors.service = Service.UHPPOTE
    heard = [
        Heard(host="192.168.168.5", service=Service.UHPPOTE),
        Heard(host="8.8.8.8", service=Service.UHPPOTE),
        Heard(host="10.0.0.1", service=Service.UHPPOTE),
    ]
    scan = Scan(
        parse_range("10.0.0.1-2"), [doors, others], callers=[Hears(heard), Deaf()], pace=ScanPace(per_second=1e6)
    )
    await scan.run()
    assert doors.by_host == {"10.0.0.1": 1, "10.0.0.2": 1, "192.168.168.5": 1}
    assert others.by_host == {"10.0.0.1": 1, "10.0.0.2": 1}
    assert scan.progress.total == 3


async def test_announcements_name_what_was_found_and_stand_alone_where_nothing_was() -> None:
    @dataclass
    class Finds(ServiceProber):
        service = Service.PJLINK

        async def probe(self, visit: Visit) -> None:
            if visit.host == "10.0.0.1":
                visit.found(a_finding(visit.host))

    heard = [
        Heard(host="10.0.0.1", service=Service.MDNS, name="Beamer 301", label="_http._tcp"),
        Heard(host="10.0.0.2", service=Service.MDNS, name="shelly-1", label="_shelly._tcp"),
        Heard(host="10.9.9.9", service=Service.MDNS, name="elsewhere", label="_http._tcp"),
    ]
    found = await Scan(parse_range("10.0.0.1-3"), [Finds()], callers=[Hears(heard)]).run()
    assert [(each.host, each.name, each.remark) for each in found] == [
        ("10.0.0.1", "Beamer 301", None),
        ("10.0.0.2", "shelly-1", Remark.ONLY_ANNOUNCED),
    ]


async def test_call_for_door_controllers_reaches_them() -> None:
    async with UhppoteController(Board(serial=405419896), host="127.0.1.26") as controller:
        (heard,) = await UhppoteCaller(broadcast="127.0.1.26", port=controller.port).call()
    assert (heard.host, heard.service) == ("127.0.1.26", Service.UHPPOTE)


async def test_greeting_is_heard_whole_however_it_is_cut() -> None:
    async with Stranger("127.0.1.27", portion=b"PJ", most_portions=3) as stranger:
        assert await overhear("127.0.1.27", stranger.port, lambda said: len(said) >= 6) == b"PJPJPJ"
    with pytest.raises(CannotConnectError):
        await overhear("127.0.1.27", free_port(), lambda said: True)


def a_finding(host: str) -> Finding:
    endpoint = NetworkEndpoint(transport=Transport.TCP, host=host, port=4352)
    return Finding(service=Service.PJLINK, endpoint=endpoint, identity=DeviceIdentity(model="X"))
