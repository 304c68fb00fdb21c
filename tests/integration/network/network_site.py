"""A site of switches over agents in memory, and meters over recorded links, with a steady clock moved by hand."""

import hashlib
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from typing import Any
from unittest.mock import patch

from freezegun.api import FrozenDateTimeFactory
from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus import KINDS
from custom_components.smart_campus.campuslink.device.base import PollableDevice
from custom_components.smart_campus.campuslink.device.spec import DeviceSpec
from custom_components.smart_campus.campuslink.device.switch import SwitchDevice
from custom_components.smart_campus.campuslink.errors import NoAnswerError
from custom_components.smart_campus.campuslink.link.base import LinkSource
from custom_components.smart_campus.campuslink.link.endpoint import NetworkEndpoint
from custom_components.smart_campus.campuslink.link.snmp.base import SnmpValue
from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.campuslink.testing.snmp import FakeSnmpLink
from custom_components.smart_campus.kind_glue import hold_by
from custom_components.smart_campus.network.watch import BEAT, NetworkWatch

from ..conftest import poll

IF_TABLE = "1.3.6.1.2.1.2.2.1"
IFX_TABLE = "1.3.6.1.2.1.31.1.1.1"
LLDP = "1.0.8802.1.1.2.1"
BRIDGE = "1.3.6.1.2.1.17"


def mac_of(name: str) -> bytes:
    """Return the hardware address of a switch or device of this name."""
    return b"\x02" + hashlib.sha256(name.encode()).digest()[:5]


class Agent:
    """What one switch answers: ports 1 to 8 named Gi0/1 to Gi0/8, at 1 Gbit/s."""

    def __init__(self, name: str, ports: int = 8) -> None:
        self.name = name
        self.ports = range(1, ports + 1)
        self.values: dict[str, SnmpValue] = {
            "1.3.6.1.2.1.1.1.0": b"Example managed switch",
            "1.3.6.1.2.1.1.2.0": "1.3.6.1.4.1.32473.1.7",
            "1.3.6.1.2.1.1.3.0": 360_000,
            "1.3.6.1.2.1.1.5.0": name.encode(),
            f"{LLDP}.3.2.0": mac_of(name),
        }
        for port in self.ports:
            self.values |= {
                f"{IF_TABLE}.2.{port}": f"Port {port}".encode(),
                f"{IF_TABLE}.3.{port}": 6,
                f"{IF_TABLE}.6.{port}": mac_of(name),
                f"{IFX_TABLE}.1.{port}": f"Gi0/{port}".encode(),
                f"{IFX_TABLE}.18.{port}": f"Socket {port}".encode(),
                f"{LLDP}.3.7.1.3.{port}": f"Gi0/{port}".encode(),
                f"{BRIDGE}.1.4.1.2.{port}": port,
                **{f"{IF_TABLE}.{column}.{port}": 0 for column in (9, 13, 14, 19, 20)},
            }
            self.set(port, admin=1, oper=1, mbit=1000, octets_in=1000, octets_out=1000)
        self.link = FakeSnmpLink({}, line=f"udp:{name}:161")
        self.link.values = self.values

    def set(self, port: int, **values: int) -> None:
        """Change what a port shows."""
        columns = {
            "admin": f"{IF_TABLE}.7",
            "oper": f"{IF_TABLE}.8",
            "changed": f"{IF_TABLE}.9",
            "errors": f"{IF_TABLE}.14",
            "octets_in": f"{IFX_TABLE}.6",
            "octets_out": f"{IFX_TABLE}.10",
            "mbit": f"{IFX_TABLE}.15",
        }
        self.values.update({f"{columns[name]}.{port}": value for name, value in values.items()})

    def see(self, port: int, other: str) -> None:
        """Let another switch be the neighbour at a port."""
        row = f"0.{port}.1"
        self.values.update(
            {
                f"{LLDP}.4.1.1.4.{row}": 4,
                f"{LLDP}.4.1.1.5.{row}": mac_of(other),
                f"{LLDP}.4.1.1.6.{row}": 5,
                f"{LLDP}.4.1.1.7.{row}": b"Gi0/1",
                f"{LLDP}.4.1.1.9.{row}": other.encode(),
            }
        )

    def learn(self, port: int, name: str) -> None:
        """Let the address of a device be learned at a port, and nowhere else."""
        row = ".".join(str(byte) for byte in mac_of(name))
        self.values |= {f"{BRIDGE}.4.3.1.2.{row}": port, f"{BRIDGE}.4.3.1.3.{row}": 3}

    def go(self, seconds: float) -> None:
        """Let the switch's own time and traffic go on."""
        self.values["1.3.6.1.2.1.1.3.0"] = int(self.values["1.3.6.1.2.1.1.3.0"]) + int(seconds * 100)
        for port in self.ports:
            for column in (6, 10):
                oid = f"{IFX_TABLE}.{column}.{port}"
                self.values[oid] = int(self.values[oid]) + int(seconds * 1000)

    def silence(self) -> None:
        """Answer nothing from now on."""
        self.link.error = NoAnswerError("scripted silence")

    def heal(self) -> None:
        """Answer again."""
        self.link.error = None


