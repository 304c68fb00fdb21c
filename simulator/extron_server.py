"""A simulated Extron recorder on its sockets: commands over telnet and SSH, files over HTTP."""

import asyncio
import base64
import contextlib
import hmac
from collections.abc import Sequence
from typing import override

import asyncssh
from aiohttp import web

from .recorder_model import RecorderModel
from .recorder_web import RecorderWeb
from .sis_dialogue import SisDialogue, path_of
from .temporary import temporary_file


class ExtronServer(RecorderWeb):
    """One SMP. Its commands are on two ports, its files on a third."""

    def __init__(
        self,
        model: RecorderModel,
        *,
        web_port: int = 0,
        telnet_port: int = 0,
        ssh_port: int = 0,
        password: str = "extron",  # noqa: S107 - opens nothing real
        takes_ranges: bool = True,
        extra_line_feed: bool = True,
    ) -> None:
        """Make one of a model. password: empty asks for none over telnet. extra_line_feed: over SSH, as some do."""
        super().__init__(model, port=web_port, takes_ranges=takes_ranges)
        self.telnet_port = telnet_port
        self.ssh_port = ssh_port
        self.username = "admin"
        self.password = password
        self.product = "SMP 351"
        self.serial = "A2RGB7K"
        self.connections = 0
        self.host_key: asyncssh.SSHKey | None = None
        """Its own; made at the first start, and kept over later ones."""
        self._adds_line_feed = extra_line_feed
        self._telnet: asyncio.Server | None = None
        self._ssh: asyncssh.SSHAcceptor | None = None
        self._talks: set[asyncio.Task[None]] = set()
        self.clients: set[asyncssh.SSHServerConnection] = set()
        """Connected through SSH."""

    @override
    async def start(self) -> None:
        await super().start()
        self.host_key = self.host_key or await _kept_key()
        self._telnet = await asyncio.start_server(self._serve_telnet, self.host, self.telnet_port)
        self.telnet_port = self._telnet.sockets[0].getsockname()[1]
        self._ssh = await asyncssh.create_server(
            lambda: _Doorkeeper(self),
            self.host,
            self.ssh_port,
            server_host_keys=[self.host_key],
            process_factory=self._serve_ssh,
            encoding=None,
            config=[],
            gss_host=None,
            allow_pty=True,
        )
        self.ssh_port = self._ssh.get_port()

    @override
    async def stop(self) -> None:
        if self._ssh is not None:
            self._ssh.close()
            for client in tuple(self.clients):
                client.abort()
            await self._ssh.wait_closed()
        if self._telnet is not None:
            self._telnet.close()
        for task in self._talks:
            task.cancel()
        await asyncio.gather(*self._talks, return_exceptions=True)
        if self._telnet is not None:
            await self._telnet.wait_closed()
        self._ssh = self._telnet = None
        await super().stop()

    @override
    def routes(self) -> Sequence[web.RouteDef]:
        return [web.get("/recordings/{path:.+}", self._file)]

    async def _file(self, request: web.Request) -> web.StreamResponse:
        self.requests += 1
        sent = request.headers.get("Authorization", "")
        wanted = base64.b64encode(f"{self.username}:{self.password}".encode()).decode()
        if self.password and not hmac.compare_digest(sent.encode(), f"Basic {wanted}".encode()):
            return web.Response(status=401, headers={"WWW-Authenticate": 'Basic realm="SMP"'})
        for file in self.model.files:
            if path_of(file) == f"recordings/{request.match_info['path']}":
                return await self.send_file(request, file, "video/mp4")
        return web.Response(status=404)

    async def _serve_telnet(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._talks.add(task)
            task.add_done_callback(self._talks.discard)
        self.connections += 1
        dialogue = self._dialogue(self.password)
        with contextlib.suppress(ConnectionError, asyncio.CancelledError):
            writer.write(dialogue.greet())
            while data := await reader.read(4096):
                self.requests += 1
                writer.write(dialogue.feed(data))
                await writer.drain()
        writer.close()

    async def _serve_ssh(self, process: asyncssh.SSHServerProcess[bytes]) -> None:
        self.connections += 1
        dialogue = self._dialogue("")
        with contextlib.suppress(asyncssh.Error, ConnectionError):
            process.stdout.write(self._over_ssh(dialogue.greet()))
            while data := await process.stdin.read(4096):
                self.requests += 1
                process.stdout.write(self._over_ssh(dialogue.feed(data)))
        process.exit(0)

    def _dialogue(self, password: str) -> SisDialogue:
        return SisDialogue(self.model, product=self.product, serial=self.serial, password=password)

    def _over_ssh(self, data: bytes) -> bytes:
        return data.replace(b"\r\n", b"\r\r\n") if self._adds_line_feed else data


class _Doorkeeper(asyncssh.SSHServer):
    def __init__(self, server: ExtronServer) -> None:
        self._server = server
        self._client: asyncssh.SSHServerConnection | None = None

    @override
    def connection_made(self, conn: asyncssh.SSHServerConnection) -> None:
        self._client = conn
        self._server.clients.add(conn)

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        if self._client is not None:
            self._server.clients.discard(self._client)

    @override
    def begin_auth(self, username: str) -> bool:
        return True

    @override
    def password_auth_supported(self) -> bool:
        return True

    @override
    def validate_password(self, username: str, password: str) -> bool:
        return username == self._server.username and hmac.compare_digest(
            password.encode(), self._server.password.encode()
        )


async def _kept_key() -> asyncssh.SSHKey:
    """Return a key that stays the same over restarts of the campus, as a device's does."""

    def make() -> asyncssh.SSHKey:
        path = temporary_file("ssh_host_key")
        if not path.is_file():
            path.touch(mode=0o600)
            asyncssh.generate_private_key("ssh-ed25519").write_private_key(path)
        return asyncssh.read_private_key(path)

    return await asyncio.to_thread(make)
