"""Feed every decoder hostile frames: nothing but our errors may come out, nothing may hang, no memory may stay.

The codecs are fed directly; the links run whole against a peer in memory, Modbus through both its client libraries:
pymodbus, as on the command line, and tmodbus, as inside Home Assistant.
"""

import argparse
import asyncio
import gc
import logging
import random
import time
import tracemalloc
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import override

from modbus_connection import ModbusSerialParams, ModbusTcpParams
from modbus_connection.tmodbus import ModbusConnection

from campuslink.codec import cjt188, dlt645
from campuslink.codec.pipeline import ValueRule, apply
from campuslink.errors import CampusLinkError, RefusalReason
from campuslink.link.base import DeviceLink
from campuslink.link.endpoint import NetworkEndpoint
from campuslink.link.modbus import ModbusLink
from campuslink.link.pool import LinkPool
from campuslink.plan.request import ItemRequest, RegisterSpan, Request, TextRequest
from campuslink.profile.schema import Protocol, TextRules, Transport, TransportRules

from ._hostile_frames import line_peer, meter_frames, meter_peer, modbus_peer, mutate, pjlink_greeting, split
from ._hostile_loop import HostileLoop
from ._report import Report

DEFAULT_FRAMES = 1_000_000
MOST_BUFFERED_BYTES = 1024
MOST_CANDIDATES_PER_BYTE = 300
"""A frame start is looked at again for each portion that arrives before its end, at most a frame's length away."""
MOST_GROWTH_KIB = 64
WARM_UP_SHARE = 0.1
PYMODBUS_RTU_MOST_FRAMES = 1
PYMODBUS_RTU_MOST_NOISE = 24
"""What pymodbus gets for one request over RTU: it looks for a checksum at every length behind every byte, so more bytes
cost it the cube of them."""

_BYTE_RULES = tuple(ValueRule(decode=decode) for decode in ("bcd", "bcd_signed", "bcd_clock", "ascii_reversed"))
_REGISTER_RULES = (ValueRule(decode="float32", range=(0, 500)), ValueRule(decode="int32"), ValueRule(decode="uint32"))

_TEXT_RULES = tuple(ValueRule(decode=decode) for decode in ("word", "utf8", "ascii_integer", "ascii_digits"))
_RULES: Mapping[type[Request], Sequence[ValueRule]] = {
    RegisterSpan: _REGISTER_RULES,
    ItemRequest: _BYTE_RULES,
    TextRequest: _TEXT_RULES,
}

type Opener = Callable[[], AbstractAsyncContextManager[DeviceLink]]


@dataclass(kw_only=True, slots=True)
class Outcome:
    """What became of the frames of one decoder."""

    frames: int = 0
    """Hostile frames fed."""
    accepted: int = 0
    """Frames or answers that came out."""
    refused: int = 0
    """Our errors."""
    candidates: int = 0
    """Frame starts looked at."""
    fed_bytes: int = 0
    growth_kib: float = 0.0
    """Memory that stayed after the warm-up."""
    callback_errors: int = 0
    """Exceptions of third-party protocols on received bytes."""

    def count(self) -> None:
        """Note one more frame."""
        self.frames += 1


class Watch:
    """Measures what stays in memory between the end of the warm-up and the end of the run."""

    def __init__(self, frames: int) -> None:
        self._warm_at = int(frames * WARM_UP_SHARE)
        self._base_bytes: int | None = None
        tracemalloc.start()

    def check(self, frames: int) -> None:
        """Take the base once enough frames have passed."""
        if self._base_bytes is None and frames >= self._warm_at:
            self._base_bytes = _held_bytes()

    def stop(self) -> float:
        """Return the growth in KiB."""
        growth = _held_bytes() - (self._base_bytes or 0)
        tracemalloc.stop()
        return growth / 1024


def _held_bytes() -> int:
    gc.collect()
    return tracemalloc.get_traced_memory()[0]


class CountingDlt645Reader(dlt645.FrameReader):
    """Counts the frame starts it looks at."""

    candidates = 0

    @override
    def _measure(self, buffer: bytearray, start: int) -> int:
        self.candidates += 1
        return super()._measure(buffer, start)


class CountingCjt188Reader(cjt188.FrameReader):
    """Counts the frame starts it looks at."""

    candidates = 0

    @override
    def _measure(self, buffer: bytearray, start: int) -> int:
        self.candidates += 1
        return super()._measure(buffer, start)


