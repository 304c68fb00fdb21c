"""``campuslink discover``: what is on a network, and which profiles fit it."""

import argparse
import asyncio
import json
import os
import sys
import tomllib
from collections.abc import Sequence
from contextlib import AsyncExitStack
from pathlib import Path

from aiohttp import ClientSession, DummyCookieJar, TCPConnector
from zeroconf.asyncio import AsyncZeroconf

from ..discovery.address_range import MOST_ADDRESSES, AddressRange, RangeError, parse_range
from ..discovery.calling import Caller, PjlinkCaller, UhppoteCaller
from ..discovery.finding import Finding, Service
from ..discovery.host_names import name_findings
from ..discovery.keyring import NO_KEYS, Keyring, read_keyring
from ..discovery.mdns import MdnsCaller
from ..discovery.number_list import parse_numbers
from ..discovery.opening import Opener
from ..discovery.pace import ScanPace
from ..discovery.placing import look_at_switches, place_findings
from ..discovery.plan import MOST_PORTS, ORDER, USUAL_PORTS, ScanPlan, make_probers
from ..discovery.probers.modbus import DEFAULT_UNITS, UNITS
from ..discovery.scan import Progress, Scan
from ..discovery.visit import Bench
from ..errors import CodecError, CredentialsError
from ..link.arp import read_arp
from ..link.endpoint import PORT_RANGE
from ..link.pjlink_notices import NoticeReceiver
from ..link.pool import LinkPool
from ..link.snmp.backend import preload
from ..link.uhppote import BROADCAST
from ..profile.library import Library
from .connection import PASSWORD_VARIABLE, SNMP_VARIABLES, USERNAME_VARIABLE
from .console import SUCCESS, WRONG_USAGE, CommandError, Console
from .library import library_folder, open_library
from .messages import Messages
from .table import render_table

MOST_FILE_BYTES = 1 << 16


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add what ``discover`` takes."""
    parser.add_argument("range", nargs="+", metavar="RANGE", help=messages.say("help_discover_range"))
    parser.add_argument("--credentials", metavar="FILE", type=Path, help=messages.say("help_discover_credentials"))
    parser.add_argument(
        "--look-for",
        action="append",
        type=Service,
        choices=ORDER,
        metavar="SERVICE",
        help=messages.say("help_discover_look_for", services=", ".join(ORDER)),
    )
    parser.add_argument(
        "--ports", action="append", default=[], metavar="SERVICE=PORTS", help=messages.say("help_discover_ports")
    )
    parser.add_argument("--units", default="", metavar="UNITS", help=messages.say("help_discover_units"))
    parser.add_argument("--public", action="store_true", help=messages.say("help_discover_public"))
    parser.add_argument("--call", action="store_true", help=messages.say("help_discover_call"))
    parser.add_argument("--broadcast", default=BROADCAST, help=messages.say("help_discover_broadcast"))
    parser.add_argument("--rate", type=float, default=ScanPace().per_second, help=messages.say("help_discover_rate"))
    parser.add_argument("--json", action="store_true", help=messages.say("help_json"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Search, and print what was found; nothing found is no trouble. Raises CommandError before anything is sent."""
    addresses = _addresses(arguments)
    if not 1 <= arguments.rate <= 1000:
        raise CommandError("discover_rate", exit_code=WRONG_USAGE)
    plan = ScanPlan(
        services=frozenset(arguments.look_for or ORDER),
        ports=dict(_ports(text) for text in arguments.ports),
        units=_numbers(arguments.units, UNITS, len(UNITS)) or DEFAULT_UNITS,
        keys=_keys(arguments.credentials).joined(_environment_keys()),
    )
    library = open_library(library_folder(arguments.profiles))
    show = _ProgressLine(console, sys.stderr.isatty())
    found = asyncio.run(_search(library, addresses, plan, arguments, show))
    show.end()
    if arguments.json:
        console.print(json.dumps([finding.to_json() for finding in found], ensure_ascii=False))
    elif found:
        console.print(_as_table(found, console.messages))
    addable = sum(finding.is_addable for finding in found)
    console.say("discover_summary", addresses=len(addresses), found=len(found), addable=addable)
    return SUCCESS


async def _search(
    library: Library,
    addresses: AddressRange,
    plan: ScanPlan,
    arguments: argparse.Namespace,
    show: _ProgressLine,
) -> tuple[Finding, ...]:
    await asyncio.to_thread(preload)
    async with AsyncExitStack() as stack:
        # Devices bring certificates of their own making, which nobody could check
        session = await stack.enter_async_context(
            ClientSession(connector=TCPConnector(ssl=False), cookie_jar=DummyCookieJar())
        )
        opener = Opener(session, LinkPool())
        bench = Bench(library, opener.hold_device, opener.hold_line)
        scan = Scan(
            addresses,
            make_probers(plan, bench, session),
            callers=_callers(arguments.broadcast, plan, stack) if arguments.call else (),
            pace=ScanPace(per_second=arguments.rate),
            on_progress=show.tell,
        )
        found = await scan.run()
        sights = await look_at_switches(bench, found)
        return await name_findings(place_findings(found, sights, await asyncio.to_thread(read_arp)))


