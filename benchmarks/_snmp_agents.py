"""Many simulated switches in one process: one socket that answers for every loopback address, from that address.

Each distinct question is answered once by pysnmp and then from memory, with the request's number put in, so that the
agents cost little. All hold the same table, whose counters move every ten seconds.
"""

import argparse
import socket
import struct
import time
from functools import lru_cache
from typing import Any

from pyasn1.codec.ber import decoder, encoder
from pysnmp.proto import rfc1905
from pysnmp.proto.api import v2c

from benchmarks._snmp_table import COLUMNS, PORTS, RARE_COLUMNS, SYS_UPTIME

NETWORK = "127.77"
STEP_S = 10
_STEP_OCTETS = 20_000_000
_CONSTANTS = {
    "ifOperStatus": v2c.Integer(1),
    "ifAdminStatus": v2c.Integer(1),
    "ifType": v2c.Integer(6),
    "ifHighSpeed": v2c.Gauge32(1_000),
    "ifCounterDiscontinuityTime": v2c.TimeTicks(0),
    "ifLastChange": v2c.TimeTicks(0),
}
_PKTINFO = struct.Struct("i4s4s")
_LARGEST = 65_535


def address_of(number: int) -> str:
    """Return the address of one agent, from 0."""
    return f"{NETWORK}.{number // 250 + 1}.{number % 250 + 1}"


def _numbers(oid: str) -> tuple[int, ...]:
    return tuple(map(int, oid.split(".")))


def table_at(step: int) -> dict[tuple[int, ...], Any]:
    """Return what an agent holds in one step of time, in its order."""
    values: dict[tuple[int, ...], Any] = {_numbers(SYS_UPTIME): v2c.TimeTicks(10_000_000 + step * STEP_S * 100)}
    columns = RARE_COLUMNS | {name: oid for name, (oid, _) in COLUMNS.items()}
    for name, oid in columns.items():
        for port in range(1, PORTS + 1):
            values[*_numbers(oid), port] = _cell(name, port, step)
    return dict(sorted(values.items()))


def _cell(name: str, port: int, step: int) -> Any:  # noqa: ANN401 - pyasn1 has no types
    if name in _CONSTANTS:
        return _CONSTANTS[name]
    if name.startswith("ifHC"):
        return v2c.Counter64(port * 10**12 + step * _STEP_OCTETS * port)
    if name in ("ifName", "ifDescr", "ifAlias"):
        return v2c.OctetString(f"GigabitEthernet0/0/{port}".encode())
    return v2c.Counter32(port * 1_000)


@lru_cache(maxsize=4)
def _table(step: int) -> tuple[list[tuple[int, ...]], dict[tuple[int, ...], Any]]:
    values = table_at(step)
    return list(values), values


@lru_cache(maxsize=4_096)
def answer_template(question: bytes, step: int) -> bytes:
    """Return the answer to a question that carries any number."""
    message, _ = decoder.decode(question, asn1Spec=v2c.Message())
    request = v2c.apiMessage.get_pdu(message)
    order, values = _table(step)
    asked = [tuple(oid) for oid, _ in v2c.apiPDU.get_varbinds(request)]
    response = v2c.apiMessage.get_response(message)
    if isinstance(request, rfc1905.GetBulkRequestPDU):
        binds = [bind for oid in asked for bind in _following(order, values, oid, int(request[2]))]
    else:
        binds = [(oid, values.get(oid, rfc1905.noSuchInstance)) for oid in asked]
    v2c.apiPDU.set_varbinds(
        v2c.apiMessage.get_pdu(response), [(v2c.ObjectIdentifier(oid), value) for oid, value in binds]
    )
    return bytes(encoder.encode(response))


def _following(
    order: list[tuple[int, ...]], values: dict[tuple[int, ...], Any], oid: tuple[int, ...], count: int
) -> list[tuple[tuple[int, ...], Any]]:
    found = [(name, values[name]) for name in order if name > oid][:count]
    return found if len(found) == count else [*found, (found[-1][0] if found else oid, rfc1905.endOfMibView)]


def number_place(message: bytes) -> slice:
    """Return where the request's number stands in a message of version 2c."""
    place = _content(message, 0)
    place = _next(message, _next(message, place))
    place = _content(message, place)
    return slice(_content(message, place), _next(message, place))


def _content(message: bytes, place: int) -> int:
    return place + 2 + (message[place + 1] & 0x7F if message[place + 1] & 0x80 else 0)


def _next(message: bytes, place: int) -> int:
    length = message[place + 1]
    if length & 0x80:
        size = length & 0x7F
        length = int.from_bytes(message[place + 2 : place + 2 + size])
    return _content(message, place) + length


def answer(message: bytes, step: int) -> bytes:
    """Return the answer to a message."""
    place = number_place(message)
    size = place.stop - place.start
    template = answer_template(message[: place.start] + b"\x01" * size + message[place.stop :], step)
    target = number_place(template)
    return template[: target.start] + message[place] + template[target.stop :]


def serve(port: int, alive: int) -> None:
    """Answer for so many agents for ever; those beyond stay silent."""
    begun = time.monotonic()
    with socket.socket(type=socket.SOCK_DGRAM) as server:
        server.setsockopt(socket.IPPROTO_IP, socket.IP_PKTINFO, 1)
        server.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4 << 20)
        server.bind(("0.0.0.0", port))  # noqa: S104 - every loopback address is an agent
        while True:
            data, ancillary, _, sender = server.recvmsg(_LARGEST, socket.CMSG_SPACE(_PKTINFO.size))
            interface, _, called = _PKTINFO.unpack(ancillary[0][2][: _PKTINFO.size])
            if (called[2] - 1) * 250 + called[3] - 1 >= alive:
                continue
            reply = answer(data, int(time.monotonic() - begun) // STEP_S)
            source = (socket.IPPROTO_IP, socket.IP_PKTINFO, _PKTINFO.pack(interface, called, called))
            server.sendmsg([reply], [source], 0, sender)


def main() -> None:
    """Serve until ended."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("port", type=int)
    parser.add_argument("alive", type=int)
    arguments = parser.parse_args()
    serve(arguments.port, arguments.alive)


if __name__ == "__main__":
    main()
