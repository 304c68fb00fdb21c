"""Traps and informs of net-snmp's own programs, and of senders that mean no good."""

import asyncio
import os
import shutil
import socket
from collections.abc import AsyncIterator, Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pysnmp.proto.api import v2c

from campuslink.errors import CannotConnectError, CodecError, CredentialsError
from campuslink.link.credentials import Credentials
from campuslink.link.snmp.account import SnmpVersion, account_from
from campuslink.link.snmp.backend import open_snmp_link
from campuslink.link.snmp.governor import Pace
from campuslink.link.snmp.messages import PduKind, encode_community, read_pdu
from campuslink.link.snmp.notices import Notice, NoticeKind, notice_from
from campuslink.link.snmp.trap_reader import OurEngine, TrapReader
from campuslink.link.snmp.traps import Allowance, TrapReceiver
from campuslink.link.snmp.usm import UserKeys, decode_message
from campuslink.testing.clock import FakeClock

from .agents import HostileAgent

pytestmark = pytest.mark.usefixtures("socket_enabled")

TRAPS = "1.3.6.1.6.3.1.1.5"
IF_INDEX = "1.3.6.1.2.1.2.2.1.1"
COMMUNITY = {"community": "traps"}
USER = {
    "version": "3",
    "user": "sender",
    "auth_protocol": "SHA-256",
    "auth_key": "authentic-key",
    "priv_protocol": "AES",
    "priv_key": "private-key-1",
}
SIGNED = {key: value for key, value in USER.items() if not key.startswith("priv")}
USER_ARGUMENTS = ["-v3", "-u", "sender", "-l", "authPriv", "-a", "SHA-256", "-A", "authentic-key", "-x", "AES"]
USER_ARGUMENTS += ["-X", "private-key-1"]
ENGINE = ["-e", "0x8000000001020304"]


class Heard:
    """What a listener was told."""

    def __init__(self) -> None:
        self.notices: asyncio.Queue[Notice] = asyncio.Queue()

    def __call__(self, notice: Notice) -> None:
        self.notices.put_nowait(notice)

    async def next(self) -> Notice:
        async with asyncio.timeout(10):
            return await self.notices.get()


@pytest.fixture
async def receiver(socket_enabled: None) -> AsyncIterator[TrapReceiver]:
    receiver = TrapReceiver("127.0.0.1", 0)
    await receiver.start()
    yield receiver
    await receiver.stop()


@pytest.fixture
def tell(tmp_path: Path, receiver: TrapReceiver) -> Callable[..., object]:
    """Run snmptrap (or with -Ci snmpinform) and return its exit status."""
    program = shutil.which("snmptrap")
    assert program, "Debian's snmp is missing: script/setup installs it"

    async def run(*arguments: str, values: tuple[str, ...] = ()) -> int:
        process = await asyncio.create_subprocess_exec(
            program, "-r", "1", "-t", "2", *arguments[:-1], f"127.0.0.1:{receiver.port}", "", arguments[-1], *values,
            env={**os.environ, "SNMP_PERSISTENT_DIR": str(tmp_path), "MIBS": ""},
            stderr=asyncio.subprocess.DEVNULL,
        )  # fmt: skip
        return await process.wait()

    return run


@pytest.mark.servers
@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (1, NoticeKind.COLD_START),
        (2, NoticeKind.WARM_START),
        (3, NoticeKind.LINK_DOWN),
        (4, NoticeKind.LINK_UP),
        (5, NoticeKind.AUTHENTICATION_FAILURE),
        (6, NoticeKind.OTHER),
    ],
)
async def test_standard_traps_are_known(receiver: TrapReceiver, tell: Callable, number: int, kind: NoticeKind) -> None:
    heard = Heard()
    receiver.register("127.0.0.1", Credentials(COMMUNITY), heard)
    assert await tell("-v2c", "-c", "traps", f"{TRAPS}.{number}") == 0
    notice = await heard.next()
    assert (notice.kind, notice.trap, notice.address) == (kind, f"{TRAPS}.{number}", "127.0.0.1")