def interpret(frame: object) -> None:
    """Read everything a link or a device would read in a frame."""
    match frame:
        case dlt645.Frame():
            dlt645.refusal_from(frame)
        case cjt188.Frame():
            cjt188.refusal_from(frame)
        case _:
            raise TypeError(f"no frame: {frame!r}")
    for rule in _BYTE_RULES:
        try:
            apply(rule, frame.data)
        except CampusLinkError:
            continue


def fuzz_codec(protocol: str, frames: int, rng: random.Random) -> Outcome:
    """Feed one reader all frames in portions, on one endless line."""
    reader: CountingDlt645Reader | CountingCjt188Reader
    reader = CountingDlt645Reader() if protocol == "dlt645" else CountingCjt188Reader()
    draw, outcome, watch = meter_frames(protocol, rng), Outcome(), Watch(frames)
    while outcome.frames < frames:
        watch.check(outcome.frames)
        outcome.frames += 1
        for portion in split(mutate(draw(), rng), rng):
            outcome.fed_bytes += len(portion)
            for frame in reader.feed(portion):
                outcome.accepted += 1
                interpret(frame)
        require_bounded(reader)
    outcome.candidates = reader.candidates
    outcome.growth_kib = watch.stop()
    return outcome


def require_bounded(reader: CountingDlt645Reader | CountingCjt188Reader) -> None:
    """Raise AssertionError when a reader holds more than a frame and a slice."""
    if len(reader._buffer) > MOST_BUFFERED_BYTES:
        raise AssertionError(f"{len(reader._buffer)} bytes are held")


def rules(protocol: Protocol) -> TransportRules:
    """Return rules under which every seed frame fits the requests."""
    lines = TextRules(answer_end=">", errors={"invalid cmd": RefusalReason.FUNCTION})
    return TransportRules(protocol=protocol, transports=(Transport.TCP,), timeout_s=1.0, meter_type=0x10, lines=lines)


async def exchange(link: DeviceLink, request: Request, values: Sequence[ValueRule], outcome: Outcome) -> None:
    """Read once and decode what came; every error but ours passes through."""
    try:
        answer = await link.read(request)
        outcome.accepted += 1
        for rule in values:
            apply(rule, answer)
    except CampusLinkError:
        outcome.refused += 1


@asynccontextmanager
async def open_own(protocol: Protocol, address: str, transport: Transport = Transport.TCP) -> AsyncIterator[DeviceLink]:
    """Open a link as the command line does."""
    endpoint = NetworkEndpoint(transport=transport, host="hostile", port=1)
    link = await LinkPool().open(endpoint, rules(protocol), address)
    yield link
    await link.close()


@asynccontextmanager
async def open_as_home_assistant(*, is_rtu: bool) -> AsyncIterator[DeviceLink]:
    """Open a Modbus link over the client library Home Assistant's own Modbus connections use."""
    serial = ModbusSerialParams(device="socket://hostile:1", baudrate=115_200)
    connection = ModbusConnection(serial if is_rtu else ModbusTcpParams(host="hostile", port=1))
    link = ModbusLink(connection.for_unit(1), line="hostile", rules=rules(Protocol.MODBUS), drop_after_silence=is_rtu)
    yield link
    await link.close()
    await connection.close()


async def drive(frames: int, outcome: Outcome, opener: Opener, request: Request) -> None:
    """Read over one link until its peer has sent enough hostile frames."""
    values = _RULES[type(request)]
    async with opener() as link:
        watch = Watch(frames)
        while outcome.frames < frames:
            watch.check(outcome.frames)
            await exchange(link, request, values, outcome)
            # A link that fails without waiting would keep the loss of its connection from ever being told.
            await asyncio.sleep(0)
    outcome.growth_kib = watch.stop()


