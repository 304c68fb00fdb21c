"""Both libraries against net-snmp's agent; what is expected is what net-snmp's own tools say."""

import asyncio
import gc
import itertools
import socket
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CredentialsError,
    NoAnswerError,
    RefusalReason,
    RefusedError,
)
from campuslink.link.credentials import Credentials
from campuslink.link.snmp import gufo_wire
from campuslink.link.snmp.backend import Backend, open_snmp_link
from campuslink.link.snmp.base import Oid, SnmpLink
from campuslink.link.snmp.governor import Pace

from .agents import CountingProxy, Snmpd

pytestmark = [pytest.mark.servers, pytest.mark.usefixtures("socket_enabled")]

IF_DESCR, IF_TYPE = "1.3.6.1.2.1.2.2.1.2", "1.3.6.1.2.1.2.2.1.3"
SYS_NAME, SYS_OBJECT_ID = "1.3.6.1.2.1.1.5.0", "1.3.6.1.2.1.1.2.0"
SYS_CONTACT = "1.3.6.1.2.1.1.4.0"
NET_SNMP_LINUX = "1.3.6.1.4.1.8072.3.2.10"
KEYS = {"auth_key": "authentic-key", "priv_key": "private-key-1"}
QUICK = Pace(per_second=10_000)

USERS: Mapping[str, Mapping[str, str]] = {
    "md5des": {"auth_protocol": "MD5", "priv_protocol": "DES"},
    "sha1aes": {"auth_protocol": "SHA", "priv_protocol": "AES"},
    "sha224aes128": {"auth_protocol": "SHA-224", "priv_protocol": "AES-128"},
    "sha384aes192": {"auth_protocol": "SHA-384", "priv_protocol": "AES192"},
    "sha512aes256": {"auth_protocol": "SHA-512", "priv_protocol": "AES-256"},
    "sha1aes256": {"auth_protocol": "SHA1", "priv_protocol": "AES256"},
    "sha1aes256c": {"auth_protocol": "SHA1", "priv_protocol": "AES256C"},
    "signed": {"auth_protocol": "SHA256"},
    "open": {},
}
ACCOUNTS = {
    "1": {"version": "1", "community": "campus"},
    "2c": {"version": "2c", "community": "campus"},
    **{name: {"version": "3", "user": name, **KEYS, **protocols} for name, protocols in USERS.items()},
}


def link_to(port: int, account: Mapping[str, str], backend: Backend, *, timeout_s: float = 3.0) -> SnmpLink:
    return open_snmp_link("127.0.0.1", port, Credentials(account), pace=QUICK, timeout_s=timeout_s, backend=backend)


def descriptors() -> int:
    return len(list(Path("/proc/self/fd").iterdir()))


def interfaces() -> dict[str, bytes]:
    return {str(number): name.encode() for number, name in socket.if_nameindex()}


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("account", ACCOUNTS)
async def test_every_account_reads_values_and_columns(snmpd: Snmpd, account: str, backend: Backend) -> None:
    link = link_to(snmpd.port, ACCOUNTS[account], backend)
    values = await link.get([SYS_NAME, SYS_OBJECT_ID, "1.3.6.1.2.1.1.99.0"])
    columns = await link.walk([IF_DESCR, "1.3.6.1.2.1.105.1.1.1.3"])
    await link.close()
    assert values == {SYS_NAME: b"lab-switch", SYS_OBJECT_ID: NET_SNMP_LINUX}
    assert isinstance(values[SYS_OBJECT_ID], Oid)
    assert columns == {IF_DESCR: interfaces(), "1.3.6.1.2.1.105.1.1.1.3": {}}


@pytest.mark.parametrize("backend", Backend)
async def test_second_read_asks_less_than_the_first(snmpd: Snmpd, backend: Backend) -> None:
    link = link_to(snmpd.port, ACCOUNTS["sha1aes"], backend)
    await link.get([SYS_NAME])
    first = link.statistics.requests
    await link.get([SYS_NAME])
    assert link.statistics.requests == first + 1
    await link.close()


