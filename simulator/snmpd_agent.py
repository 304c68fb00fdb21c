"""Debian's snmpd with many interfaces, in a network namespace of its own: a real agent to measure and compare with.

Linux only, and only for root: the namespace, its interfaces and the agent are gone when it is stopped.
"""

import asyncio
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Self

from .child import end_child, start_child

START_TIMEOUT_S = 20.0
AGENT_ADDRESS, OWN_ADDRESS = "198.18.{}.2", "198.18.{}.1"
"""Of the network for benchmarks (RFC 2544), never routed; ``{}`` keeps agents side by side apart."""
READY = "NET-SNMP version"
PATH = "/usr/sbin:/usr/bin:/sbin:/bin"


class SnmpdAgent:
    """Use as ``async with SnmpdAgent(ports=48) as agent``; answers on UDP 161 of `address` inside."""

    def __init__(
        self,
        *,
        ports: int,
        number: int = 0,
        community: str = "campus",
        users: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        """ports: an even number of interfaces. number: 0 to 255, another for each agent that runs at the same time.

        users: name to authentication protocol, key, privacy protocol, key as ``createUser`` takes them.
        """
        self.address = AGENT_ADDRESS.format(number)
        self._ports = ports
        self._number = number
        self._community = community
        self._users = users or {}
        self.space = f"campus-snmpd-{os.getpid()}-{number}"
        self._near, self._far = f"cs{number}n{os.getpid() % 100000}", f"cs{number}f{os.getpid() % 100000}"
        self._folder: TemporaryDirectory[str] | None = None
        self._process: asyncio.subprocess.Process | None = None

    @staticmethod
    def is_possible() -> bool:
        """Return whether this machine lets us."""
        has_programs = all(shutil.which(name, path=PATH) for name in ("ip", "snmpd"))
        return sys.platform == "linux" and os.geteuid() == 0 and has_programs

    async def __aenter__(self) -> Self:
        try:
            await self._make_space()
            await self._start_agent()
        except BaseException:
            await self._clean()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._clean()

    async def _make_space(self) -> None:
        own = OWN_ADDRESS.format(self._number)
        await _ip("netns", "add", self.space)
        await _ip("link", "add", self._near, "type", "veth", "peer", "name", self._far, "netns", self.space)
        await _ip("address", "add", f"{own}/30", "dev", self._near)
        await _ip("link", "set", self._near, "up")
        inside = [f"address add {self.address}/30 dev {self._far}", f"link set {self._far} up", "link set lo up"]
        for number in range(1, self._ports + 1, 2):
            # Pairs: every kernel that has namespaces has them, and both ends have a link
            inside.append(f"link add port{number} type veth peer name port{number + 1}")
            inside += [f"link set port{number} up", f"link set port{number + 1} up"]
        await _ip("-n", self.space, "-batch", "-", text="\n".join(inside))

    async def _start_agent(self) -> None:
        self._folder = await asyncio.to_thread(TemporaryDirectory, prefix="campus-snmpd-")
        folder = Path(self._folder.name)
        await asyncio.to_thread(self._write_configuration, folder)
        snmpd = shutil.which("snmpd", path=PATH) or "snmpd"
        self._process = await start_child(
            ["ip", "netns", "exec", self.space, snmpd, "-f", "-Lo", "-C", "-c", str(folder / "snmpd.conf")],
            cwd=folder,
            env={"SNMP_PERSISTENT_DIR": str(folder), "PATH": PATH},
        )
        async with asyncio.timeout(START_TIMEOUT_S):
            await self._wait_until_ready(self._process)

    async def _wait_until_ready(self, process: asyncio.subprocess.Process) -> None:
        assert process.stdout is not None  # noqa: S101 - a pipe
        said = ""
        while READY not in said:
            if not (line := await process.stdout.readline()):
                raise RuntimeError(f"snmpd did not start: {said}")
            said += line.decode(errors="replace")

    def _write_configuration(self, folder: Path) -> None:
        lines = [f"agentAddress udp:{self.address}:161", f"rwcommunity {self._community}", "sysName snmpd"]
        for name, words in self._users.items():
            lines += [f"createUser {name} {' '.join(words)}", f"rwuser {name}"]
        (folder / "snmpd.conf").write_text("\n".join(lines) + "\n", encoding="ascii")

    async def _clean(self) -> None:
        if self._process:
            await end_child(self._process)
            self._process = None
        await _ip("link", "delete", self._near, must_work=False)
        await _ip("netns", "delete", self.space, must_work=False)
        if self._folder:
            self._folder.cleanup()
            self._folder = None


async def _ip(*arguments: str, text: str = "", must_work: bool = True) -> None:
    process = await asyncio.create_subprocess_exec(
        "ip",
        *arguments,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.PIPE,
        env={"PATH": PATH},
    )
    _, complaint = await process.communicate(text.encode())
    if must_work and process.returncode:
        raise RuntimeError(f"ip {' '.join(arguments)}: {complaint.decode(errors='replace').strip()}")
