"""``python -m simulator``: starts a campus, prints one JSON line that says where everything is, and runs."""

import argparse
import asyncio
import json
import logging
import os
import signal
import sys

from .building.campus_of import campus_of
from .building.floor_plan import ROOMS
from .campus import Campus, Plan
from .clock import SimClock
from .load_campus import load_plan
from .side_door import SideDoor


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description="A campus of simulated devices.")
    parser.add_argument("--campus", choices=(*ROOMS, "load"), default="small", help="small: 20 rooms, full: 60 rooms")
    parser.add_argument("--speed", type=float, default=1.0, help="simulated seconds per real second")
    parser.add_argument("--control-port", type=int, default=0, help="port of the side door, 0 for a free one")
    parser.add_argument("--base-port", type=int, default=0, help="first of the ports in a row, 0 for free ones")
    parser.add_argument("--kinds", help="small, full: only these kinds of devices, separated by commas")
    parser.add_argument("--devices", type=int, default=1000, help="load: number of meters")
    parser.add_argument("--gateways", type=int, default=0, help="load: number of gateways, 0 for one per 10 meters")
    parser.add_argument("--dead", type=float, default=0.0, help="load: share of meters that never answer, 0 to 1")
    parser.add_argument("--until-stdin-closes", action="store_true", help="also end when standard input closes")
    return parser.parse_args()


def _plan(arguments: argparse.Namespace) -> Plan:
    clock = SimClock(speed=arguments.speed)
    if rooms := ROOMS.get(arguments.campus):
        from .demo_campus import demo_plan  # noqa: PLC0415 - brings dlt645, whose tables take a second to load

        kinds = arguments.kinds.split(",") if arguments.kinds else None
        return demo_plan(clock=clock, base_port=arguments.base_port, kinds=kinds, building=campus_of(rooms=rooms))
    return load_plan(
        devices=arguments.devices,
        gateways=arguments.gateways,
        dead_share=arguments.dead,
        base_port=arguments.base_port,
        clock=clock,
    )


def _end_at_eof(descriptor: int, ended: asyncio.Event) -> None:
    if not os.read(descriptor, 64):
        ended.set()


async def _run(arguments: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, ended.set)
    if arguments.until_stdin_closes:
        loop.add_reader(sys.stdin.fileno(), _end_at_eof, sys.stdin.fileno(), ended)
    async with Campus(_plan(arguments)) as campus, SideDoor(campus, port=arguments.control_port) as door:
        sys.stdout.write(json.dumps({"control": door.url, "devices": campus.devices()}) + "\n")
        sys.stdout.flush()
        await ended.wait()


def main() -> int:
    """Run until SIGTERM or SIGINT; returns 1 when a port is taken."""
    logging.getLogger("pymodbus").setLevel(logging.CRITICAL)
    try:
        asyncio.run(_run(_arguments()))
    except (OSError, RuntimeError) as error:
        sys.stderr.write(f"simulator: {error}\n")
        return 1
    return 0


sys.exit(main())