@pytest.mark.parametrize("backend", Backend)
async def test_end_of_what_an_account_may_see_is_found_and_remembered(snmpd: Snmpd, backend: Backend) -> None:
    link = link_to(snmpd.port, {"community": "limited"}, backend)
    last_visible = "1.3.6.1.2.1.2.2.1.22"
    first = await link.walk([IF_DESCR, last_visible, "1.3.6.1.2.1.31.1.1.1.1"])
    again = await link.walk([IF_DESCR, last_visible, "1.3.6.1.2.1.31.1.1.1.1"])
    await link.close()
    assert first[IF_DESCR] == interfaces()
    assert list(first[last_visible]) == list(interfaces())
    assert first["1.3.6.1.2.1.31.1.1.1.1"] == {}
    assert again == first


@pytest.mark.parametrize("account", ["1", "2c", "sha512aes256", "signed"])
async def test_setting_is_done_and_read_back(snmpd: Snmpd, account: str) -> None:
    link = link_to(snmpd.port, ACCOUNTS[account], Backend.GUFO)
    await link.set({SYS_CONTACT: f"set by {account}".encode()})
    assert await link.get([SYS_CONTACT]) == {SYS_CONTACT: f"set by {account}".encode()}
    await link.close()


@pytest.mark.parametrize(
    ("account", "values", "reason"),
    [
        ("2c", {SYS_OBJECT_ID: 5}, RefusalReason.FUNCTION),
        ("2c", {SYS_CONTACT: 5}, RefusalReason.VALUE),
        ("1", {SYS_OBJECT_ID: 5}, RefusalReason.ADDRESS),
        ("2c", {SYS_CONTACT: 2**40}, RefusalReason.VALUE),
    ],
)
async def test_refused_setting_says_why(
    snmpd: Snmpd, account: str, values: dict[str, int | bytes], reason: RefusalReason
) -> None:
    link = link_to(snmpd.port, ACCOUNTS[account], Backend.GUFO)
    with pytest.raises(RefusedError) as caught:
        await link.set(values)
    await link.close()
    assert caught.value.reason is reason


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize(
    "change",
    [
        {"user": "nobody"},
        {"auth_key": "another-key"},
        {"priv_key": "another-key"},
        {"auth_protocol": "MD5"},
        {"priv_protocol": "DES"},
        {"priv_protocol": "none"},
    ],
    ids=lambda change: "-".join(change.values()),
)
async def test_wrong_user_or_key_is_told_from_silence(snmpd: Snmpd, change: dict[str, str], backend: Backend) -> None:
    link = link_to(snmpd.port, ACCOUNTS["sha1aes"] | change, backend, timeout_s=0.3)
    with pytest.raises(CredentialsError) as caught:
        await link.walk([IF_DESCR])
    await link.close()
    assert "another-key" not in str(caught.value)


@pytest.mark.parametrize("backend", Backend)
async def test_wrong_community_is_silence(snmpd: Snmpd, backend: Backend) -> None:
    link = link_to(snmpd.port, {"community": "wrong"}, backend, timeout_s=0.1)
    with pytest.raises(NoAnswerError):
        await link.get([SYS_NAME])
    with pytest.raises(NoAnswerError):
        await link.walk([IF_DESCR])
    await link.close()
    assert link.statistics.timeouts == link.statistics.requests


@pytest.mark.parametrize("backend", Backend)
async def test_answer_that_was_changed_on_the_way_is_not_believed(snmpd: Snmpd, backend: Backend) -> None:
    async with CountingProxy(snmpd.port, alter=lambda answer: answer.replace(b"lab-switch", b"LAB-SWITCH")) as proxy:
        link = link_to(proxy.port, ACCOUNTS["signed"], backend, timeout_s=0.1)
        values: object = None
        try:
            values = await link.get([SYS_NAME])
        except Exception as error:  # noqa: BLE001 - which one is another test's matter
            values = type(error).__name__
        await link.close()
    assert values == "GarbledAnswerError"


