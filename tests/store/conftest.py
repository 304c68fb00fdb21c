"""Engines that are closed at the end, and a PostgreSQL of the test's own."""

import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path

import pytest

import custom_components  # noqa: F401  found here before the harness puts its own folder of that name first
from custom_components.smart_campus.store.rules.engine import StoreEngine

from .notes import open_file


@pytest.fixture
def opened(tmp_path: Path) -> Generator[Callable[..., StoreEngine]]:
    """Return what opens an engine below the test's folder."""
    engines: list[StoreEngine] = []

    def open_engine(**options: float) -> StoreEngine:
        engine = open_file(tmp_path, **options)
        engines.append(engine)
        return engine

    yield open_engine
    for engine in engines:
        engine.stop()


@dataclass
class Postgres:
    """A PostgreSQL server on a loopback port."""

    binaries: Path
    data: Path
    port: int
    user: str

    def url(self, database: str = "postgres") -> str:
        return f"postgresql://postgres:secret-word@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories="
        self._run("pg_ctl", "-D", str(self.data), "-w", "-o", options, "-l", str(self.data / "log"), "start")

    def stop(self) -> None:
        self._run("pg_ctl", "-D", str(self.data), "-w", "-m", "immediate", "stop")

    def _run(self, program: str, *arguments: str) -> None:
        as_owner = ["runuser", "-u", self.user, "--"] if os.geteuid() == 0 else []
        subprocess.run([*as_owner, str(self.binaries / program), *arguments], check=True, capture_output=True)

    def create(self) -> None:
        password = self.data.parent / "password"
        password.write_text("secret-word\n")
        password.chmod(0o644)
        self._run(
            "initdb", "-D", str(self.data), "-U", "postgres", "-A", "scram-sha-256",
            "--pwfile", str(password), "-E", "UTF8", "--no-sync",
        )  # fmt: skip


@pytest.fixture
def postgres(tmp_path_factory: pytest.TempPathFactory, socket_enabled: None) -> Generator[Postgres]:
    """Start PostgreSQL with a database of its own; stop it at the end."""
    (binaries,) = sorted(Path("/usr/lib/postgresql").glob("*/bin"))[-1:]
    folder = Path("/var/tmp") / f"smart-campus-postgres-{os.getpid()}"
    folder.mkdir()
    user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
    data = folder / "data"
    data.mkdir(mode=0o700)
    if os.geteuid() == 0:
        shutil.chown(data, user)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = Postgres(binaries, data, port, user)
    try:
        server.create()
        server.start()
        yield server
        server.stop()
    finally:
        shutil.rmtree(folder)
