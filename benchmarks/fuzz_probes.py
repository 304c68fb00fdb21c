"""Feed what probes hear to their decoders, damaged: only our errors may come out, nothing may hang, no memory stay.

Each message begins as a sound answer (ICMP echo, DNS with aliases and pointers, SNTP, the head of a page) and is then
cut, flipped, doubled or replaced by noise; DNS messages also get pointers that lead anywhere. The slowest one counts.
"""

import argparse
import gc
import random
import struct
import time
import tracemalloc
from collections.abc import Callable, Mapping

from benchmarks._hostile_frames import mutate
from benchmarks._report import Report
from campuslink.codec.dns_message import decode_answer, make_question
from campuslink.codec.http_answer import decode_head
from campuslink.codec.icmp_echo import IPV4, IPV6, decode_echo_reply, strip_ipv4_header
from campuslink.codec.sntp import decode_time_answer
from campuslink.errors import CodecError

DEFAULT_FRAMES = 1_000_000
QUICK_FRAMES = 20_000
MOST_GROWTH_KIB = 64
MOST_MS = 50
NONCE = 0x0123456789ABCDEF
QUESTION = make_question(0x1234, "www.campus.example", "A")

type Decode = Callable[[bytes], object]
type Draw = Callable[[random.Random], bytes]


def draw_icmp(rng: random.Random) -> bytes:
    """Return an IPv4 packet with an echo reply of random payload."""
    body = rng.randbytes(4) + rng.randbytes(rng.choice((0, 16, 56, 1400)))
    total = sum(struct.unpack(f"!{(len(body) + 1) // 2}H", body.ljust(len(body) + len(body) % 2, b"\0")))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return bytes.fromhex("4500005400004000400100007f0000017f000001") + struct.pack("!HH", 0, total ^ 0xFFFF) + body


def draw_dns(rng: random.Random) -> bytes:
    """Return an answer with up to 40 records, some of them aliases, some with pointers that lead anywhere."""
    count = rng.randrange(40)
    records = b""
    for _ in range(count):
        owner = struct.pack("!H", 0xC000 | (12 if rng.random() < 0.7 else rng.randrange(16_384)))
        kind = rng.choice((1, 1, 5, 16, 28))
        data = rng.randbytes(4) if kind == 1 else rng.randbytes(rng.randrange(20)) + owner
        records += owner + struct.pack("!2HIH", kind, 1, 60, len(data)) + data
    head = struct.pack("!6H", 0x1234, rng.choice((0x8180, 0x8180, 0x8183, 0x8380)), 1, count, 0, 0)
    return head + QUESTION.name + b"\x00\x01\x00\x01" + records


def draw_sntp(rng: random.Random) -> bytes:
    """Return a time server's answer with random times."""
    head = bytes([rng.choice((0x24, 0x24, 0xE4, 0x1C)), rng.randrange(17)]) + rng.randbytes(22)
    return head + NONCE.to_bytes(8) + rng.randbytes(16)


def draw_head(rng: random.Random) -> bytes:
    """Return the head of a page with up to 150 fields."""
    fields = b"".join(b"X-%d: %d\r\n" % (number, rng.randrange(10**9)) for number in range(rng.randrange(150)))
    status = b"HTTP/1.1 %d %s\r\n" % (rng.choice((100, 200, 301, 404, 503)), rng.choice((b"OK", b"", b"Not Found")))
    return status + b"Content-Length: %d\r\n" % rng.randrange(10**6) + fields + b"\r\n"


DECODERS: Mapping[str, tuple[Draw, Decode]] = {
    "icmp_v4": (draw_icmp, lambda packet: decode_echo_reply(IPV4, strip_ipv4_header(packet))),
    "icmp_v6": (draw_icmp, lambda packet: decode_echo_reply(IPV6, b"\x81\x00" + packet[22:])),
    "dns": (draw_dns, lambda packet: decode_answer(packet, QUESTION)),
    "sntp": (draw_sntp, lambda packet: decode_time_answer(packet, NONCE, sent_at=1.0, received_at=2.0)),
    "http": (draw_head, decode_head),
}


def fuzz(name: str, frames: int, seed: int) -> dict[str, float]:
    """Return the figures of one decoder; whatever is not ours is raised with the seed as a note."""
    rng = random.Random(f"{name} {seed}")
    draw, decode = DECODERS[name]
    accepted = refused = 0
    slowest_s = base_kib = 0.0
    tracemalloc.start()
    for number in range(frames):
        if number == frames // 10:
            base_kib = held_kib()
        message = mutate(draw(rng), rng, most_noise=512)
        before_s = time.thread_time()
        try:
            accepted += decode(message) is not None
        except CodecError:
            refused += 1
        except BaseException as error:
            error.add_note(f"decoder {name}, seed {seed}, message {message.hex()}")
            raise
        slowest_s = max(slowest_s, time.thread_time() - before_s)
    growth_kib = held_kib() - base_kib
    tracemalloc.stop()
    return {
        "frames": frames,
        "accepted": accepted,
        "our_errors": refused,
        "growth_kib": round(growth_kib, 1),
        "slowest_ms": round(slowest_s * 1000, 2),
    }


def held_kib() -> float:
    """Return the memory in use."""
    gc.collect()
    return tracemalloc.get_traced_memory()[0] / 1024


def main() -> None:
    """Fuzz and report; exits with an error when anything but our own errors came out."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--frames", type=int, default=DEFAULT_FRAMES, help="damaged messages for each decoder")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_FRAMES} messages for each decoder")
    parser.add_argument("--seed", type=int, default=792)
    arguments = parser.parse_args()
    frames = QUICK_FRAMES if arguments.quick else arguments.frames
    report = Report(name="fuzz_probes")
    for name in DECODERS:
        report.figures |= {f"{name}_{key}": value for key, value in fuzz(name, frames, arguments.seed).items()}
        report.budgets |= {f"{name}_growth_kib": MOST_GROWTH_KIB, f"{name}_slowest_ms": MOST_MS}
    report.print()
    if any(report.figures[key] > limit for key, limit in report.budgets.items()):
        raise SystemExit(1)


if __name__ == "__main__":
    main()