def switch_subentry(name: str, **options: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of a switch; its id and key are its name."""
    return ConfigSubentryDataWithId(
        subentry_id=name,
        subentry_type=Kind.SWITCH.value,
        title=f"Switch {name}",
        unique_id=f"switch:{name}",
        data={
            "profile": "generic-if-mib",
            "endpoint": {"transport": "udp", "host": f"{name}.example", "port": 161},
            "params": {},
            "key": name,
            "options": options,
        },
    )


class Stage:
    """Agents by name, and time for everybody."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory) -> None:
        self.hass = hass
        self.freezer = freezer
        self.now = 10_000.0
        self.agents: dict[str, Agent] = {}

    def add(self, *names: str) -> None:
        """Make agents."""
        self.agents |= {name: Agent(name) for name in names}

    def join(self, one: str, port: int, other: str, other_port: int) -> None:
        """Put a cable between two switches."""
        self.agents[one].see(port, other)
        self.agents[other].see(other_port, one)

    def steady(self) -> float:
        return self.now

    async def open(self, hass: HomeAssistant, links: LinkSource, spec: DeviceSpec) -> PollableDevice:
        return self._device(hass, spec)

    def _device(self, hass: HomeAssistant, spec: DeviceSpec) -> PollableDevice:
        assert isinstance(spec.endpoint, NetworkEndpoint)
        agent = self.agents[spec.endpoint.host.partition(".")[0]]
        agent.link.is_closed = False
        return SwitchDevice(
            spec.profile,
            agent.link,
            spec.catalogue,
            clock=lambda: dt_util.utcnow().timestamp(),
            monotonic=self.steady,
        )

    @contextmanager
    def playing(self) -> Generator[None]:
        """Let sites find their switches here."""
        glue = replace(KINDS[Kind.SWITCH], open=self.open, hold=hold_by(self._device))
        kinds: Mapping[Kind, Any] = {**KINDS, Kind.SWITCH: glue}
        watch = partial(NetworkWatch, steady=self.steady)
        with (
            patch("custom_components.smart_campus.KINDS", kinds),
            patch("custom_components.smart_campus.flows.probe.KINDS", kinds),
            patch("custom_components.smart_campus.site.NetworkWatch", watch),
        ):
            yield

    async def run(self, entry: MockConfigEntry, seconds: float, step_s: float = 60.0) -> None:
        """Let time pass, with a poll of everything at each step."""
        for _ in range(max(int(seconds // step_s), 1)):
            self.tick(step_s)
            await poll(self.hass, entry)
            await self.beat()

    def tick(self, seconds: float) -> None:
        """Let time pass for clocks and switches."""
        self.now += seconds
        self.freezer.tick(seconds)
        for agent in self.agents.values():
            agent.go(seconds)

    async def beat(self) -> None:
        """Let the network be looked at."""
        async_fire_time_changed(self.hass, dt_util.utcnow() + BEAT)
        await self.hass.async_block_till_done()
