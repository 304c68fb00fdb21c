"""UDP port 4352 of this machine: status notices of projectors, and the search for them.

Anybody on the network can send such a datagram. It is matched to a device by the address it comes from, and means no
more than that a question over TCP is worth while now.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from ..codec.mac_text import normalise_mac
from ..codec.pjlink import PORT, SEARCH, Notice, parse_notice
from ..errors import CannotConnectError
from .datagram_port import DatagramPort

ANY = "0.0.0.0"  # noqa: S104 - projectors are on any of this machine's networks
SEARCH_S = 11.0
"""Projectors answer a search after a random time of up to 10 s."""
MOST_FOUND = 512
_SAME_NOTICE_S = 1.0
"""A notice repeated within this time says nothing new; one that says something else is told when it is over."""

type OnNotice = Callable[[Notice], None]
type FindPeer = Callable[[], str | None]
"""Returns the network address of a device, None before its first connection."""


@dataclass(frozen=True, slots=True)
class Found:
    """A projector that answered a search."""

    host: str
    mac: str
    """Empty where what it sent is no hardware address."""


@dataclass(slots=True, eq=False)
class _Follower:
    peer: FindPeer
    on_notice: OnNotice
    told: dict[str, tuple[float, Notice]] = field(default_factory=dict)
    """By kind of notice, of which there are five: when which was told."""
    waiting: dict[str, tuple[asyncio.TimerHandle, Notice]] = field(default_factory=dict)
    """By kind, what is told later."""

    def forget(self) -> None:
        """Tell nothing any more."""
        for handle, _ in self.waiting.values():
            handle.cancel()
        self.waiting.clear()


class NoticeReceiver:
    """Shared by every projector of this process. Opens its port with the first follower, closes it behind the last."""

    def __init__(
        self,
        *,
        host: str = ANY,
        port: int = PORT,
        clock: Callable[[], float] = time.monotonic,
        pause: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        """host, port: what to listen on; clock: seconds; pause: waits for the answers to a search."""
        self.ignored = 0
        """Datagrams that were no notice, or came from nobody we follow."""
        self._address = (host, port)
        self._clock = clock
        self._pause = pause
        self._followers: list[_Follower] = []
        self._searchers: list[dict[str, Found]] = []
        self._datagrams = DatagramPort(self._receive, may_broadcast=True)

    @property
    def port(self) -> int | None:
        """The port in use, None while closed."""
        return self._datagrams.number

    def follow(self, peer: FindPeer, on_notice: OnNotice) -> Callable[[], None]:
        """Tell about notices from one device until the returned function is called. Call `listen` as well."""
        follower = _Follower(peer, on_notice)
        self._followers.append(follower)

        def leave() -> None:
            if follower in self._followers:
                self._followers.remove(follower)
                follower.forget()
                self._close_unused()

        return leave

    async def listen(self) -> None:
        """Open the port, unless it is open. Raises CannotConnectError when another program holds it."""
        try:
            await self._datagrams.open(self._address)
        except OSError as error:
            raise CannotConnectError(f"udp port {self._address[1]}: {error}") from error

    async def search(
        self, broadcast: str = "255.255.255.255", *, port: int = PORT, wait_s: float = SEARCH_S
    ) -> tuple[Found, ...]:
        """Ask every projector of a network to answer, and return those that did within the time.

        Raises CannotConnectError when the port is taken or the network cannot be reached.
        """
        found: dict[str, Found] = {}
        self._searchers.append(found)
        try:
            await self.listen()
            if not self._datagrams.send(SEARCH, (broadcast, port)):
                raise CannotConnectError("the search was closed under way")
            await self._pause(wait_s)
        except OSError as error:
            raise CannotConnectError(f"{broadcast}: {error}") from error
        finally:
            self._searchers.remove(found)
            self._close_unused()
        return tuple(found.values())

    def close(self) -> None:
        """Close the port and forget everybody."""
        for follower in self._followers:
            follower.forget()
        self._followers.clear()
        self._close_unused()

    def _close_unused(self) -> None:
        if not self._followers and not self._searchers:
            self._datagrams.close()

    def _receive(self, datagram: bytes, host: str) -> None:
        notice = parse_notice(datagram)
        if notice is None:
            self.ignored += 1
        elif notice.body == "ACKN":
            mac = normalise_mac(notice.parameter) or ""
            for found in self._searchers:
                if len(found) < MOST_FOUND:
                    found.setdefault(host, Found(host, mac))
        else:
            self._tell(notice, host)

    def _tell(self, notice: Notice, host: str) -> None:
        followers = [follower for follower in self._followers if follower.peer() == host]
        self.ignored += not followers
        for follower in followers:
            self._hear(follower, notice)

    def _hear(self, follower: _Follower, notice: Notice) -> None:
        """Tell a follower at most once a second of each kind, and of the last one always."""
        told_at, told = follower.told.get(notice.body, (float("-inf"), None))
        wait_s = told_at + _SAME_NOTICE_S - self._clock()
        handle, latest = follower.waiting.get(notice.body, (None, told))
        if notice == latest and wait_s > 0:
            return
        if handle is not None:
            handle.cancel()
        if wait_s <= 0:
            self._pass_on(follower, notice)
        else:
            later = asyncio.get_running_loop().call_later(wait_s, self._pass_on, follower, notice)
            follower.waiting[notice.body] = (later, notice)

    def _pass_on(self, follower: _Follower, notice: Notice) -> None:
        follower.waiting.pop(notice.body, None)
        follower.told[notice.body] = (self._clock(), notice)
        follower.on_notice(notice)
