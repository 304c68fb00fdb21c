"""Real agents: net-snmp's snmpd on a free port of 127.0.0.1."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from .agents import Snmpd, wait_until_answered

CONFIGURATION = """
agentaddress udp:127.0.0.1:{port}
rwcommunity campus 127.0.0.1
view ports included .1.3.6.1.2.1.2.2
rocommunity limited 127.0.0.1 -V ports
sysname lab-switch
createUser md5des MD5 "authentic-key" DES "private-key-1"
createUser sha1aes SHA "authentic-key" AES "private-key-1"
createUser sha224aes128 SHA-224 "authentic-key" AES-128 "private-key-1"
createUser sha384aes192 SHA-384 "authentic-key" AES-192 "private-key-1"
createUser sha512aes256 SHA-512 "authentic-key" AES-256 "private-key-1"
createUser sha1aes256 SHA "authentic-key" AES-256 "private-key-1"
createUser sha1aes256c SHA "authentic-key" AES-256-C "private-key-1"
createUser signed SHA-256 "authentic-key"
createUser open
rwuser md5des priv
rwuser sha1aes priv
rwuser sha224aes128 priv
rwuser sha384aes192 priv
rwuser sha512aes256 priv
rwuser sha1aes256 priv
rwuser sha1aes256c priv
rwuser signed auth
rouser open noauth
"""


def free_port() -> int:
    """Ask another process for it: sockets are blocked in this one until a test asks for them."""
    code = (
        "import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(('127.0.0.1', 0)); print(s.getsockname()[1])"
    )
    return int(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True).stdout)


@contextmanager
def running_snmpd(folder: Path) -> Iterator[Snmpd]:
    program = shutil.which("snmpd", path=f"{os.environ['PATH']}:/usr/sbin")
    assert program, "Debian's snmpd is missing: script/setup installs it"
    port = free_port()
    (folder / "snmpd.conf").write_text(CONFIGURATION.format(port=port))
    settings = ["-f", "-C", "-c", folder / "snmpd.conf", "-Lf", folder / "log", "-I", "-smux,agentx"]
    process = subprocess.Popen(
        [program, *settings, "-p", folder / "pid"],
        env={**os.environ, "SNMP_PERSISTENT_DIR": str(folder), "MIBS": ""},
    )
    try:
        wait_until_answered(port, "campus")
        yield Snmpd(port=port)
    finally:
        process.terminate()
        process.wait()


@pytest.fixture(scope="session")
def snmpd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    """An agent with the accounts of the configuration above."""
    with running_snmpd(tmp_path_factory.mktemp("snmpd")) as agent:
        yield agent


@pytest.fixture(scope="session")
def second_snmpd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snmpd]:
    """Another agent with the same accounts, and an engine of its own."""
    with running_snmpd(tmp_path_factory.mktemp("snmpd")) as agent:
        yield agent
