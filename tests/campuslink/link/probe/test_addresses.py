"""Names to addresses: shared, few at a time, and remembered for a minute."""

import asyncio
import socket

import pytest

from campuslink.link.probe.addresses import LOOKUPS_AT_ONCE, Address, AddressBook
from campuslink.link.probe.measurement import ProbeError, Reason
from campuslink.link.probe.target import Family
from campuslink.testing.clock import FakeClock


class NameService:
    """Stands in the place of the system's resolver."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.calls: list[str] = []
        self.running = 0
        self.most = 0
        self.release = asyncio.Event()
        self.release.set()
        monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", self._look_up)

    async def _look_up(self, host: str, port: None, *, family: int, **_: object) -> list[tuple]:
        self.calls.append(host)
        self.running += 1
        self.most = max(self.most, self.running)
        await self.release.wait()
        await asyncio.sleep(0)
        self.running -= 1
        if host == "nobody":
            raise socket.gaierror(-2, "Name or service not known")
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.7", 0))]


@pytest.fixture
async def names(monkeypatch: pytest.MonkeyPatch) -> NameService:
    return NameService(monkeypatch)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("10.0.0.1", Address("10.0.0.1")),
        ("2001:DB8:0::1", Address("2001:db8::1")),
        ("fe80::1%1", Address("fe80::1", 1)),
        ("fe80::1%lo", Address("fe80::1", socket.if_nametoindex("lo"))),
    ],
)
async def test_numeric_hosts_need_no_look_up(names: NameService, host: str, address: Address) -> None:
    assert await AddressBook().find(host, Family.ANY) == address
    assert names.calls == []


async def test_unknown_interface_is_unreachable() -> None:
    with pytest.raises(ProbeError) as caught:
        await AddressBook().find("fe80::1%nosuch", Family.ANY)
    assert caught.value.reason is Reason.UNREACHABLE


async def test_host_is_looked_up_once_a_minute(names: NameService) -> None:
    clock = FakeClock()
    book = AddressBook(clock=clock)
    for seconds in (0, 59, 2):
        clock.advance(seconds)
        assert await book.find("www", Family.ANY) == Address("10.0.0.7")
    assert names.calls == ["www", "www"]


async def test_those_who_wait_share_one_look_up(names: NameService) -> None:
    book = AddressBook()
    await asyncio.gather(*(book.find("www", Family.ANY) for _ in range(20)))
    assert names.calls == ["www"]


async def test_few_look_ups_run_at_once(names: NameService) -> None:
    book = AddressBook()
    await asyncio.gather(*(book.find(f"host{index}", Family.ANY) for index in range(40)))
    assert (len(names.calls), names.most) == (40, LOOKUPS_AT_ONCE)


async def test_failed_look_up_is_told_to_everybody_and_not_remembered(names: NameService) -> None:
    book = AddressBook()
    results = await asyncio.gather(*(book.find("nobody", Family.ANY) for _ in range(3)), return_exceptions=True)
    assert [error.reason for error in results] == [Reason.NAME_NOT_RESOLVED] * 3
    with pytest.raises(ProbeError):
        await book.find("nobody", Family.ANY)
    assert names.calls == ["nobody", "nobody"]


async def test_one_who_gives_up_does_not_end_the_look_up_of_others(names: NameService) -> None:
    names.release.clear()
    book = AddressBook()
    patient = asyncio.create_task(book.find("www", Family.ANY))
    hasty = asyncio.create_task(book.find("www", Family.ANY))
    await asyncio.sleep(0)
    hasty.cancel()
    names.release.set()
    assert await patient == Address("10.0.0.7")


async def test_closing_gives_up_what_is_being_looked_up(names: NameService) -> None:
    names.release.clear()
    book = AddressBook()
    waiting = asyncio.create_task(book.find("www", Family.ANY))
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    await book.close()
    with pytest.raises(asyncio.CancelledError):
        await waiting
