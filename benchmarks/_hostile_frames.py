"""Frames as a bad line or a hostile device would send them, and peers that answer a link with nothing else."""

import random
from collections.abc import Callable, Iterator, Sequence

from pymodbus.framer import FramerRTU

MOST_NOISE = 64
"""Bytes of nothing but noise in place of one frame."""

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


def mutate(frame: bytes, rng: random.Random, *, most_noise: int = MOST_NOISE) -> bytes:
    """Return a frame as a bad line would deliver it: whole, cut, flipped, doubled, in noise, or nothing but noise."""
    position = rng.randrange(len(frame))
    match rng.randrange(8):
        case 0:
            damaged = rng.randbytes(rng.randrange(1, most_noise))
        case 1:
            damaged = bytes([rng.choice(b"\x68\x16\xfe\xaa\x33")]) * rng.randrange(1, most_noise)
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


def meter_peer(protocol: str, rng: random.Random, count: Callable[[], None]) -> Callable[[bytes], Sequence[bytes]]:
    """Return a peer that answers a meter's link with one to four hostile frames, now and then hanging up.

    count: called for each frame.
    """
    draw = meter_frames(protocol, rng)

    def answer(request: bytes) -> Sequence[bytes]:
        portions: list[bytes] = []
        for _ in range(rng.randrange(1, 5)):
            count()
            sound = rng.choice((draw(), request, meter_answer(protocol, request, rng)))
            portions += split(mutate(sound, rng), rng)
        return [b"", *portions] if rng.random() < 0.02 else [*portions, b""] if rng.random() < 0.02 else portions

    return answer


LINES = {
    "pjlink": (
        b"%1ERST=010002\r",
        b"%1erst=000000\r\n",
        b"%1POWR=1\r",
        b"%1ERST=ERR3\r",
        b"PJLINK 0\r",
        b"%1NAME=\xe6\x95\x99\r",
    ),
    "text": (
        b"powerstate=on\r\n>",
        b"#volume=10\r\n",
        b"invalid cmd: x\r\n>",
        b">",
        b"get powerstate\rpowerstate=on\r\n>",
    ),
}
"""Sound lines of devices that speak text."""


def line_peer(protocol: str, rng: random.Random, count: Callable[[], None]) -> Callable[[bytes], Sequence[bytes]]:
    """Return a peer that answers a link of text with hostile lines, now and then hanging up. count: as elsewhere."""

    def answer(request: bytes) -> Sequence[bytes]:
        portions: list[bytes] = []
        for _ in range(rng.randrange(1, 5)):
            count()
            sound = rng.choice((*LINES[protocol], request))
            portions += split(mutate(sound, rng) if rng.random() < 0.6 else sound, rng)
        return [*portions, b""] if rng.random() < 0.05 else portions

    return answer


def pjlink_greeting(rng: random.Random) -> Sequence[bytes]:
    """Return a greeting, now and then a damaged one, two, or none before the projector hangs up."""
    match rng.randrange(8):
        case 0:
            return [mutate(b"PJLINK 0\r", rng)]
        case 1:
            return [b"PJLINK 0\r", b"PJLINK 0\r"]
        case 2:
            return [b""]
        case _:
            return [b"PJLINK 0\r"]


def modbus_peer(
    rng: random.Random, count: Callable[[], None], *, is_rtu: bool, most: int = 4, most_noise: int = MOST_NOISE
) -> Callable[[bytes], Sequence[bytes]]:
    """Return a peer that answers a Modbus link with hostile frames, now and then hanging up.

    count: called for each frame; most: frames one request is answered with.
    """

    def answer(request: bytes) -> Sequence[bytes]:
        portions: list[bytes] = []
        for _ in range(rng.randint(1, most)):
            count()
            sound = modbus_answer(request, is_rtu=is_rtu, rng=rng)
            portions += split(mutate(sound, rng, most_noise=most_noise) if rng.random() < 0.7 else sound, rng)
        return [*portions, b""] if rng.random() < 0.02 else portions

    return answer