@pytest.mark.servers
@pytest.mark.parametrize("inform", [[], ["-Ci"]], ids=["trap", "inform"])
@pytest.mark.parametrize(
    ("arguments", "credentials"),
    [
        (["-v2c", "-c", "traps"], COMMUNITY),
        (USER_ARGUMENTS, USER),
        (["-v3", "-u", "sender", "-l", "authNoPriv", "-a", "SHA-256", "-A", "authentic-key"], SIGNED),
        (["-v3", "-u", "sender", "-l", "noAuthNoPriv"], {"version": "3", "user": "sender"}),
    ],
    ids=["2c", "encrypted", "signed", "open"],
)
async def test_port_of_a_link_trap_is_told_and_informs_are_acknowledged(
    receiver: TrapReceiver, tell: Callable, arguments: list[str], credentials: Mapping[str, str], inform: list[str]
) -> None:
    heard = Heard()
    receiver.register("127.0.0.1", Credentials(credentials), heard)
    engine = [] if inform or arguments[0] == "-v2c" else ENGINE
    status = await tell(*arguments, *engine, *inform, f"{TRAPS}.3", values=(f"{IF_INDEX}.17", "i", "17"))
    assert status == 0
    notice = await heard.next()
    assert (notice.kind, notice.if_index) == (NoticeKind.LINK_DOWN, 17)


@pytest.mark.servers
async def test_trap_of_version_1_is_told_like_one_of_version_2(receiver: TrapReceiver, tmp_path: Path) -> None:
    heard = Heard()
    receiver.register("127.0.0.1", Credentials(COMMUNITY | {"version": "1"}), heard)
    for generic, specific in (("2", "0"), ("6", "42")):
        process = await asyncio.create_subprocess_exec(
            "snmptrap", "-v1", "-c", "traps", f"127.0.0.1:{receiver.port}", "1.3.6.1.4.1.2011.2.23", "127.0.0.1",
            generic, specific, "100", f"{IF_INDEX}.5", "i", "5",
            env={**os.environ, "SNMP_PERSISTENT_DIR": str(tmp_path), "MIBS": ""},
        )  # fmt: skip
        await process.wait()
    first, second = await heard.next(), await heard.next()
    assert (first.kind, first.if_index) == (NoticeKind.LINK_DOWN, 5)
    assert (second.kind, second.trap) == (NoticeKind.OTHER, "1.3.6.1.4.1.2011.2.23.0.42")


@pytest.mark.servers
@pytest.mark.parametrize(
    ("arguments", "credentials"),
    [
        (["-v2c", "-c", "guess"], COMMUNITY),
        (["-v1", "-c", "traps"], COMMUNITY),
        (["-v2c", "-c", "traps"], USER),
        ([*USER_ARGUMENTS, *ENGINE], USER | {"auth_key": "another-key"}),
        ([*USER_ARGUMENTS, *ENGINE], USER | {"priv_key": "another-key"}),
        ([*USER_ARGUMENTS, *ENGINE], USER | {"user": "other"}),
        (["-v3", "-u", "sender", "-l", "noAuthNoPriv", *ENGINE], USER),
    ],
)
async def test_trap_without_the_right_credentials_is_dropped(
    receiver: TrapReceiver, tell: Callable, arguments: list[str], credentials: Mapping[str, str]
) -> None:
    wanted, unwanted = Heard(), Heard()
    receiver.register("127.0.0.1", Credentials(credentials), unwanted)
    await tell(*arguments, f"{TRAPS}.3")
    receiver.register("127.0.0.1", Credentials({"community": "sound"}), wanted)
    await tell("-v2c", "-c", "sound", f"{TRAPS}.1")
    assert (await wanted.next()).kind is NoticeKind.COLD_START
    assert unwanted.notices.empty()


