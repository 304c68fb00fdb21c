"""Switches made of a few objects, and the device that reads them."""

from collections.abc import Collection, Mapping
from pathlib import Path

from campuslink.device.switch import SwitchDevice
from campuslink.link.snmp.base import SnmpLink, SnmpValue
from campuslink.model import Kind
from campuslink.profile.library import load_library
from campuslink.profile.schema import Profile
from campuslink.testing.fixtures import load_recording
from campuslink.testing.snmp import FakeSnmpLink

ROOT = Path(__file__).parents[4]
LIBRARY = load_library(ROOT / "device_profiles")

IF_TABLE = "1.3.6.1.2.1.2.2.1"
IFX_TABLE = "1.3.6.1.2.1.31.1.1.1"
UPTIME = "1.3.6.1.2.1.1.3.0"
ENGINE = "1.3.6.1.6.3.10.2.1.3.0"


class Bench:
    """One device over a fake link, with a clock moved by hand."""

    def __init__(self, profile: str, recording: str, *, contexts: Mapping[int, SnmpLink] | None = None) -> None:
        self.now = 1000.0
        self.slept: list[float] = []
        folder = ROOT / "tests" / "profiles" / profile / recording
        self.link = FakeSnmpLink.from_snmprec("\n".join(load_recording(folder).objects))
        self.contexts = contexts or {}
        self.device = SwitchDevice(
            self.profile(profile),
            self.link,
            LIBRARY.catalogue(Kind.SWITCH),
            open_context=self._open if contexts else None,
            clock=lambda: self.now,
            monotonic=lambda: self.now,
            sleep=self._sleep,
        )

    @staticmethod
    def profile(profile_id: str) -> Profile:
        return LIBRARY.profiles[profile_id]

    def set(self, **values: SnmpValue) -> None:
        """Change cells of the interface tables: ``oper_5=2`` is ifOperStatus.5."""
        for name, value in values.items():
            column, _, row = name.rpartition("_")
            self.link.values[f"{COLUMNS[column]}.{row}"] = value

    async def poll(self, after_s: float = 30.0, points: Collection[str] | None = None) -> dict[str, object]:
        """Let time pass, the device's own included, and return the values of a full poll."""
        self.now += after_s
        for oid, ticks in ((UPTIME, 100), (ENGINE, 1)):
            value = self.link.values.get(oid)
            if isinstance(value, int):
                self.link.values[oid] = value + int(after_s * ticks)
        self.link.asked.clear()
        report = await self.device.poll(self.device.points if points is None else points)
        return {point: reading.value for point, reading in report.readings.items()}

    def restart(self) -> None:
        """Let the switch have started a moment ago."""
        self.link.values.update({oid: 0 for oid in (UPTIME, ENGINE) if oid in self.link.values})

    async def _open(self, vlan: int) -> SnmpLink:
        return self.contexts[vlan]

    async def _sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


COLUMNS = {
    "type": f"{IF_TABLE}.3",
    "admin": f"{IF_TABLE}.7",
    "oper": f"{IF_TABLE}.8",
    "changed": f"{IF_TABLE}.9",
    "narrow_in": f"{IF_TABLE}.10",
    "in_errors": f"{IF_TABLE}.14",
    "name": f"{IFX_TABLE}.1",
    "octets_in": f"{IFX_TABLE}.6",
    "octets_out": f"{IFX_TABLE}.10",
    "mbit": f"{IFX_TABLE}.15",
    "alias": f"{IFX_TABLE}.18",
    "reset": f"{IFX_TABLE}.19",
}

HUAWEI = ("huawei-vrp", "synthetic-poe-and-failed-fan")
CISCO = ("cisco-ios", "synthetic-poe-by-entity")
COMWARE = ("h3c-comware", "synthetic-stack-of-two")
GENERIC = ("generic-if-mib", "synthetic-narrow-counters")
