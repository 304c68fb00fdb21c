"""``campuslink record``: reads a device once, redacts it, and writes a fixture folder that tests replay."""

import argparse
import asyncio
import dataclasses
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..device.recorder.recorder import Recorder
from ..device.recording import Recording
from ..errors import CampusLinkError, CannotConnectError, LinkError, RefusedError
from ..model import EMPTY, DeviceIdentity, UpdateReport
from ..profile.library import Library
from ..profile.schema import Catalogue, Profile, Protocol
from ..testing.fixtures import ERROR_FILE, EXPECTED_FILE, RECORDING_FILE, Expectation, replay
from ..testing.switch import replay_switch
from .connection import ReadableDevice, add_connection_arguments, add_param_argument, open_device
from .console import SUCCESS, WRONG_USAGE, CommandError, Console
from .identify import add_protocol_argument, find_matches
from .library import find_profile, library_folder, open_library
from .messages import Messages

DEFAULT_OUT = Path("tests/profiles")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, kw_only=True, slots=True)
class _Take:
    """Everything one reading of a device brought."""

    profile: Profile
    recording: Recording
    identity: DeviceIdentity | None
    report: UpdateReport
    error: CampusLinkError | None
    """Why the profile does not work on the device, if it does not."""
    expectation: Expectation | None = None


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add what ``record`` takes."""
    parser.add_argument("--host", required=True, help=messages.say("help_host"))
    parser.add_argument("--profile", help=messages.say("help_profile_record"))
    add_connection_arguments(parser, messages)
    add_protocol_argument(parser, messages)
    add_param_argument(parser, messages)
    parser.add_argument("--out", type=Path, default=DEFAULT_OUT, help=messages.say("help_out"))
    parser.add_argument("--name", help=messages.say("help_name"))
    parser.add_argument("--note", default="", help=messages.say("help_note"))
    parser.add_argument("--force", action="store_true", help=messages.say("help_force"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Write the folder and say what is in it. Raises CampusLinkError when the device gave nothing at all."""
    if arguments.name is not None and not _NAME.fullmatch(arguments.name):
        raise CommandError("wrong_name", exit_code=WRONG_USAGE, name=arguments.name)
    library = open_library(library_folder(arguments.profiles))
    wanted = find_profile(library, arguments.profile) if arguments.profile else None
    if wanted is not None and arguments.name is not None:
        _require_new(_folder_for(wanted, arguments, None), force=arguments.force)
    take = asyncio.run(_take(library, wanted, arguments))
    folder = _folder_for(take.profile, arguments, take.identity)
    _require_new(folder, force=arguments.force)
    _write(folder, take)
    _tell(console, folder, take)
    return SUCCESS


async def _take(library: Library, wanted: Profile | None, arguments: argparse.Namespace) -> _Take:
    profile = wanted or library.profiles[(await find_matches(library, arguments))[0].profile.id]
    async with open_device(library, profile, arguments) as device:
        take = await _read_everything(device, arguments.note)
    return await _rehearse(take, library)


async def _read_everything(device: ReadableDevice, note: str) -> _Take:
    """Identify and poll, and go on after an error: what an odd device says is worth recording too."""
    identity, error = None, None
    try:
        identity = await device.identify()
    except CannotConnectError:
        raise
    except CampusLinkError as mismatch:
        error = mismatch
    report = await _poll_all(device)
    if isinstance(device, Recorder):
        raise CommandError("not_recorded", exit_code=WRONG_USAGE, profile=device.profile.id)
    recording = device.recording(redact=True)
    if error is not None and not (recording.registers or recording.items or recording.objects):
        raise error
    return _Take(
        profile=device.profile,
        recording=dataclasses.replace(recording, note=note),
        identity=identity,
        report=report,
        error=error,
    )


async def _poll_all(device: ReadableDevice) -> UpdateReport:
    """Poll everything at once, then once more alone each point that got no answer."""
    report = await _poll_or_note(device, frozenset(device.points))
    readings, failed, requests = dict(report.readings), dict(report.failed), report.requests
    for point in report.failed if report.readings else ():
        again = await _poll_or_note(device, frozenset({point}))
        readings |= again.readings
        requests += again.requests
        if point in again.readings:
            del failed[point]
    return UpdateReport(readings=readings, failed=failed, requests=requests)


async def _poll_or_note(device: ReadableDevice, points: frozenset[str]) -> UpdateReport:
    try:
        return await device.poll(points)
    except (LinkError, RefusedError) as error:
        return UpdateReport(readings=EMPTY, failed=dict.fromkeys(points, str(error)))


def _folder_for(profile: Profile, arguments: argparse.Namespace, identity: DeviceIdentity | None) -> Path:
    model = (identity.model if identity else None) or profile.products[0].model
    name = arguments.name or re.sub(r"[^a-z0-9]+", "-", model.lower()).strip("-") or "device"
    return Path(arguments.out) / profile.id / name


def _require_new(folder: Path, *, force: bool) -> None:
    if folder.exists() and not force:
        raise CommandError("folder_exists", exit_code=WRONG_USAGE, folder=folder)


async def _rehearse(take: _Take, library: Library) -> _Take:
    """Add what the redacted recording gives when it is replayed, which is what the test will see.

    An error is taken from the replay too: the device's own may name the host it was reached at.
    """
    try:
        expectation = await _expect(take.recording, take.profile, library.catalogue(take.profile.kind))
    except CampusLinkError as error:
        return dataclasses.replace(take, error=error)
    return dataclasses.replace(take, error=None, expectation=expectation)


async def _expect(recording: Recording, profile: Profile, catalogue: Catalogue) -> Expectation:
    if profile.transport.protocol is not Protocol.SNMP:
        return Expectation.of(*await replay(recording, profile, catalogue))
    return Expectation.of(*await replay_switch(recording, profile, catalogue))


def _write(folder: Path, take: _Take) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for stale in (EXPECTED_FILE, ERROR_FILE):
        (folder / stale).unlink(missing_ok=True)
    _write_json(folder / RECORDING_FILE, take.recording.to_json())
    if take.expectation is None:
        (folder / ERROR_FILE).write_text(f"{take.error}\n", "utf-8")
    else:
        _write_json(folder / EXPECTED_FILE, take.expectation.to_json())


def _write_json(file: Path, data: Mapping[str, Any]) -> None:
    file.write_text(json.dumps(data, ensure_ascii=False, indent=1) + "\n", "utf-8")


def _tell(console: Console, folder: Path, take: _Take) -> None:
    if take.error is not None:
        console.say("recorded_error", folder=folder, detail=take.error)
    else:
        console.say("recorded", points=len(take.report.readings), folder=folder)
    refused = sorted(point for point, reading in take.report.readings.items() if reading.quality == "refused")
    if refused:
        console.say("recorded_refused", points=", ".join(refused))
    if take.report.failed:
        console.say("recorded_failed", points=", ".join(sorted(take.report.failed)))
