"""A network path of the tests' own making: hosts behind a TUN device, in a network namespace that ends with its thread.

Nothing of the library is used here: the packets are made by hand after RFC 791 and RFC 792.
"""

import asyncio
import fcntl
import os
import struct
import subprocess
import threading
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

NETWORK = "10.99.0"
GOOD, LOSSY, SLOW, FORGED, DAMAGED, CHANGED, DOUBLED, MUTE = (f"{NETWORK}.{number}" for number in range(2, 10))
DELAY_S = 0.03

_SET_INTERFACE = 0x400454CA
_TUN_WITHOUT_HEADER = 0x0001 | 0x1000


def can_make_paths() -> bool:
    return os.geteuid() == 0 and Path("/dev/net/tun").exists()


def run_in_namespace[T](main: Callable[[TunPath], Coroutine[Any, Any, T]]) -> T:
    """Run a coroutine in a thread with a network of its own; return its result or raise what it raised."""
    outcome: list[Any] = []

    def work() -> None:
        os.unshare(os.CLONE_NEWNET)
        try:
            with TunPath() as path:
                outcome.append(asyncio.run(_serve(path, main)))
        except BaseException as error:  # noqa: BLE001 - raised again outside the thread
            outcome.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if isinstance(outcome[0], BaseException):
        raise outcome[0]
    return outcome[0]


async def _serve[T](path: TunPath, main: Callable[[TunPath], Coroutine[Any, Any, T]]) -> T:
    loop = asyncio.get_running_loop()
    loop.add_reader(path.device, path.answer, loop)
    try:
        return await main(path)
    finally:
        loop.remove_reader(path.device)


class TunPath:
    def __init__(self) -> None:
        self.requests: dict[str, int] = {}
        self.device = os.open("/dev/net/tun", os.O_RDWR | os.O_NONBLOCK)
        fcntl.ioctl(self.device, _SET_INTERFACE, struct.pack("16sH", b"path0", _TUN_WITHOUT_HEADER))
        for command in (
            "ip link set lo up",
            f"ip addr add {NETWORK}.1/24 dev path0",
            "ip link set path0 up",
        ):
            subprocess.run(command.split(), check=True)

    def __enter__(self) -> TunPath:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self.device)

    def allow_datagram_pings(self, allowed: bool) -> None:
        """Let this process send pings without a raw socket, or not; only within the namespace."""
        Path("/proc/sys/net/ipv4/ping_group_range").write_text("0 0" if allowed else "1 0")

    def answer(self, loop: asyncio.AbstractEventLoop) -> None:
        packet = os.read(self.device, 2048)
        if packet[0] >> 4 != 4 or packet[9] != 1 or packet[20] != 8:
            return
        host = ".".join(map(str, packet[16:20]))
        count = self.requests[host] = self.requests.get(host, 0) + 1
        reply = _reply(packet)
        match host:
            case _ if host == MUTE or (host == LOSSY and count % 2 == 0):
                return
            case _ if host == SLOW:
                loop.call_later(DELAY_S, self._send, reply)
            case _ if host == FORGED:
                self._send(_reply(packet, source=bytes([10, 99, 0, 200])))
            case _ if host == DAMAGED:
                self._send(reply[:-1] + bytes([reply[-1] ^ 1]))
            case _ if host == CHANGED:
                self._send(_reply(packet, payload=b"x" * len(packet[28:])))
            case _:
                for _ in range(2 if host == DOUBLED else 1):
                    self._send(reply)

    def _send(self, packet: bytes) -> None:
        os.write(self.device, packet)


def _reply(request: bytes, *, source: bytes | None = None, payload: bytes | None = None) -> bytes:
    body = request[24:28] + (request[28:] if payload is None else payload)
    message = b"\x00\x00" + _sum(b"\x00\x00\x00\x00" + body) + body
    head = request[:10] + b"\x00\x00" + (source or request[16:20]) + request[12:16]
    return head[:10] + _sum(head) + head[12:] + message


def _sum(data: bytes) -> bytes:
    total = sum(int.from_bytes(data[index : index + 2].ljust(2, b"\x00")) for index in range(0, len(data), 2))
    while total > 0xFFFF:
        total = (total & 0xFFFF) + (total >> 16)
    return (total ^ 0xFFFF).to_bytes(2)
