"""gufo_snmp's own sockets: one request at a time of the governor, and every way in which they give up as an error."""

import asyncio
import ipaddress
import socket
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from gufo.snmp import (
    Aes128Key,
    Aes192Key,
    Aes256Key,
    DesKey,
    KeyExpansion,
    Md5Key,
    Sha1Key,
    Sha224Key,
    Sha256Key,
    Sha384Key,
    Sha512Key,
    SnmpError,
    User,
)
from gufo.snmp._fast import SnmpV2cClientSocket, SnmpV3ClientSocket
from gufo.snmp.user import BaseAuthKey, BasePrivKey, KeyType

from ...errors import CannotConnectError, NoAnswerError
from .account import Account, AuthProtocol, PrivProtocol, SnmpVersion
from .base import SnmpStatistics
from .governor import Governor

CLOSED = "the link is closed"

IDLE_S = 2.0
"""How long a socket is kept for the next question of the same poll."""
_CLOCK_KEPT_S = 120.0
"""After so long without an answer the agent's clock is asked for again; it tolerates 150 s. Source: RFC 3414, 2.2.3."""

_AUTH_KEYS: Mapping[AuthProtocol, type[BaseAuthKey]] = MappingProxyType(
    {
        AuthProtocol.MD5: Md5Key,
        AuthProtocol.SHA1: Sha1Key,
        AuthProtocol.SHA224: Sha224Key,
        AuthProtocol.SHA256: Sha256Key,
        AuthProtocol.SHA384: Sha384Key,
        AuthProtocol.SHA512: Sha512Key,
    }
)
_PRIV_KEYS: Mapping[PrivProtocol, tuple[type[BasePrivKey], KeyExpansion]] = MappingProxyType(
    {
        PrivProtocol.DES: (DesKey, KeyExpansion.Blumenthal),
        PrivProtocol.AES128: (Aes128Key, KeyExpansion.Blumenthal),
        PrivProtocol.AES192: (Aes192Key, KeyExpansion.Blumenthal),
        PrivProtocol.AES256: (Aes256Key, KeyExpansion.Blumenthal),
        PrivProtocol.AES192_CISCO: (Aes192Key, KeyExpansion.Cisco),
        PrivProtocol.AES256_CISCO: (Aes256Key, KeyExpansion.Cisco),
    }
)


class DoubtError(Exception):
    """The answer may not be what it looks like; `is_garbled` when it could not even be read."""

    def __init__(self, *, is_garbled: bool) -> None:
        """is_garbled: perhaps because it was larger than gufo_snmp reads."""
        super().__init__()
        self.is_garbled = is_garbled


class _Socket:
    """One of gufo's sockets, watched as long as it lives, and when the agent was last heard on it."""

    def __init__(self, inner: SnmpV2cClientSocket | SnmpV3ClientSocket, heard_at: float) -> None:
        self.inner: Any = inner
        self.heard_at = heard_at
        self._loop = asyncio.get_running_loop()
        self._descriptor = inner.get_fd()
        self._receive: Callable[[Any], Any] | None = None
        self._answer: asyncio.Future[Any] | None = None
        self._loop.add_reader(self._descriptor, self._read)

    async def receive[T](self, receive: Callable[[Any], T], timeout_s: float) -> T:
        """Wait for an answer. Raises TimeoutError, DoubtError or OSError."""
        answer: asyncio.Future[T] = self._loop.create_future()
        self._receive, self._answer = receive, answer
        timer = self._loop.call_later(timeout_s, self.give_up, TimeoutError())
        try:
            return await answer
        finally:
            timer.cancel()
            self._answer = None

    def give_up(self, error: Exception) -> None:
        """End the wait, if there is one."""
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(error)

    def drop(self) -> None:
        """Watch it no longer; the descriptor closes with the last reference."""
        self._loop.remove_reader(self._descriptor)

    def _read(self) -> None:
        try:
            value = _guarded(self._receive or _receive_refresh, self.inner)
        except BlockingIOError:  # it was an answer to something else
            return
        except (DoubtError, OSError) as err:
            self.give_up(err)
            return
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(value)


