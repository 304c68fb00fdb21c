"""Feed every decoder hostile frames: nothing but our errors may come out, nothing may hang, no memory may stay.

The codecs are fed directly; the links run whole, Modbus through its real client library, against a peer in memory.
"""

import argparse
import asyncio
import gc
import logging
import random
import time
import tracemalloc
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import override

from pymodbus.framer import FramerRTU

from campuslink.codec import cjt188, dlt645
from campuslink.codec.pipeline import ValueRule, apply
from campuslink.errors import CampusLinkError
from campuslink.link.base import DeviceLink
from campuslink.link.endpoint import TcpEndpoint
from campuslink.link.pool import LinkPool
from campuslink.plan.request import ItemRequest, RegisterSpan, Request
from campuslink.profile.schema import Protocol, Transport, TransportRules

from ._hostile_loop import HostileLoop
from ._report import Report

DEFAULT_FRAMES = 1_000_000
MOST_BUFFERED_BYTES = 1024
MOST_CANDIDATES_PER_BYTE = 300
"""A frame start is looked at again for each portion that arrives before its end, at most a frame's length away."""
MOST_GROWTH_KIB = 64
WARM_UP_SHARE = 0.1
RTU_SHARE = 0.02
"""pymodbus looks for a checksum at every length behind every byte of noise: a thousand times the work of the others."""

_SEEDS = {
    "dlt645": (
        "68 01 00 15 11 23 20 68 91 08 33 33 34 33 9A 78 56 34 3C 16",
        "68 01 00 15 11 23 20 68 B1 08 33 33 34 33 9A 78 56 34 5C 16",
        "68 01 00 15 11 23 20 68 D1 01 35 41 16",
        "FE FE FE FE 68 35 44 02 19 12 18 68 93 06 68 77 35 4C 45 4B 17 16",
    ),
    "cjt188": (
        "68 10 44 33 22 11 00 33 78 81 16 1F 90 00 00 77 66 55 2C 00 77 66 55 2C 31 01 22 11 05 15 20 21 84 13 16",
        "68 10 00 29 15 24 03 26 20 83 03 0A 81 02 36 16",
    ),
}
_BYTE_RULES = tuple(ValueRule(decode=decode) for decode in ("bcd", "bcd_signed", "bcd_clock", "ascii_reversed"))
_REGISTER_RULES = (ValueRule(decode="float32", range=(0, 500)), ValueRule(decode="int32"), ValueRule(decode="uint32"))

type Target = tuple[Transport, Protocol, str, Request]
"""What a link is opened to, and what it is asked."""


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


def mutate(frame: bytes, rng: random.Random) -> bytes:
    """Return a frame as a bad line would deliver it: whole, cut, flipped, doubled, in noise, or nothing but noise."""
    position = rng.randrange(len(frame))
    match rng.randrange(8):
        case 0:
            damaged = rng.randbytes(rng.randrange(1, 64))
        case 1:
            damaged = bytes([rng.choice(b"\x68\x16\xfe\xaa\x33")]) * rng.randrange(1, 64)
        case 2:
            damaged = frame[:position] + bytes([frame[position] ^ 1 << rng.randrange(8)]) + frame[position + 1 :]
        case 3:
            damaged = frame[:position]
        case 4:
            damaged = frame[:position] + rng.randbytes(rng.randrange(1, 9)) + frame[position:]
        case 5:
            damaged = rng.randbytes(rng.randrange(16)) + frame
        case 6:
            damaged = frame[:position] + frame
        case _:
            damaged = frame
    return damaged


def split(data: bytes, rng: random.Random) -> Iterator[bytes]:
    """Yield data in portions, often whole, sometimes byte by byte."""
    size = rng.choice((len(data), len(data), 7, 1)) or 1
    for start in range(0, len(data), size):
        yield data[start : start + size]


def meter_frames(protocol: str, rng: random.Random) -> Callable[[], bytes]:
    """Return a source of sound frames: recorded ones, and ones with random content sealed by hand."""
    seeds = [bytes.fromhex(seed) for seed in _SEEDS[protocol]]
    header_length = {"dlt645": 9, "cjt188": 10}[protocol]

    def draw() -> bytes:
        seed = rng.choice(seeds)
        if rng.random() < 0.5:
            return seed
        header = seed.lstrip(b"\xfe")[:header_length]
        content = rng.randbytes(rng.choice((0, 1, 4, 8, 46, 255)))
        body = header + bytes([len(content)]) + content
        return body + bytes([sum(body) % 256, 0x16])

    return draw


def meter_answer(protocol: str, request: bytes, rng: random.Random) -> bytes:
    """Return a sound answer to a meter's read request, with random content."""
    body = request.lstrip(b"\xfe")
    header, prefix = (body[:9], body[10:14]) if protocol == "dlt645" else (body[:10], body[11:14])
    content = prefix + rng.randbytes(rng.choice((0, 1, 4, 19, 200)))
    control = header[-1] | rng.choice((0x80, 0x80, 0x80, 0xA0, 0xC0))
    frame = header[:-1] + bytes([control, len(content)]) + content
    return frame + bytes([sum(frame) % 256, 0x16])