@pytest.mark.parametrize("backend", Backend)
async def test_clock_that_is_wrong_is_set_again(snmpd: Snmpd, backend: Backend) -> None:
    ahead_s = 0.0
    link = open_snmp_link(
        "127.0.0.1",
        snmpd.port,
        Credentials(ACCOUNTS["sha1aes"]),
        pace=QUICK,
        backend=backend,
        clock=lambda: time.monotonic() + ahead_s,
    )
    await link.get([SYS_NAME])
    ahead_s = 10_000.0
    assert await link.get([SYS_NAME]) == {SYS_NAME: b"lab-switch"}
    await link.close()


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("account", ["sha1aes", "signed", "open"])
async def test_exchanged_device_with_the_same_account_is_read_on(
    snmpd: Snmpd, second_snmpd: Snmpd, account: str, backend: Backend
) -> None:
    async with CountingProxy(snmpd.port) as proxy:
        link = link_to(proxy.port, ACCOUNTS[account], backend, timeout_s=1.0)
        await link.get([SYS_NAME])
        proxy.exchange(second_snmpd.port)
        assert await link.get([SYS_NAME]) == {SYS_NAME: b"lab-switch"}
        assert await link.walk([IF_DESCR]) == {IF_DESCR: interfaces()}
        await link.close()


@pytest.mark.parametrize("backend", Backend)
async def test_two_devices_that_take_turns_at_one_address_are_no_device(
    snmpd: Snmpd, second_snmpd: Snmpd, backend: Backend
) -> None:
    ports = itertools.cycle((snmpd.port, second_snmpd.port))
    async with CountingProxy(snmpd.port) as proxy:
        proxy.on_request = lambda: proxy.exchange(next(ports))
        link = link_to(proxy.port, ACCOUNTS["sha1aes"], backend, timeout_s=0.3)
        with pytest.raises(CampusLinkError):
            await link.get([SYS_NAME])
        await link.close()
    assert len(proxy.requests) <= 12


@pytest.mark.parametrize("backend", Backend)
async def test_closed_link_ends_what_is_under_way(snmpd: Snmpd, backend: Backend) -> None:
    async with CountingProxy(snmpd.port, alter=lambda _: None) as proxy:
        link = link_to(proxy.port, ACCOUNTS["2c"], backend, timeout_s=60)
        reading = asyncio.ensure_future(link.get([SYS_NAME]))
        await proxy.asked.wait()
        await link.close()
        with pytest.raises(CannotConnectError):
            await reading
        with pytest.raises(CannotConnectError):
            await link.get([SYS_NAME])


async def test_idle_links_hold_no_sockets(snmpd: Snmpd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gufo_wire, "IDLE_S", 0.0)
    gc.collect()
    before = descriptors()
    links = [link_to(snmpd.port, ACCOUNTS["2c"], Backend.GUFO) for _ in range(20)]
    await asyncio.gather(*(link.get([SYS_NAME]) for link in links))
    async with asyncio.timeout(10):
        while descriptors() > before:  # noqa: ASYNC110 - the kernel has no event to wait for
            await asyncio.sleep(0)
    assert descriptors() == before
    await asyncio.gather(*(link.close() for link in links))


@pytest.mark.parametrize("backend", Backend)
@pytest.mark.parametrize("in_flight", [1, 3])
async def test_promise_is_kept_on_the_wire(snmpd: Snmpd, backend: Backend, in_flight: int) -> None:
    async with CountingProxy(snmpd.port, swallow_requests={4}) as proxy:
        link = open_snmp_link(
            "127.0.0.1",
            proxy.port,
            Credentials(ACCOUNTS["sha1aes"]),
            pace=Pace(in_flight=in_flight, per_second=40),
            timeout_s=1.0,
            backend=backend,
        )
        await link.get([SYS_NAME])
        await asyncio.gather(
            link.walk([IF_DESCR, IF_TYPE, "1.3.6.1.2.1.1.9.1.3"]),
            *(link.get([SYS_NAME, SYS_OBJECT_ID, f"1.3.6.1.2.1.1.{number}.7"]) for number in range(4)),
            *(link.set({SYS_CONTACT: b"someone"}) for _ in range(3)),
            *(link.walk([IF_DESCR]) for _ in range(40)),
            return_exceptions=True,
        )
        await link.close()
    assert len(proxy.requests) == link.statistics.requests
    assert proxy.most_in_flight <= in_flight
    assert proxy.most_within(0.75) <= 40