@pytest.mark.servers
async def test_forgotten_sender_is_not_heard(receiver: TrapReceiver, tell: Callable) -> None:
    heard, other = Heard(), Heard()
    unregister = receiver.register("127.0.0.1", Credentials(COMMUNITY), heard)
    receiver.register("127.0.0.1", Credentials({"community": "other"}), other)
    unregister()
    unregister()
    await tell("-v2c", "-c", "traps", f"{TRAPS}.1")
    await tell("-v2c", "-c", "other", f"{TRAPS}.1")
    await other.next()
    assert heard.notices.empty()


async def sent(receiver: TrapReceiver, datagrams: list[bytes]) -> None:
    """Send, and wait for everything to have been looked at."""
    counts = receiver.statistics

    def seen() -> int:
        return counts.notices + counts.unknown_sender + counts.too_many + counts.not_believed

    with socket.socket(type=socket.SOCK_DGRAM) as sender:
        sender.connect(("127.0.0.1", receiver.port))
        for start in range(0, len(datagrams), 50):
            before = seen()
            portion = datagrams[start : start + 50]
            for datagram in portion:
                sender.send(datagram)
            async with asyncio.timeout(10):
                while seen() < before + len(portion):  # noqa: ASYNC110 - the socket has no event to wait for
                    await asyncio.sleep(0)


# A linkDown trap of version 2c, as net-snmp sends it.
TRAP = bytes.fromhex(
    "303f02010104057472617073a7330201010201000201003028300d06082b06010201010300430164"
    "3017060a2b06010603010104010006092b0601060301010503"
)


async def test_flood_of_a_known_sender_is_dropped_unread() -> None:
    clock, heard = FakeClock(), Heard()
    receiver = TrapReceiver("127.0.0.1", 0, burst=20, per_second=10, clock=clock)
    await receiver.start()
    receiver.register("127.0.0.1", Credentials(COMMUNITY), heard)
    await sent(receiver, [b"\x30\x00"] * 10_000)
    assert receiver.statistics.not_believed == 20
    assert receiver.statistics.too_many == 9_980
    clock.advance(1)
    await sent(receiver, [b"\x30\x00"] * 100)
    assert receiver.statistics.not_believed == 30
    await receiver.stop()


async def test_reading_goes_on_during_a_flood(receiver: TrapReceiver) -> None:
    name = "1.3.6.1.2.1.1.5.0"
    receiver.register("127.0.0.1", Credentials(COMMUNITY), Heard())
    async with HostileAgent(lambda asked: asked.answer([(name, b"switch")])) as agent:
        link = open_snmp_link("127.0.0.1", agent.port, Credentials(COMMUNITY), pace=Pace(per_second=10_000))

        async def read() -> int:
            for _ in range(50):
                assert await link.get([name]) == {name: b"switch"}
            return link.statistics.requests

        agent.links.append(link)
        requests, _ = await asyncio.gather(read(), sent(receiver, [TRAP] * 10_000))
    assert requests == 50
    assert receiver.statistics.notices < 200


async def test_flood_of_strangers_is_dropped_unread(receiver: TrapReceiver) -> None:
    receiver.register("127.0.0.2", Credentials(COMMUNITY), Heard())
    await sent(receiver, [os.urandom(100) for _ in range(1_000)])
    assert receiver.statistics.unknown_sender == 1_000
    assert receiver.statistics.notices == 0


async def test_all_senders_together_are_limited() -> None:
    clock = FakeClock()
    receiver = TrapReceiver("127.0.0.1", 0, burst=1_000, per_second=1_000, all_per_second=5, clock=clock)
    receiver._all = Allowance(30, 5, clock)
    await receiver.start()
    receiver.register("127.0.0.1", Credentials(COMMUNITY), Heard())
    await sent(receiver, [b"\x30\x00"] * 100)
    assert receiver.statistics.too_many == 70
    await receiver.stop()


