"""The command line over a library and devices of its own; only the opening of links is replaced."""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from textwrap import dedent

import pytest

from campuslink.cli import connection, main
from campuslink.device.recording import Recording
from campuslink.link.base import DeviceLink
from campuslink.link.endpoint import Endpoint
from campuslink.profile.schema import TransportRules
from campuslink.testing.faulty import FaultyLink
from campuslink.testing.replay import ReplayLink

CATALOGUE = """
    schema: 1
    kind: meter
    points:
      voltage: {meaning: Volts, unit: V, poll: fast,
                entity: {platform: sensor, device_class: voltage, state_class: measurement, precision: 1}}
      frequency: {meaning: Hertz, unit: Hz, poll: fast,
                  entity: {platform: sensor, device_class: frequency, state_class: measurement, precision: 2}}
      model: {meaning: Model code, poll: once, identity: model}
      serial: {meaning: Serial number, poll: once, identity: serial, private: true}
"""

PROFILE = """
    schema: 1
    id: {id}
    kind: meter
    name: {id}
    products: [{{brand: Example, model: {id}}}]
    sources: [{{title: Manual, version: "1", url: ""}}]
    transport: {{protocol: modbus, over: [tcp, serial], max_registers: 10, max_gap: 5}}
    identify: {identify}
    params: {{vt_ratio: {{default: 1, range: [1, 100]}}}}
    points:
      voltage: {{read: {{input: {voltage}}}, decode: uint16, scale: 0.1, unit: V, range: [0, 50000],
                multiply_by: [vt_ratio]}}
      frequency: {{read: {{input: {frequency}}}, decode: uint16, scale: 0.01, unit: Hz, range: [0, 100]}}
      serial: {{read: {{holding: 8}}, decode: uint16, range: [0, 65535]}}
"""

PLAUSIBLE = "{plausible: {frequency: [45, 65]}}"
EXACT = "{exact: [{read: {holding: 100}, decode: uint16, equals: [777]}]}"

METER = Recording(profile="plain", protocol="modbus", registers={"input": {0: (2305, 5001)}, "holding": {8: (12345,)}})
MARKED_METER = Recording(
    profile="marked",
    protocol="modbus",
    registers={"input": {0: (2305, 5001)}, "holding": {8: (12345,), 100: (777,)}},
)


def write_profile(folder: Path, profile_id: str, *, identify: str = PLAUSIBLE, voltage: int = 0) -> Path:
    file = folder / f"{profile_id}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    text = dedent(PROFILE).format(id=profile_id, identify=identify, voltage=voltage, frequency=voltage + 1)
    file.write_text(text, "utf-8")
    return file


@pytest.fixture
def profiles(tmp_path: Path) -> Path:
    """A library of three profiles: one with a mark, one at the same registers, one at others."""
    root = tmp_path / "device_profiles"
    (root / "catalogue").mkdir(parents=True)
    (root / "catalogue" / "meter.yaml").write_text(dedent(CATALOGUE), "utf-8")
    write_profile(root / "meter", "marked", identify=EXACT)
    write_profile(root / "meter", "plain")
    write_profile(root / "meter", "elsewhere", voltage=50)
    return root


@dataclass
class Wire:
    """What hangs on the line the command line opens."""

    recording: Recording = METER
    break_it: Callable[[FaultyLink], None] | None = None
    opened: list[tuple[Endpoint, TransportRules, str]] = field(default_factory=list)
    links: list[FaultyLink] = field(default_factory=list)

    async def open(self, endpoint: Endpoint, rules: TransportRules, address: str) -> DeviceLink:
        self.opened.append((endpoint, rules, address))
        link = FaultyLink(ReplayLink(self.recording), timeout_s=0.0)
        if self.break_it:
            self.break_it(link)
        self.links.append(link)
        return link


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    line = Wire()
    monkeypatch.setattr(connection, "LinkPool", lambda: line)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    return line


@dataclass(frozen=True)
class Outcome:
    """What a run of the command line left behind."""

    code: int
    out: str
    err: str


type RunCommand = Callable[..., Outcome]


@pytest.fixture
def run(profiles: Path, wire: Wire, capsys: pytest.CaptureFixture[str]) -> RunCommand:
    """Run a command on the test library."""

    def run_command(*words: str) -> Outcome:
        try:
            code = main([*words, "--profiles", str(profiles)])
        except SystemExit as leave:
            code = leave.code if isinstance(leave.code, int) else 1
        printed = capsys.readouterr()
        return Outcome(code, printed.out, printed.err)

    return run_command