class GufoWire:
    """The sockets of one agent: as many as there are requests in flight."""

    def __init__(
        self,
        host: str,
        port: int,
        account: Account,
        *,
        governor: Governor,
        timeout_s: float,
        statistics: SnmpStatistics,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """timeout_s: how long one answer may take."""
        self.key = f"udp:{host.lower()}:{port}"
        self.is_closed = False
        self.is_understood = False
        """Whether the agent ever answered to a question, not only told of its engine."""
        self._address = (host, port)
        self._account = account
        self._governor = governor
        self._timeout_s = timeout_s
        self._statistics = statistics
        self._clock = clock
        self._free: list[_Socket] = []
        self._waiting: set[_Socket] = set()
        self._resting: asyncio.TimerHandle | None = None

    async def ask[T](self, send: Callable[[Any], None], receive: Callable[[Any], T]) -> T:
        """Send one request and return its answer.

        send, receive: called with gufo's socket. Raises NoAnswerError, CannotConnectError or DoubtError.
        """
        used = self._free.pop() if self._free else await self._open()
        is_kept = False
        try:
            if self._has_lost_clock(used):
                await self._exchange(used, _send_refresh, _receive_refresh)
            answer = await self._exchange(used, send, receive)
            is_kept = self.is_understood = True
        except DoubtError as doubt:
            is_kept = not doubt.is_garbled
            raise
        finally:
            if is_kept and not self.is_closed:
                self._free.append(used)
            else:
                used.drop()
        return answer

    def rest(self) -> None:
        """Let go of idle sockets soon: hundreds of agents would hold as many descriptors.

        Those of version 3 stay; finding the engine again costs requests.
        """
        if self._account.version is not SnmpVersion.V3 and not self.is_closed:
            self._resting = asyncio.get_running_loop().call_later(IDLE_S, self._drop_free)

    def rouse(self) -> None:
        """Keep idle sockets for what is to come."""
        if self._resting is not None:
            self._resting.cancel()
            self._resting = None

    def close(self) -> None:
        """End every request under way, and let go of the sockets."""
        self.is_closed = True
        self.rouse()
        self._drop_free()
        for used in self._waiting:
            used.give_up(ConnectionAbortedError(CLOSED))

    def _drop_free(self) -> None:
        for used in self._free:
            used.drop()
        self._free.clear()

    def _has_lost_clock(self, used: _Socket) -> bool:
        is_signed = self._account.version is SnmpVersion.V3 and self._account.auth is not None
        return is_signed and self._clock() - used.heard_at > _CLOCK_KEPT_S

    async def _exchange[T](self, used: _Socket, send: Callable[[Any], None], receive: Callable[[Any], T]) -> T:
        async with self._governor.turn():
            if self.is_closed:
                raise CannotConnectError(CLOSED)
            self._statistics.requests += 1
            sent_at = self._clock()
            self._waiting.add(used)
            try:
                _guarded(send, used.inner)
                answer = await used.receive(receive, self._timeout_s)
            except DoubtError as doubt:
                self._statistics.garbled += doubt.is_garbled
                raise
            except TimeoutError as err:
                self._statistics.timeouts += 1
                raise NoAnswerError(f"{self.key}: no answer within {self._timeout_s:g} s") from err
            except OSError as err:
                raise CannotConnectError(f"{self.key}: {err}") from err
            finally:
                self._waiting.discard(used)
            used.heard_at = self._clock()
            self._governor.note_latency(used.heard_at - sent_at)
            self._statistics.answers += 1
            return answer

    async def _open(self) -> _Socket:
        try:
            async with asyncio.timeout(self._timeout_s):
                address = await _resolve(*self._address)
            if self._account.version is not SnmpVersion.V3:
                return _Socket(SnmpV2cClientSocket(address, self._account.community, 0, 0, 0, 0), self._clock())
            inner = SnmpV3ClientSocket(address, b"", "", 0, b"", 0, b"", 0, 0, 0, 0)
        except (OSError, ValueError) as err:
            raise CannotConnectError(f"{self.key}: {err}") from err
        opened = _Socket(inner, self._clock())
        try:
            await self._meet(opened)
        except BaseException:
            opened.drop()
            raise
        return opened

    async def _meet(self, opened: _Socket) -> None:
        """Find the agent's engine, then its clock."""
        await self._exchange(opened, _send_refresh, _receive_refresh)
        user = await asyncio.to_thread(_user_of, self._account)
        opened.inner.set_keys(
            user.name, user.get_auth_alg(), user.get_auth_key(), user.get_priv_alg(), user.get_priv_key()
        )
        if user.require_auth():
            await self._exchange(opened, _send_refresh, _receive_refresh)


def _guarded[T](use: Callable[[Any], T], inner: Any) -> T:  # noqa: ANN401 - one of two classes without a common one
    """Use a socket. Raises DoubtError or OSError for every way in which gufo_snmp gives up."""
    try:
        return use(inner)
    except BlockingIOError:
        raise
    except TimeoutError as err:  # what it makes of ECONNREFUSED
        raise ConnectionRefusedError(str(err)) from err
    except StopAsyncIteration as err:
        raise DoubtError(is_garbled=False) from err
    except (SnmpError, ValueError, RuntimeError) as err:
        raise DoubtError(is_garbled=True) from err
    except BaseException as err:
        # A panic of Rust derives from BaseException; hostile bytes must not end the program.
        if type(err).__name__ != "PanicException":
            raise
        raise DoubtError(is_garbled=True) from err


def _send_refresh(inner: Any) -> None:  # noqa: ANN401 - gufo's socket of version 3
    inner.send_refresh()


def _receive_refresh(inner: Any) -> None:  # noqa: ANN401 - gufo's socket of version 3
    inner.recv_refresh()


async def _resolve(host: str, port: int) -> str:
    """Return address and port as gufo_snmp writes them."""
    try:
        address = str(ipaddress.ip_address(host))
    except ValueError:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_DGRAM)
        address = str(found[0][4][0])
    return f"[{address}]:{port}" if ":" in address else f"{address}:{port}"


@lru_cache(maxsize=256)
def _master_key(auth: AuthProtocol, passphrase: str) -> bytes:
    return _AUTH_KEYS[auth].get_master_key(passphrase.encode())


def _user_of(account: Account) -> User:
    """Return gufo's user with keys that are hashed once for all agents; the first time takes milliseconds."""
    if account.auth is None:
        return User(account.user)
    auth_key = _AUTH_KEYS[account.auth](_master_key(account.auth, account.auth_key), key_type=KeyType.Master)
    if account.priv is None:
        return User(account.user, auth_key=auth_key)
    priv_kind, expansion = _PRIV_KEYS[account.priv]
    priv_key = priv_kind(_master_key(account.auth, account.priv_key), key_type=KeyType.Master)
    return User(account.user, auth_key=auth_key, priv_key=priv_key, key_expansion=expansion)