def _callers(broadcast: str, plan: ScanPlan, stack: AsyncExitStack) -> Sequence[Caller]:
    zeroconf = AsyncZeroconf()
    stack.push_async_callback(zeroconf.async_close)
    callers: list[Caller] = [MdnsCaller(zeroconf)]
    if Service.PJLINK in plan.services:
        callers.append(PjlinkCaller(NoticeReceiver(), broadcast))
    if Service.UHPPOTE in plan.services:
        callers += [UhppoteCaller(broadcast, port) for port in plan.ports_of(Service.UHPPOTE)]
    return callers


class _ProgressLine:
    """One line that is written over again, on a terminal only."""

    def __init__(self, console: Console, is_terminal: bool) -> None:
        self._console = console
        self._is_terminal = is_terminal

    def tell(self, progress: Progress) -> None:
        if self._is_terminal:
            line = self._console.messages.say(
                "discover_progress", visited=progress.visited, total=progress.total, found=progress.found
            )
            print(f"\r{line}", end="", file=self._console.err, flush=True)

    def end(self) -> None:
        if self._is_terminal:
            print(file=self._console.err)


def _addresses(arguments: argparse.Namespace) -> AddressRange:
    try:
        return parse_range(" ".join(arguments.range), may_be_public=arguments.public)
    except RangeError as error:
        raise CommandError(
            f"range_{error.fault}", exit_code=WRONG_USAGE, part=error.part, count=error.count, most=MOST_ADDRESSES
        ) from None


def _ports(text: str) -> tuple[Service, tuple[int, ...]]:
    name, _, listed = text.partition("=")
    ports = _numbers(listed, PORT_RANGE, MOST_PORTS)
    if name not in USUAL_PORTS or not ports:
        raise CommandError("discover_ports", exit_code=WRONG_USAGE, text=text, known=", ".join(USUAL_PORTS))
    return Service(name), ports


def _numbers(text: str, allowed: range, most: int) -> tuple[int, ...]:
    try:
        return parse_numbers(text, allowed, most=most)
    except CodecError as error:
        raise CommandError("discover_numbers", exit_code=WRONG_USAGE, detail=error) from None


def _keys(path: Path | None) -> Keyring:
    if path is None:
        return NO_KEYS
    with path.open("rb") as file:
        content = file.read(MOST_FILE_BYTES + 1)
    if len(content) > MOST_FILE_BYTES:
        detail = f"> {MOST_FILE_BYTES} bytes"
        raise CommandError("discover_credentials", exit_code=WRONG_USAGE, file=path, detail=detail)
    try:
        return read_keyring(tomllib.loads(content.decode()))
    except (CodecError, CredentialsError) as error:
        raise CommandError("discover_credentials", exit_code=WRONG_USAGE, file=path, detail=error) from None
    except tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError:
        # Their own words quote what stands in the file
        raise CommandError("discover_credentials_toml", exit_code=WRONG_USAGE, file=path) from None


def _environment_keys() -> Keyring:
    snmp = {key: os.environ[name] for key, name in SNMP_VARIABLES.items() if os.environ.get(name)}
    password, username = os.environ.get(PASSWORD_VARIABLE), os.environ.get(USERNAME_VARIABLE)
    document: dict[str, list[dict[str, str]]] = {}
    if snmp:
        document["snmp"] = [{"version": "3" if "user" in snmp else "2c", **snmp}]
    if password:
        document["pjlink"] = [{"password": password}]
        document["extron"] = [{"password": password}]
    if password and username:
        document["web"] = [{"username": username, "password": password}]
    try:
        return read_keyring(document)
    except (CodecError, CredentialsError) as error:
        raise CommandError("credentials", exit_code=WRONG_USAGE, detail=error) from None


def _as_table(found: Sequence[Finding], messages: Messages) -> str:
    headings = [
        messages.say(f"column_{column}") for column in ("address", "profile", "match", "device", "found_place", "note")
    ]
    return render_table(headings, [_row(finding, messages) for finding in found])


def _row(finding: Finding, messages: Messages) -> tuple[str, ...]:
    best = finding.matches[0] if finding.matches else None
    identity = finding.identity
    told = " ".join(filter(None, (identity.manufacturer, identity.model, identity.serial)))
    told = told or (best.profile.name if best else finding.label)
    address = f"{finding.host}:{finding.endpoint.port}"
    return (
        f"{address}/{finding.address}" if finding.address else address,
        best.profile.id if best else "",
        messages.say("match_exact" if best.is_exact else "match_plausible") if best else "",
        f"{told} ({finding.name})" if finding.name else told,
        finding.where,
        messages.say(f"remark_{finding.remark}") if finding.remark else "",
    )