def modbus_answer(request: bytes, *, is_rtu: bool, rng: random.Random) -> bytes:
    """Return a sound answer to a read, or one of every exception code, sometimes of another unit or transaction."""
    unit, function, count = (request[0], request[1], request[5]) if is_rtu else (request[6], request[7], request[11])
    pdu = bytes([function, 2 * count]) + rng.randbytes(2 * count)
    if rng.random() < 0.2:
        pdu = bytes([function | 0x80, rng.randrange(256)])
    if rng.random() < 0.1:
        unit = rng.randrange(256)
    if is_rtu:
        return bytes([unit]) + pdu + FramerRTU.compute_CRC(bytes([unit]) + pdu).to_bytes(2, "big")
    transaction = rng.randbytes(2) if rng.random() < 0.1 else request[:2]
    return transaction + b"\0\0" + (len(pdu) + 1).to_bytes(2, "big") + bytes([unit]) + pdu


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


def meter_peer(protocol: str, rng: random.Random, outcome: Outcome) -> Callable[[bytes], Sequence[bytes]]:
    """Return a peer that answers a meter's link with one to four hostile frames, now and then hanging up."""
    draw = meter_frames(protocol, rng)

    def answer(request: bytes) -> Sequence[bytes]:
        portions: list[bytes] = []
        for _ in range(rng.randrange(1, 5)):
            outcome.frames += 1
            sound = rng.choice((draw(), request, meter_answer(protocol, request, rng)))
            portions += split(mutate(sound, rng), rng)
        return [b"", *portions] if rng.random() < 0.02 else [*portions, b""] if rng.random() < 0.02 else portions

    return answer


def modbus_peer(rng: random.Random, outcome: Outcome, *, is_rtu: bool) -> Callable[[bytes], Sequence[bytes]]:
    """Return a peer that answers a Modbus link with one to four hostile frames, now and then hanging up."""

    def answer(request: bytes) -> Sequence[bytes]:
        portions: list[bytes] = []
        for _ in range(rng.randrange(1, 5)):
            outcome.frames += 1
            sound = modbus_answer(request, is_rtu=is_rtu, rng=rng)
            portions += split(mutate(sound, rng) if rng.random() < 0.7 else sound, rng)
        return [*portions, b""] if rng.random() < 0.02 else portions

    return answer


def rules(protocol: Protocol) -> TransportRules:
    """Return rules under which every seed frame fits the requests."""
    return TransportRules(protocol=protocol, transports=(Transport.TCP,), timeout_s=1.0, meter_type=0x10)


async def exchange(link: DeviceLink, request: Request, values: Sequence[ValueRule], outcome: Outcome) -> None:
    """Read once and decode what came; every error but ours passes through."""
    try:
        answer = await link.read(request)
        outcome.accepted += 1
        for rule in values:
            apply(rule, answer)
    except CampusLinkError:
        outcome.refused += 1


async def drive(frames: int, outcome: Outcome, target: Target) -> None:
    """Read over one link until its peer has sent enough hostile frames."""
    transport, protocol, address, request = target
    endpoint = TcpEndpoint(transport=transport, host="hostile", port=1)
    link = await LinkPool().open(endpoint, rules(protocol), address)
    values = _REGISTER_RULES if protocol is Protocol.MODBUS else _BYTE_RULES
    watch = Watch(frames)
    while outcome.frames < frames:
        watch.check(outcome.frames)
        await exchange(link, request, values, outcome)
    await link.close()
    outcome.growth_kib = watch.stop()


def fuzz_link(name: str, frames: int, rng: random.Random) -> Outcome:
    """Run a whole link against its hostile peer."""
    outcome = Outcome()
    target: Target
    match name:
        case "dlt645_link":
            peer = meter_peer("dlt645", rng, outcome)
            target = (Transport.TCP, Protocol.DLT645, "202311150001", ItemRequest("00010000"))
        case "cjt188_link":
            peer = meter_peer("cjt188", rng, outcome)
            target = (Transport.TCP, Protocol.CJT188, "78330011223344", ItemRequest("901F"))
        case _:
            transport = Transport.RTU_OVER_TCP if name == "modbus_rtu_link" else Transport.TCP
            peer = modbus_peer(rng, outcome, is_rtu=transport is Transport.RTU_OVER_TCP)
            target = (transport, Protocol.MODBUS, "1", RegisterSpan("input", 0, 2))
    with asyncio.Runner(loop_factory=lambda: HostileLoop(peer)) as runner:
        runner.run(drive(frames, outcome, target))
        loop = runner.get_loop()
        outcome.callback_errors = loop.callback_errors.total() if isinstance(loop, HostileLoop) else 0
    return outcome


CODECS = ("dlt645", "cjt188")
LINKS = ("dlt645_link", "cjt188_link", "modbus_tcp_link", "modbus_rtu_link")


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
    return limits | {f"{name}_callback_errors": 0 for name in names if name in ("dlt645_link", "cjt188_link")}


def main() -> None:
    """Fuzz and report; exits with an error when anything but our own errors came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--frames", type=int, default=DEFAULT_FRAMES, help="hostile frames for each decoder, fewer for RTU"
    )
    parser.add_argument("--quick", action="store_true", help="20,000 frames for each decoder")
    parser.add_argument("--seed", type=int, default=645)
    parser.add_argument("--only", choices=CODECS + LINKS, action="append", help="fuzz only this decoder")
    arguments = parser.parse_args()
    logging.disable()
    names = arguments.only or CODECS + LINKS
    frames = 20_000 if arguments.quick else arguments.frames
    report = Report(name="fuzz_decoders", budgets=budgets(names))
    for name in names:
        share = RTU_SHARE if name == "modbus_rtu_link" else 1
        figures = fuzz(name, int(frames * share), arguments.seed)
        report.figures |= {f"{name}_{key}": value for key, value in figures.items()}
    report.print()
    if any(report.figures[key] > limit for key, limit in report.budgets.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
