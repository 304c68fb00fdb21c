"""``script/demo``: see docs/demo.md."""

import argparse
import asyncio
import signal
import sys
from contextlib import suppress
from pathlib import Path

import aiohttp

from simulator.building.floor_plan import ROOMS
from simulator.day.timing import FASTEST, SLOWEST, USUAL

from .api import ApiError
from .flows import FlowError
from .folder import SMALL, DemoFolder
from .process import ProcessError
from .runner import Demo

LANGUAGES = ("en", "zh-Hans")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/demo", description="A simulated campus in a real Home Assistant.")
    parser.add_argument("--port", type=int, default=0, help="port of Home Assistant (the first free one from 8123)")
    parser.add_argument("--language", choices=LANGUAGES, default="en", help="of the interface and of all names")
    parser.add_argument("--campus", choices=tuple(ROOMS), default=SMALL, help="small: 20 rooms, full: 60 rooms")
    parser.add_argument("--check", action="store_true", help="stop when ready, print one JSON object, exit 0 or 1")
    parser.add_argument("--fresh", action="store_true", help="forget the former runs")
    parser.add_argument("--folder", type=Path, help="Home Assistant's folder (.demo/<language> in the checkout)")
    parser.add_argument("--archive", type=Path, help="a built smart_campus.zip to install instead of the checkout")
    parser.add_argument("--day", action="store_true", help="let a day of lessons and mishaps pass by script")
    parser.add_argument(
        "--speed", type=float, default=USUAL, help=f"of the day: {SLOWEST:g} to {FASTEST:g} ({USUAL:g})"
    )
    arguments = parser.parse_args()
    if arguments.day and arguments.check:
        parser.error("--check looks at devices at rest; it does not go with --day")
    if not SLOWEST <= arguments.speed <= FASTEST:
        parser.error(f"--speed is from {SLOWEST:g} to {FASTEST:g}")
    return arguments


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


async def _run(arguments: argparse.Namespace) -> int:
    stopped = asyncio.current_task()
    assert stopped is not None  # noqa: S101 - asyncio.run always gives one
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(number, stopped.cancel)
    folder = DemoFolder.open(
        arguments.language,
        fresh=arguments.fresh,
        path=arguments.folder,
        archive=arguments.archive,
        campus=arguments.campus,
    )
    day_speed = arguments.speed if arguments.day else None
    demo = Demo(folder, arguments.language, say=_say, campus=arguments.campus, day_speed=day_speed)
    is_interrupted = False
    try:
        await _show(demo, arguments)
    except asyncio.CancelledError:
        is_interrupted = True
        demo.finding.errors.append("interrupted before it was ready")
    except (ApiError, FlowError, OSError, ProcessError, aiohttp.ClientError) as error:
        demo.finding.errors.append(f"{type(error).__name__}: {error}")
        _say(f"The demo stopped: {error}")
    finally:
        await _stop(demo)
    if arguments.check:
        sys.stdout.write(demo.finding.to_json() + "\n")
        return 0 if demo.finding.is_good else 1
    return 0 if is_interrupted else 1


async def _show(demo: Demo, arguments: argparse.Namespace) -> None:
    line = await demo.start(arguments.port)
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
    if arguments.check:
        await demo.check()
        return
    _say("Press Ctrl-C to end it.")
    await demo.run()


async def _stop(demo: Demo) -> None:
    """Stop to the end; pressing Ctrl-C again does not cut it short."""
    _say("Stopping")
    stopping = asyncio.ensure_future(demo.stop())
    while not stopping.done():
        with suppress(asyncio.CancelledError):
            await asyncio.shield(stopping)


sys.exit(asyncio.run(_run(_arguments())))
