"""``campuslink identify``: which profiles fit a device, the surest first."""

import argparse
import asyncio
import json
from dataclasses import asdict, dataclass
from typing import Any

from ..errors import CampusLinkError, CannotConnectError, LinkConflictError, LinkError, NoAnswerError
from ..model import DeviceIdentity, Kind
from ..profile.library import Library
from ..profile.schema import Profile, Protocol
from .connection import ReadableDevice, add_connection_arguments, open_device
from .console import SUCCESS, TROUBLE, WRONG_USAGE, CommandError, Console
from .library import library_folder, open_library
from .messages import Messages
from .table import render_table

SILENCES_BEFORE_GIVING_UP = 3
"""Profiles that may get no answer at all before the device is taken for silent."""

WORKING_SHARE = 0.9
"""Share of a profile's points that must read well for it to work on a device; options may be missing."""

_PROTOCOL_BY_ADDRESS_LENGTH = {12: Protocol.DLT645, 14: Protocol.CJT188}


@dataclass(frozen=True, kw_only=True, slots=True)
class Match:
    """A profile that fits, and how well."""

    profile: Profile
    identity: DeviceIdentity
    is_exact: bool
    """Whether a mark only this model holds was read; else its values are merely plausible."""
    good: int
    """Points that gave a good reading."""
    points: int
    """Points that were asked for."""

    @property
    def rank(self) -> tuple[bool, bool, int]:
        """Return what matches are sorted by, the surest highest: of profiles that work, the one that tells most."""
        works = self.good >= WORKING_SHARE * self.points
        return self.is_exact, works, self.good

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for programs."""
        return {
            "profile": self.profile.id,
            "name": self.profile.name,
            "exact": self.is_exact,
            "good": self.good,
            "points": self.points,
            "identity": asdict(self.identity),
        }


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add what ``identify`` takes."""
    parser.add_argument("host", metavar="HOST", help=messages.say("help_host"))
    add_connection_arguments(parser, messages)
    add_protocol_argument(parser, messages)
    parser.add_argument("--json", action="store_true", help=messages.say("help_json"))


def add_protocol_argument(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add ``--protocol``, for when the address does not tell."""
    parser.add_argument("--protocol", type=Protocol, choices=tuple(Protocol), help=messages.say("help_protocol"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Print the matches; 1 when nothing fits. Raises LinkError when the device is not reached."""
    library = open_library(library_folder(arguments.profiles))
    matches = asyncio.run(find_matches(library, arguments))
    if arguments.json:
        console.print(json.dumps([match.to_json() for match in matches], ensure_ascii=False))
    elif matches:
        console.print(_as_table(matches, console.messages))
    return SUCCESS if matches else TROUBLE


async def find_matches(library: Library, arguments: argparse.Namespace) -> list[Match]:
    """Try the profiles with exact marks, then, unless one fits, the others; return what fits, the surest first.

    Raises CommandError when nothing fits, LinkError when the line is down or the device is silent.
    """
    candidates = _candidates(library, arguments)
    marked = [profile for profile in candidates if _is_marked(profile)]
    unmarked = [profile for profile in candidates if not _is_marked(profile)]
    search = _Search(library, arguments)
    matches = await search.try_profiles(marked) or await search.try_profiles(unmarked)
    if not matches:
        raise search.silence or CommandError("no_match", tried=len(candidates))
    return sorted(matches, key=lambda match: match.rank, reverse=True)


def _is_marked(profile: Profile) -> bool:
    # A recorder names its model, and its family takes no other
    is_named = profile.kind is Kind.RECORDER
    return is_named or bool(profile.identify.exact) or any(mark.object_id for mark in profile.identify.system)


class _Search:
    """Tries profiles on one device and remembers whether it ever answered."""

    def __init__(self, library: Library, arguments: argparse.Namespace) -> None:
        self.silence: LinkError | None = None
        """The last failure while the device has never answered."""
        self._library = library
        self._arguments = arguments
        self._silences = 0
        self._has_answered = False

    async def try_profiles(self, profiles: list[Profile]) -> list[Match]:
        tried = [await self._try(profile) for profile in profiles]
        return [match for match in tried if match is not None]

    async def _try(self, profile: Profile) -> Match | None:
        try:
            async with open_device(self._library, profile, self._arguments) as device:
                identity = await device.identify()
                return await _measure(device, identity)
        except CannotConnectError, LinkConflictError, CommandError:
            raise
        except LinkError as error:
            self._note_silence(error)
        except CampusLinkError:
            self._has_answered, self.silence = True, None
        return None

    def _note_silence(self, error: LinkError) -> None:
        if self._has_answered:
            return
        self.silence = error
        self._silences += isinstance(error, NoAnswerError)
        if self._silences >= SILENCES_BEFORE_GIVING_UP:
            raise error


async def _measure(device: ReadableDevice, identity: DeviceIdentity) -> Match:
    points = frozenset(device.profile.points) or frozenset(device.points)
    try:
        report = await device.poll(points)
        good = sum(reading.is_good for reading in report.readings.values())
    except CampusLinkError:
        good = 0
    is_exact = _is_marked(device.profile)
    return Match(profile=device.profile, identity=identity, is_exact=is_exact, good=good, points=len(points))


def _candidates(library: Library, arguments: argparse.Namespace) -> list[Profile]:
    guessed = _PROTOCOL_BY_ADDRESS_LENGTH.get(len(arguments.address or ""), Protocol.MODBUS)
    protocol = arguments.protocol or guessed
    found = [
        profile
        for profile in library.profiles.values()
        if profile.transport.protocol is protocol
        # A sensor of one register would fit everything that answers
        and (protocol is not Protocol.MODBUS or profile.identify.exact or profile.identify.plausible)
        and (protocol is Protocol.SNMP or arguments.transport in profile.transport.transports)
    ]
    if not found:
        raise CommandError("no_candidates", exit_code=WRONG_USAGE, protocol=protocol, transport=arguments.transport)
    return found


def _as_table(matches: list[Match], messages: Messages) -> str:
    headings = [messages.say(f"column_{column}") for column in ("profile", "match", "good", "device")]
    rows = [
        (
            match.profile.id,
            messages.say("match_exact" if match.is_exact else "match_plausible"),
            f"{match.good}/{match.points}",
            " ".join(filter(None, (match.identity.manufacturer, match.identity.model, match.identity.serial))),
        )
        for match in matches
    ]
    return render_table(headings, rows, right=frozenset({2}))