async def test_datagram_longer_than_any_trap_is_dropped_unread(receiver: TrapReceiver) -> None:
    receiver.register("127.0.0.1", Credentials(COMMUNITY), Heard())
    await sent(receiver, [b"\x30" * 9_000])
    assert receiver.statistics.not_believed == 1


async def test_port_in_use_is_told(receiver: TrapReceiver) -> None:
    with pytest.raises(CannotConnectError, match=str(receiver.port)):
        await TrapReceiver("127.0.0.1", receiver.port).start()


@pytest.mark.parametrize("address", ["switch.example", "", "300.1.1.1"])
async def test_sender_is_an_address(receiver: TrapReceiver, address: str) -> None:
    with pytest.raises(CodecError):
        receiver.register(address, Credentials(COMMUNITY), Heard())
    with pytest.raises(CredentialsError):
        receiver.register("127.0.0.1", Credentials({}), Heard())


async def test_sender_over_ipv6_may_be_an_ipv4_one(receiver: TrapReceiver) -> None:
    receiver.register("::ffff:10.0.0.7", Credentials(COMMUNITY), Heard())
    receiver.datagram_received(b"", ("::ffff:10.0.0.7", 162, 0, 0))
    receiver.datagram_received(b"", ("10.0.0.7", 162))
    receiver.datagram_received(b"", ("no address", 162))
    assert (receiver.statistics.not_believed, receiver.statistics.unknown_sender) == (2, 1)


@given(st.binary(max_size=400))
def test_any_bytes_are_a_trap_or_not_believed(data: bytes) -> None:
    for credentials in (COMMUNITY, USER, SIGNED, COMMUNITY | {"version": "1"}):
        reader = TrapReader(account_from(Credentials(credentials)), OurEngine())
        with pytest.raises(CodecError):
            reader.read(data)


@given(st.integers(0, len(TRAP) - 1), st.integers(0, 255))
def test_changed_trap_is_a_trap_or_not_believed(place: int, value: int) -> None:
    reader = TrapReader(account_from(Credentials(COMMUNITY)), OurEngine())
    assert reader.read(TRAP).trap == f"{TRAPS}.3"
    changed = bytearray(TRAP)
    changed[place] = value
    try:
        told = reader.read(bytes(changed))
    except CodecError:
        return
    assert told.trap


class UserSender:
    """Sends signed traps with any clock."""

    engine_id = b"\x80\x00\x00\x00\x01sender"

    def trap(self, *, boots: int, time_s: int) -> bytes:
        pdu = v2c.SNMPv2TrapPDU()
        v2c.apiPDU.set_defaults(pdu)
        v2c.apiPDU.set_varbinds(
            pdu, [(v2c.ObjectIdentifier("1.3.6.1.6.3.1.1.4.1.0"), v2c.ObjectIdentifier(f"{TRAPS}.3"))]
        )
        keys = UserKeys(account_from(Credentials(USER)), self.engine_id)
        return keys.encode(pdu, message_id=1, boots=boots, time_s=time_s, wants_report=False)


def test_recorded_trap_is_not_believed_later() -> None:
    theirs = UserSender()
    reader = TrapReader(account_from(Credentials(USER)), OurEngine())
    assert reader.read(theirs.trap(boots=3, time_s=1_000)).trap == f"{TRAPS}.3"
    assert reader.read(theirs.trap(boots=3, time_s=900)).trap == f"{TRAPS}.3"
    for boots, time_s in ((3, 800), (2, 5_000)):
        with pytest.raises(CodecError, match="past"):
            reader.read(theirs.trap(boots=boots, time_s=time_s))
    assert reader.read(theirs.trap(boots=4, time_s=1)).trap == f"{TRAPS}.3"


