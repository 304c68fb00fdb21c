"""The simulated door controllers against the protocol's own client library, and what people do to doors."""

from collections.abc import AsyncIterator
from datetime import date, datetime

import pytest
from aiohttp import ClientSession, DigestAuthMiddleware
from uhppoted.uhppote_async import UhppoteAsync

from simulator.campus import Campus
from simulator.demo_campus import demo_plan
from simulator.gate_system import DoorSystem
from simulator.system import Identity, Names
from simulator.uhppote_board import Board, Reason
from simulator.uhppote_controller import UhppoteController

SERIAL = 405419896
NOON = datetime(2026, 11, 18, 12, 0)  # noqa: DTZ001 - a board knows no zone
NAMES = Names(en="Gate", zh_hans="门禁")

type Place = tuple[int, str, str]


@pytest.fixture
def board() -> Board:
    return Board(serial=SERIAL, now=lambda: NOON)


@pytest.fixture
async def controller(board: Board) -> AsyncIterator[UhppoteController]:
    async with UhppoteController(board) as controller:
        yield controller


@pytest.fixture
def client() -> UhppoteAsync:
    return UhppoteAsync(bind="127.0.0.1")


@pytest.fixture(params=["udp", "tcp"])
def place(request: pytest.FixtureRequest, controller: UhppoteController) -> Place:
    return (SERIAL, f"{controller.host}:{controller.port}", request.param)


async def test_the_library_reads_who_it_is_and_what_time_it_is(client: UhppoteAsync, place: Place) -> None:
    info = await client.get_controller(place)
    assert (info.controller, info.version) == (SERIAL, "v8.92")
    assert (await client.get_time(place)).datetime == NOON


async def test_the_library_sets_and_reads_doors(client: UhppoteAsync, place: Place, board: Board) -> None:
    await client.set_door_control(place, 3, 2, 11)
    found = await client.get_door_control(place, 3)
    assert (found.mode, found.delay, board.doors[3].mode) == (2, 11, 2)
    assert (await client.open_door(place, 3)).opened is False
    assert (await client.open_door(place, 1)).opened is True
    status = await client.get_status(place)
    assert (status.relays, status.event_reason, status.system_date) == (0b0001, Reason.REMOTE_OPEN, NOON.date())


async def test_the_library_keeps_and_forgets_cards(client: UhppoteAsync, place: Place, board: Board) -> None:
    day = date(2026, 11, 18)
    assert (await client.put_card(place, 8165537, day, day, 1, 0, 29, 0, 7531)).stored is True
    card = await client.get_card(place, 8165537)
    assert (card.start_date, card.end_date, card.door_1, card.door_3, card.pin) == (day, day, 1, 29, 7531)
    assert (await client.get_cards(place)).cards == 1
    assert board.swipe(8165537, 1) is True
    assert (await client.delete_card(place, 8165537)).deleted is True
    assert board.swipe(8165537, 1) is False


async def test_the_library_reads_events_to_the_last_and_no_further(
    client: UhppoteAsync, place: Place, board: Board
) -> None:
    board.ring_size = 2
    for card in (1, 2, 3):
        board.swipe(card, 1)
    kinds = [(await client.get_event(place, index)).event_type for index in (1, 2, 3, 4)]
    assert kinds == [0xFF, 1, 1, 0]
    assert (await client.get_event(place, 0xFFFFFFFF)).card == 3


async def test_the_library_interlocks_doors(client: UhppoteAsync, place: Place, board: Board) -> None:
    assert (await client.set_interlock(place, 5)).ok is False
    assert (await client.set_interlock(place, 1)).ok is True
    board.open_contact(1)
    assert (await client.open_door(place, 2)).opened is False
    assert (await client.open_door(place, 3)).opened is True
    board.close_contact(1)
    assert (await client.open_door(place, 2)).opened is True


async def test_the_library_keeps_hours(client: UhppoteAsync, place: Place) -> None:
    first, last = datetime(2026, 1, 1, 8, 30).time(), datetime(2026, 1, 1, 11, 45).time()  # noqa: DTZ001
    days = (date(2026, 1, 1), date(2026, 12, 31))
    none = [None] * 4
    assert (await client.set_time_profile(place, 29, *days, *[True] * 5, False, False, first, last, *none, 37)).stored
    found = await client.get_time_profile(place, 29)
    assert (found.segment_1_start, found.segment_1_end, found.linked_profile_id) == (first, last, 37)
    assert (found.monday, found.saturday) == (True, False)


async def test_the_side_door_moves_doors() -> None:
    async with Campus(demo_plan(kinds=["gate"])) as campus:
        names = [device["id"] for device in campus.devices()]
        assert len(names) == 5
        await campus.act("doors-classrooms", "swipe", {"card": 8001001, "door": 2})
        await campus.act("doors-classrooms", "open", {"door": 2})
        values = campus.values("doors-classrooms")
        assert (values["door2_open"], values["door2_unlocked"], values["door1_open"]) == (True, True, False)
        await campus.act("barrier-gatehouse", "move", {"to": "open"})
        assert campus.values("barrier-gatehouse")["barrier1_state"] == "open"


@pytest.mark.parametrize(
    ("action", "body"),
    [
        ("swipe", {}),
        ("swipe", {"card": 0}),
        ("swipe", {"card": 1, "door": 5}),
        ("press", {"on": "yes"}),
        ("jump", {"seconds": "long"}),
        ("open", {"door": "front"}),
    ],
)
async def test_an_action_that_makes_no_sense_is_refused(board: Board, action: str, body: dict[str, object]) -> None:
    identity = Identity(id="gate", kind="gate", profile="uhppote-ut0311", name=NAMES, room=NAMES, building=NAMES)
    system = DoorSystem(identity, UhppoteController(board))
    with pytest.raises(ValueError, match="must be"):
        await system.actions("gate")[action](body)


async def test_the_barrier_is_for_who_knows_the_password() -> None:
    async with Campus(demo_plan(kinds=["gate"])) as campus, ClientSession() as session:
        barrier = campus.device("barrier-gatehouse")
        endpoint, credentials = barrier["endpoint"], barrier["credentials"]
        assert isinstance(endpoint, dict)
        assert isinstance(credentials, dict)
        url = f"http://{endpoint['host']}:{endpoint['port']}/ISAPI/System/deviceInfo"
        digest = DigestAuthMiddleware(credentials["username"], credentials["password"])
        async with session.get(url) as refused, session.get(url, middlewares=(digest,)) as allowed:
            assert (refused.status, allowed.status) == (401, 200)
