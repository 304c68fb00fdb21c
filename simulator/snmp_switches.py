"""Simulated switches as one of the campus's systems; snmpsim speaks for all of them from one process."""

import asyncio
import socket
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from .gateway import HOST
from .snmp_files import write_agent, write_recording
from .snmp_model import ETHERNET, Orders, Port, Switch
from .snmpsim_process import Agent, SnmpsimProcess, User
from .system import Action, Body, Identity, Json

COMMUNITY = "campus"
"""Community of versions 1 and 2c, and context of version 3."""
MEMORY = Path("/dev/shm")  # noqa: S108 - only a random name below it is used
"""Where files cost no disk: snmpsim writes its indexes row by row, and waits for the disk after each."""
PORT_ORDERS: Mapping[str, tuple[float, float]] = {
    "link": (0, 1),
    "errors_per_s": (0, 1e6),
    "discards_per_s": (0, 1e6),
    "flap_s": (0, 86_400),
    "speed_mbit": (10, 400_000),
    "load": (0, 1),
}
"""What the action ``port`` may change, with the least and the most."""


@dataclass(kw_only=True, slots=True)
class SimulatedSwitch:
    """A switch, who it is to people, and what the side door did to it."""

    switch: Switch
    identity: Identity
    user: User | None = None
    """Answers SNMP version 3 as well, to this user."""
    port: int = 0
    """UDP port; 0 takes a free one at the first start."""
    orders: Orders = field(default_factory=Orders)


class SwitchSystem:
    """All simulated switches."""

    def __init__(self, switches: Sequence[SimulatedSwitch]) -> None:
        """switches: with ids that are all different."""
        self._switches: Mapping[str, SimulatedSwitch] = {simulated.identity.id: simulated for simulated in switches}
        self._folder: TemporaryDirectory[str] | None = None
        self._process: SnmpsimProcess | None = None

    async def start(self) -> None:
        """Write the recordings and start snmpsim. Raises RuntimeError when it does not start."""
        self._folder = await asyncio.to_thread(_make_folder)
        root = Path(self._folder.name)
        agents = await asyncio.to_thread(self._write_files, root)
        self._process = SnmpsimProcess(agents, work_folder=root, variation_options={"campus": str(root)})
        await self._process.start()

    async def stop(self) -> None:
        """End snmpsim and remove its files."""
        if self._process:
            await self._process.stop()
            self._process = None
        if self._folder:
            self._folder.cleanup()
            self._folder = None

    def devices(self) -> Sequence[Json]:
        """Return every switch, with its ports by name."""
        return [_describe(simulated) for simulated in self._switches.values()]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return what the switch should be found to be; a flapping port counts as one with a link."""
        simulated = self._switches[device_id]
        ports = [port for port in simulated.switch.ports if port.kind == ETHERNET]
        orders = simulated.orders.ports
        flapping = [port for port in ports if orders.get(port.name, {}).get("flap_s", port.flap_s)]
        linked = [port for port in ports if orders.get(port.name, {}).get("link", port.has_link)]
        return {
            "ports": len(ports),
            "ports_up": len(linked),
            "ports_flapping": len(flapping),
            "ports_with_errors": sum(bool(_ordered(simulated, port, "errors_per_s")) for port in linked),
            "memory_usage": simulated.switch.memory,
            "temperature": simulated.switch.temperature,
        }

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return ``unplug``, ``plug``, ``reboot``, ``port`` and ``trap``."""
        simulated = self._switches[device_id]

        async def unplug(_: Body) -> None:
            self._power(simulated, is_on=False)

        async def plug(_: Body) -> None:
            self._power(simulated, is_on=True)

        async def reboot(_: Body) -> None:
            simulated.orders.booted_at = time.time()
            self._order(simulated)

        async def port(body: Body) -> None:
            self.change_port(device_id, str(body.get("name", "")), {key: body[key] for key in body if key != "name"})

        async def trap(body: Body) -> None:
            from .snmp_traps import send_trap  # noqa: PLC0415 - brings pysnmp, which takes a second to load

            await send_trap(simulated.switch, COMMUNITY, body)

        return {"unplug": unplug, "plug": plug, "reboot": reboot, "port": port, "trap": trap}

    def _power(self, simulated: SimulatedSwitch, *, is_on: bool) -> None:
        """Switch a switch on or off; the far ends of its cables gain or lose their links."""
        simulated.orders.is_silent = not is_on
        self._order(simulated)
        by_name = {entry.switch.name: entry.identity.id for entry in self._switches.values()}
        for port in simulated.switch.ports:
            if port.neighbour and port.neighbour.name in by_name:
                self.change_port(by_name[port.neighbour.name], port.neighbour.port, {"link": int(is_on)})

    def change_port(self, device_id: str, name: str, changes: Body) -> None:
        """Change how a port fares. Raises ValueError for an unknown port, change or number."""
        simulated = self._switches[device_id]
        if name not in {port.name for port in simulated.switch.ports}:
            raise ValueError(f"no port {name!r} on {device_id}")
        orders = {key: _number(key, value) for key, value in changes.items()}
        before = simulated.orders.ports.get(name, {})
        simulated.orders.ports[name] = {**before, **orders, "at": time.time()}
        self._order(simulated)

    def _order(self, simulated: SimulatedSwitch) -> None:
        if self._folder:
            write_agent(Path(self._folder.name) / f"{simulated.identity.id}.json", simulated.switch, simulated.orders)

    def _write_files(self, root: Path) -> Sequence[Agent]:
        agents = []
        for simulated in self._switches.values():
            simulated.port = simulated.port or _free_port()
            folder = root / "agents" / simulated.identity.id
            folder.mkdir(parents=True)
            write_recording(folder / f"{COMMUNITY}.snmprec", simulated.switch)
            self._order(simulated)
            agents.append(Agent(folder=folder, port=simulated.port, user=simulated.user))
        return agents


def _describe(simulated: SimulatedSwitch) -> Json:
    return simulated.identity.to_json(
        endpoint={"transport": "udp", "host": HOST, "port": simulated.port},
        sys_name=simulated.switch.name,
        ports=[port.name for port in simulated.switch.ports if port.kind == ETHERNET],
        is_silent=simulated.orders.is_silent,
    )


def _ordered(simulated: SimulatedSwitch, port: Port, key: str) -> float:
    built: float = getattr(port, key)
    return simulated.orders.ports.get(port.name, {}).get(key, built)


def _number(key: str, value: object) -> float:
    if key not in PORT_ORDERS:
        raise ValueError(f"{key!r} is none of {', '.join(PORT_ORDERS)}")
    least, most = PORT_ORDERS[key]
    if not isinstance(value, int | float) or not least <= value <= most:
        raise ValueError(f"{key} must be {least:g}..{most:g}")
    return float(value)


def _make_folder() -> TemporaryDirectory[str]:
    return TemporaryDirectory(prefix="campus-switches-", dir=MEMORY if MEMORY.is_dir() else None)


def _free_port() -> int:
    with socket.socket(type=socket.SOCK_DGRAM) as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