class InformSender(UserSender):
    """Sends informs to our engine, with any clock."""

    def __init__(self, engine_id: bytes) -> None:
        self.keys = UserKeys(account_from(Credentials(USER)), engine_id)

    def inform(self, *, boots: int, time_s: int, kind: type = v2c.InformRequestPDU) -> bytes:
        pdu = kind()
        v2c.apiPDU.set_defaults(pdu)
        v2c.apiPDU.set_varbinds(
            pdu, [(v2c.ObjectIdentifier("1.3.6.1.6.3.1.1.4.1.0"), v2c.ObjectIdentifier(f"{TRAPS}.4"))]
        )
        return self.keys.encode(pdu, message_id=9, boots=boots, time_s=time_s)


def test_inform_with_a_wrong_clock_is_told_the_right_one() -> None:
    ours = OurEngine()
    reader, sender = TrapReader(account_from(Credentials(USER)), ours), InformSender(ours.engine_id)
    told = reader.read(sender.inform(boots=0, time_s=0))
    assert told.trap == ""
    assert told.reply is not None
    report = decode_message(told.reply)
    assert report.header.message_id == 9
    assert read_pdu(sender.keys.open(report)).binds[0][0] == "1.3.6.1.6.3.15.1.1.2.0"
    told = reader.read(sender.inform(boots=report.header.boots, time_s=report.header.time_s))
    assert told.trap == f"{TRAPS}.4"
    assert read_pdu(sender.keys.open(decode_message(told.reply or b""))).kind is PduKind.RESPONSE


def test_inform_to_another_engine_and_questions_are_not_believed() -> None:
    ours = OurEngine()
    reader, sender = TrapReader(account_from(Credentials(USER)), ours), InformSender(ours.engine_id)
    with pytest.raises(CodecError):
        reader.read(sender.inform(boots=1, time_s=0, kind=v2c.GetRequestPDU))
    elsewhere = InformSender(b"\x80\x00\x00\x00\x05another")
    told = reader.read(elsewhere.inform(boots=1, time_s=0))
    assert told.trap == ""
    assert decode_message(told.reply or b"").header.engine_id == ours.engine_id


def test_sender_with_ever_new_engines_takes_no_memory() -> None:
    reader = TrapReader(account_from(Credentials(USER)), OurEngine())
    for number in range(50):
        theirs = UserSender()
        theirs.engine_id = b"\x80\x00\x00\x00\x05" + bytes([number] * 8)
        assert reader.read(theirs.trap(boots=1, time_s=1)).trap == f"{TRAPS}.3"
    assert len(reader._keys) <= 16
    assert len(reader._clocks) <= 16


def test_trap_without_a_name_is_not_believed() -> None:
    pdu = v2c.SNMPv2TrapPDU()
    v2c.apiPDU.set_defaults(pdu)
    v2c.apiPDU.set_varbinds(pdu, [(v2c.ObjectIdentifier("1.3.6.1.2.1.1.3.0"), v2c.TimeTicks(5))])
    reader = TrapReader(account_from(Credentials(COMMUNITY)), OurEngine())
    with pytest.raises(CodecError, match="name"):
        reader.read(encode_community(SnmpVersion.V2C, "traps", pdu))


def test_long_texts_and_lists_are_cut() -> None:
    notice = notice_from("10.0.0.1", f"{TRAPS}.3", {f"1.3.6.1.4.1.1.{number}": b"x" * 5_000 for number in range(100)})
    assert len(notice.values) == 64
    assert {len(value) for value in notice.values.values() if isinstance(value, bytes)} == {1_024}


def test_port_that_is_no_number_is_not_told() -> None:
    assert notice_from("10.0.0.1", f"{TRAPS}.3", {f"{IF_INDEX}.1": b"one"}).if_index is None


@given(st.lists(st.floats(0, 10), min_size=1, max_size=200), st.integers(1, 20), st.floats(0.1, 50))
def test_allowance_never_gives_more_than_it_has(pauses: list[float], burst: int, per_second: float) -> None:
    clock = FakeClock()
    allowance = Allowance(burst, per_second, clock)
    taken = 0
    for pause in pauses:
        clock.advance(pause)
        taken += allowance.take()
    assert taken <= burst + sum(pauses) * per_second + 1e-6
