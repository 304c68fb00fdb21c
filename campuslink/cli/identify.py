"""``campuslink identify``: which profiles fit a device, the surest first."""

import argparse
import asyncio
import json

from ..discovery.matching import Match, MatchSearch
from ..profile.library import Library
from ..profile.schema import Profile, Protocol
from .connection import add_connection_arguments, open_device
from .console import SUCCESS, TROUBLE, WRONG_USAGE, CommandError, Console
from .library import library_folder, open_library
from .messages import Messages
from .table import render_table

_PROTOCOL_BY_ADDRESS_LENGTH = {12: Protocol.DLT645, 14: Protocol.CJT188}


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
    search = MatchSearch(lambda profile: open_device(library, profile, arguments), stops_at=(CommandError,))
    matches = await search.find(candidates)
    if not matches:
        raise search.silence or CommandError("no_match", tried=len(candidates))
    return matches


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