def fuzz_link(name: str, frames: int, rng: random.Random) -> Outcome:
    """Run a whole link against its hostile peer."""
    outcome = Outcome()
    request: Request = RegisterSpan("input", 0, 2)
    opener: Opener
    greet: Callable[[], Sequence[bytes]] = tuple
    match name:
        case "dlt645_link":
            peer, request = meter_peer("dlt645", rng, outcome.count), ItemRequest("00010000")
            opener = partial(open_own, Protocol.DLT645, "202311150001")
        case "cjt188_link":
            peer, request = meter_peer("cjt188", rng, outcome.count), ItemRequest("901F")
            opener = partial(open_own, Protocol.CJT188, "78330011223344")
        case "pjlink_link":
            peer, request = line_peer("pjlink", rng, outcome.count), TextRequest("%1ERST ?")
            greet = partial(pjlink_greeting, rng)
            opener = partial(open_own, Protocol.PJLINK, "")
        case "text_link":
            peer = line_peer("text", rng, outcome.count)
            request = TextRequest("get powerstate", "powerstate={}")
            opener = partial(open_own, Protocol.TEXT, "")
        case "modbus_tcp_link":
            peer = modbus_peer(rng, outcome.count, is_rtu=False)
            opener = partial(open_own, Protocol.MODBUS, "1")
        case "modbus_rtu_link":
            peer = modbus_peer(
                rng, outcome.count, is_rtu=True, most=PYMODBUS_RTU_MOST_FRAMES, most_noise=PYMODBUS_RTU_MOST_NOISE
            )
            opener = partial(open_own, Protocol.MODBUS, "1", Transport.RTU_OVER_TCP)
        case _:
            is_rtu = name == "home_assistant_rtu_link"
            peer, opener = (
                modbus_peer(rng, outcome.count, is_rtu=is_rtu),
                partial(open_as_home_assistant, is_rtu=is_rtu),
            )
    with asyncio.Runner(loop_factory=lambda: HostileLoop(peer, greet)) as runner:
        runner.run(drive(frames, outcome, opener, request))
        loop = runner.get_loop()
        outcome.callback_errors = loop.callback_errors.total() if isinstance(loop, HostileLoop) else 0
    return outcome


CODECS = ("dlt645", "cjt188")
OWN_LINKS = frozenset({"dlt645_link", "cjt188_link", "pjlink_link", "text_link"})
"""No library of others between the socket and us."""
LINKS = (
    "dlt645_link",
    "cjt188_link",
    "pjlink_link",
    "text_link",
    "modbus_tcp_link",
    "modbus_rtu_link",
    "home_assistant_tcp_link",
    "home_assistant_rtu_link",
)


def fuzz(name: str, frames: int, seed: int) -> dict[str, float]:
    """Fuzz one decoder and return its figures; whatever is not ours is raised with the seed as a note."""
    rng = random.Random(f"{name} {seed}")
    started = time.perf_counter()
    try:
        outcome = fuzz_codec(name, frames, rng) if name in CODECS else fuzz_link(name, frames, rng)
    except BaseException as error:
        error.add_note(f"decoder {name}, seed {seed}")
        raise
    figures = {
        "frames": outcome.frames,
        "accepted": outcome.accepted,
        "growth_kib": round(outcome.growth_kib, 1),
        "seconds": round(time.perf_counter() - started, 1),
    }
    if name in CODECS:
        figures["candidates_per_byte"] = outcome.candidates / outcome.fed_bytes
    else:
        figures |= {"our_errors": outcome.refused, "callback_errors": outcome.callback_errors}
    return figures


def budgets(names: Sequence[str]) -> dict[str, float]:
    """Return what each decoder must keep."""
    limits: dict[str, float] = {f"{name}_growth_kib": MOST_GROWTH_KIB for name in names}
    limits |= {f"{name}_candidates_per_byte": MOST_CANDIDATES_PER_BYTE for name in names if name in CODECS}
    # What the Modbus client library trips over is its own; it surfaces as our GarbledAnswerError or NoAnswerError.
    return limits | {f"{name}_callback_errors": 0 for name in names if name in OWN_LINKS}


def main() -> None:
    """Fuzz and report; exits with an error when anything but our own errors came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=DEFAULT_FRAMES, help="hostile frames for each decoder")
    parser.add_argument("--quick", action="store_true", help="20,000 frames for each decoder")
    parser.add_argument("--seed", type=int, default=645)
    parser.add_argument("--only", choices=CODECS + LINKS, action="append", help="fuzz only this decoder")
    arguments = parser.parse_args()
    logging.disable()
    names = arguments.only or CODECS + LINKS
    frames = 20_000 if arguments.quick else arguments.frames
    report = Report(name="fuzz_decoders", budgets=budgets(names))
    for name in names:
        figures = fuzz(name, frames, arguments.seed)
        report.figures |= {f"{name}_{key}": value for key, value in figures.items()}
    report.print()
    if any(report.figures[key] > limit for key, limit in report.budgets.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
