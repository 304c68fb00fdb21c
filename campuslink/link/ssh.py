"""A connection through SSH to a device that speaks lines of text in its shell; its key is pinned at first use."""

import hmac
from typing import override

import asyncssh

from ..errors import CredentialsError, HostKeyError
from .connection import Connection
from .credentials import Credentials
from .endpoint import NetworkEndpoint


class HostKeyPin:
    """The key a device must prove itself with: the one it had the first time."""

    def __init__(self, fingerprint: str = "") -> None:
        """fingerprint: ``SHA256:...`` as it was kept; empty takes the first key that comes."""
        self.fingerprint = fingerprint

    def admits(self, fingerprint: str) -> bool:
        """Return whether a key is the pinned one; pins it where none was."""
        if not self.fingerprint:
            self.fingerprint = fingerprint
        return hmac.compare_digest(self.fingerprint.encode(), fingerprint.encode())


class _Client(asyncssh.SSHClient):
    def __init__(self, pin: HostKeyPin) -> None:
        self._pin = pin

    @override
    def validate_host_public_key(self, host: str, addr: str, port: int, key: asyncssh.SSHKey) -> bool:
        return self._pin.admits(key.get_fingerprint())


class _Shell(asyncssh.SSHClientSession[bytes]):
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @override
    def data_received(self, data: bytes, datatype: asyncssh.DataType) -> None:
        self._connection.data_received(data)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self._connection.connection_lost(exc)


class SshConnection(Connection):
    """The shell of one device."""

    def __init__(self) -> None:
        super().__init__(listening=True)
        self._channel: asyncssh.SSHClientChannel[bytes] | None = None
        self._client: asyncssh.SSHClientConnection | None = None

    @override
    def send(self, data: bytes) -> None:
        if self._channel is not None and not self.lost:
            self._channel.write(data)

    @override
    def abort(self) -> None:
        self.lost = True
        if self._client is not None:
            self._client.abort()

    async def open(self, endpoint: NetworkEndpoint, credentials: Credentials, pin: HostKeyPin) -> None:
        """Connect, log in and open the shell, within the caller's timeout. Raises as `open_ssh` does."""
        try:
            self._client, _ = await asyncssh.create_connection(
                lambda: _Client(pin),
                endpoint.host,
                endpoint.port,
                username=credentials.get("username", ""),
                password=credentials.get("password", ""),
                # Nothing of this machine's own user plays a part: no configuration, keys, agent or known hosts
                config=[],
                known_hosts=b"",
                client_keys=None,
                agent_path=None,
                preferred_auth=("password", "keyboard-interactive"),
                compression_algs=None,
                keepalive_interval=0,
            )
            self._channel, _ = await self._client.create_session(lambda: _Shell(self), encoding=None)
        except BaseException:
            self.abort()
            raise


async def open_ssh(endpoint: NetworkEndpoint, credentials: Credentials, pin: HostKeyPin) -> Connection:
    """Return a connection to the shell of a device. credentials: ``username`` and ``password``.

    Raises OSError, CredentialsError, or HostKeyError when the device has another key than the pinned one; nothing of
    the password was sent then.
    """
    connection = SshConnection()
    try:
        await connection.open(endpoint, credentials, pin)
    except asyncssh.HostKeyNotVerifiable as err:
        raise HostKeyError("the device proves itself with another key than the first time") from err
    except asyncssh.PermissionDenied as err:
        raise CredentialsError("the device refuses user name or password") from err
    except asyncssh.Error as err:
        raise OSError(f"{type(err).__name__}") from err
    return connection
