"""Fixture folders: what a device gave, and what must come of it. Imported under either name of the library."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ..device.device import Device
from ..device.recording import Recording
from ..errors import CodecError
from ..model import EMPTY, DeviceIdentity, Quality, UpdateReport, Value
from ..profile.schema import Catalogue, Profile, Protocol
from .lines import TEXT_PROTOCOLS, replay_lines
from .mqtt import replay_mqtt
from .replay import ReplayLink
from .switch import replay_switch

RECORDING_FILE = "recording.json"
EXPECTED_FILE = "expected.json"
ERROR_FILE = "expected.err"

IDENTITY_FIELDS = ("manufacturer", "model", "serial", "firmware")


@dataclass(frozen=True, kw_only=True, slots=True)
class Expectation:
    """What identifying and one full poll of a recorded device bring."""

    identity: Mapping[str, str | None]
    """Only the fields that are checked."""
    readings: Mapping[str, Value]
    """By point id; None where the reading holds no value."""
    qualities: Mapping[str, str]
    """By point id, only those that are not good."""
    requests: int
    """Requests the full poll is planned into."""
    ports: Mapping[str, Mapping[str, Any]] = EMPTY
    """Switches: by name of an interface, the fields that are checked."""

    def to_json(self) -> dict[str, Any]:
        """Return the content of `EXPECTED_FILE`."""
        return {
            "identity": dict(self.identity),
            "readings": dict(self.readings),
            "qualities": dict(self.qualities),
            "requests": self.requests,
            **({"ports": {name: dict(port) for name, port in self.ports.items()}} if self.ports else {}),
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned. Raises KeyError when readings or requests are missing."""
        return cls(
            identity=data.get("identity", {}),
            readings=data["readings"],
            qualities=data.get("qualities", {}),
            requests=data["requests"],
            ports=data.get("ports", EMPTY),
        )

    @classmethod
    def of(cls, identity: DeviceIdentity, report: UpdateReport, ports: Mapping[str, Mapping[str, Any]] = EMPTY) -> Self:
        """Return what a device really gave, in the shape of an expectation."""
        readings = dict(sorted(report.readings.items()))
        told = {field: getattr(identity, field) for field in IDENTITY_FIELDS}
        return cls(
            identity={field: text for field, text in told.items() if text is not None},
            readings={point: reading.value for point, reading in readings.items()},
            qualities={
                point: reading.quality.value
                for point, reading in readings.items()
                if reading.quality is not Quality.GOOD
            },
            requests=report.requests,
            ports=ports,
        )


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordedCase:
    """One fixture folder."""

    folder: Path
    recording: Recording
    expectation: Expectation | None
    """None for a case that must fail."""
    error: str | None
    """Text the error must contain, for a case that must fail."""

    @property
    def id(self) -> str:
        """Return ``<profile id>/<recording name>``."""
        return f"{self.folder.parent.name}/{self.folder.name}"


def load_recording(folder: Path) -> Recording:
    """Read the recording of one fixture folder. Raises CodecError naming the file when it is not one."""
    file = folder / RECORDING_FILE
    try:
        data = json.loads(file.read_text("utf-8"))
        return Recording.from_json(data if isinstance(data, dict) else {})
    except (OSError, ValueError, CodecError) as error:
        raise CodecError(f"{file}: {error}") from error


def load_case(folder: Path) -> RecordedCase:
    """Read one fixture folder. Raises CodecError when it holds neither an expectation nor an error."""
    error_file, expected_file = folder / ERROR_FILE, folder / EXPECTED_FILE
    if not error_file.exists() and not expected_file.exists():
        raise CodecError(f"{folder}: neither {EXPECTED_FILE} nor {ERROR_FILE}")
    error = error_file.read_text("utf-8").strip() if error_file.exists() else None
    data = json.loads(expected_file.read_text("utf-8")) if error is None else EMPTY
    return RecordedCase(
        folder=folder,
        recording=load_recording(folder),
        expectation=Expectation.from_json(data) if error is None else None,
        error=error,
    )


def find_cases(root: Path) -> tuple[Path, ...]:
    """Return every fixture folder below ``tests/profiles``, sorted."""
    return tuple(sorted(file.parent for file in root.glob(f"*/*/{RECORDING_FILE}")))


async def replay(recording: Recording, profile: Profile, catalogue: Catalogue) -> tuple[DeviceIdentity, UpdateReport]:
    """Identify and fully poll a recorded device; return what a poll brings once its refusals are known.

    Raises what the device's `identify` and `poll` raise.
    """
    if profile.transport.protocol is Protocol.SNMP:
        return (await replay_switch(recording, profile, catalogue))[:2]
    if profile.transport.protocol in TEXT_PROTOCOLS:
        return await replay_lines(recording, profile, catalogue)
    if profile.transport.protocol is Protocol.MQTT:
        return await replay_mqtt(recording, profile, catalogue)
    device = Device(profile, ReplayLink(recording), catalogue, params=recording.params)
    identity = await device.identify()
    await device.poll(profile.points)
    return identity, await device.poll(profile.points)
