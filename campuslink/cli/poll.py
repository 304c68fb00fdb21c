"""``campuslink poll``: the points of a device as a table or as JSON, once or again and again."""

import argparse
import asyncio
import json
from typing import Any

from ..errors import LinkError, RefusedError
from ..model import Reading, UpdateReport, Value
from ..profile.library import Library
from ..profile.schema import Profile
from .connection import ReadableDevice, add_connection_arguments, add_param_argument, offered_by, open_device
from .console import SUCCESS, WRONG_USAGE, CommandError, Console
from .library import find_profile, library_folder, open_library
from .messages import Messages
from .table import render_table


def add_arguments(parser: argparse.ArgumentParser, messages: Messages) -> None:
    """Add what ``poll`` takes."""
    parser.add_argument("--profile", required=True, help=messages.say("help_profile"))
    parser.add_argument("--host", required=True, help=messages.say("help_host"))
    add_connection_arguments(parser, messages)
    add_param_argument(parser, messages)
    parser.add_argument("--points", default="", help=messages.say("help_points"))
    parser.add_argument("--json", action="store_true", help=messages.say("help_json"))
    parser.add_argument("--watch", type=float, metavar="SECONDS", help=messages.say("help_watch"))


def run(arguments: argparse.Namespace, console: Console) -> int:
    """Poll once, or until interrupted. Raises CampusLinkError when nothing useful came back."""
    library = open_library(library_folder(arguments.profiles))
    profile = find_profile(library, arguments.profile)
    points = _chosen_points(profile, offered_by(library, profile), arguments.points)
    return asyncio.run(_poll(library, profile, points, arguments, console))


async def _poll(
    library: Library, profile: Profile, points: frozenset[str], arguments: argparse.Namespace, console: Console
) -> int:
    async with open_device(library, profile, arguments) as device:
        if arguments.watch is None:
            await _poll_once(device, points, arguments, console)
            return SUCCESS
        while True:
            try:
                await _poll_once(device, points, arguments, console)
            except (LinkError, RefusedError) as error:
                console.explain(error, arguments.host)
            await asyncio.sleep(arguments.watch)


async def _poll_once(
    device: ReadableDevice, points: frozenset[str], arguments: argparse.Namespace, console: Console
) -> None:
    await device.prepare()
    report = await device.poll(points)
    if arguments.json:
        console.print(json.dumps(_as_json(device, report), ensure_ascii=False, sort_keys=True))
        return
    console.print(_as_table(device, report, console.messages))
    console.say("poll_summary", points=len(report.readings), requests=report.requests)


def _chosen_points(profile: Profile, offered: frozenset[str], text: str) -> frozenset[str]:
    chosen = frozenset(filter(None, (word.strip() for word in text.split(","))))
    if unknown := chosen - offered:
        raise CommandError(
            "unknown_points", exit_code=WRONG_USAGE, profile=profile.id, points=", ".join(sorted(unknown))
        )
    return chosen or offered


def _as_json(device: ReadableDevice, report: UpdateReport) -> dict[str, Any]:
    return {
        "profile": device.profile.id,
        "readings": {
            point: {**reading.to_json(), "unit": _unit_of(device, point)} for point, reading in report.readings.items()
        },
        "failed": dict(report.failed),
        "requests": report.requests,
    }


def _as_table(device: ReadableDevice, report: UpdateReport, messages: Messages) -> str:
    headings = [messages.say(f"column_{column}") for column in ("point", "value", "unit", "quality")]
    rows = [
        _row(device, point, report.readings.get(point), messages)
        for point in device.points
        if point in report.readings or point in report.failed
    ]
    return render_table(headings, rows, right=frozenset({1}))


def _row(device: ReadableDevice, point: str, reading: Reading | None, messages: Messages) -> tuple[str, str, str, str]:
    quality = "failed" if reading is None else reading.quality.value
    value = "" if reading is None else _shown(device, point, reading.value, messages)
    return point, value, _unit_of(device, point) or "", messages.say(f"quality_{quality}")


def _shown(device: ReadableDevice, point: str, value: Value, messages: Messages) -> str:
    if isinstance(value, bool):
        return messages.say("value_yes" if value else "value_no")
    if not isinstance(value, float):
        return "" if value is None else str(value)
    entry = device.catalogue.points.get(point)
    precision = entry.entity.precision if entry and entry.entity else None
    return f"{value:.6g}" if precision is None else f"{value:.{precision}f}"


def _unit_of(device: ReadableDevice, point: str) -> str | None:
    entry = device.catalogue.points.get(point)
    own = device.profile.points.get(point)
    return (own.unit if own else None) or (entry.unit if entry else None)
