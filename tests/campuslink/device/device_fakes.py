"""A register map that answers, refuses or stays mute, and profiles to read it with."""

import struct
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from campuslink.codec.pipeline import ValueRule
from campuslink.device.device import Device
from campuslink.errors import CampusLinkError, NoAnswerError, RefusalReason, RefusedError
from campuslink.model import Kind, PollClass
from campuslink.plan.request import Answer, ItemRequest, RegisterSpan, Request
from campuslink.profile.schema import (
    Catalogue,
    CatalogueEntry,
    EntityShape,
    Identify,
    ItemRead,
    Parameter,
    Point,
    Profile,
    Protocol,
    RegisterRead,
    SunSpec,
    Transport,
    TransportRules,
)


class FakeMeter:
    """A `DeviceLink` with a device behind it."""

    line = "fake"

    def __init__(self, registers: Mapping[tuple[str, int], int] | None = None) -> None:
        self.registers = dict(registers or {})
        self.items: dict[str, bytes] = {}
        self.refused: set[tuple[str, int]] = set()
        self.mute: set[tuple[str, int]] = set()
        self.most: int = 125
        self.reason = RefusalReason.ADDRESS
        self.error: CampusLinkError | None = None
        self.asked: list[Request] = []
        self.written: list[tuple[Request, tuple[int, ...]]] = []

    async def read(self, request: Request) -> Answer:
        self.asked.append(request)
        if self.error is not None:
            raise self.error
        if isinstance(request, ItemRequest):
            if request.item not in self.items:
                raise RefusedError(RefusalReason.ADDRESS, "no such data")
            return self.items[request.item]
        places = [(request.space, request.address + offset) for offset in range(request.count)]
        if self.mute & set(places):
            raise NoAnswerError("no answer within 1.5 s")
        if self.refused & set(places) or request.count > self.most:
            raise RefusedError(self.reason, "exception 2: illegal data address")
        return tuple(self.registers.get(place, 0) for place in places)

    async def write(self, request: Request, values: Answer) -> None:
        assert isinstance(request, RegisterSpan)
        self.written.append((request, tuple(values)))
        for offset, value in enumerate(values):
            self.registers[request.space, request.address + offset] = value

    async def close(self) -> None:
        return

    def put(self, space: str, address: int, words: Sequence[int]) -> None:
        self.registers.update({(space, address + offset): word for offset, word in enumerate(words)})

    def put_float(self, address: int, value: float, space: str = "input") -> None:
        self.put(space, address, struct.unpack(">2H", struct.pack(">f", value)))

    def take_asked(self) -> list[Request]:
        asked, self.asked = self.asked, []
        return asked


class Clock:
    """Seconds since 1970, set by hand."""

    def __init__(self, now: float = 1_760_000_000.0) -> None:
        self.now = now

    def __call__(self) -> float:
        return self.now


def point(name: str, address: int, decode: str = "float32", *, space: str = "input", **rest: Any) -> Point:
    count = rest.pop("count", {"uint16": 1, "int16": 1, "float32": 2, "uint32": 2, "uint64": 4}.get(decode, 1))
    read = RegisterRead(
        space=space, address=address, count=count, model=rest.pop("model", ""), exponent=rest.pop("exponent", None)
    )
    fields = {"poll": PollClass.NORMAL, "unit": None, **{key: rest.pop(key) for key in POINT_FIELDS & rest.keys()}}
    return Point(id=name, read=read, rule=ValueRule(decode=decode, **rest), **fields)


POINT_FIELDS = {"poll", "unit", "multiply_by", "max_rate", "rollover", "write"}


def item_point(name: str, item: str, at: Mapping[int, tuple[int, int]], **rest: Any) -> Point:
    read = ItemRead(item=item, at=at, block=rest.pop("block", ""), block_at=rest.pop("block_at", None))
    return Point(id=name, read=read, rule=ValueRule(**{"decode": "bcd", **rest}), unit=None, poll=PollClass.NORMAL)


def make_profile(
    *points: Point,
    identify: Identify | None = None,
    params: Mapping[str, Parameter] | None = None,
    sunspec: SunSpec | None = None,
    protocol: Protocol = Protocol.MODBUS,
    **rules: Any,
) -> Profile:
    return Profile(
        id="test-meter",
        kind=Kind.METER,
        name="Test meter",
        products=(),
        sources=(),
        transport=TransportRules(protocol=protocol, transports=(Transport.TCP,), sunspec=sunspec, **rules),
        points={entry.id: entry for entry in points},
        identify=identify or Identify(),
        params=params or {},
    )


def entry(name: str, **rest: Any) -> CatalogueEntry:
    shape = EntityShape(platform="sensor")
    return CatalogueEntry(id=name, meaning=name, unit=None, poll=PollClass.NORMAL, entity=shape, **rest)


CATALOGUE = Catalogue(
    kind=Kind.METER,
    points={
        "energy_import": entry("energy_import", is_total=True, max_rate=100.0),
        "serial": entry("serial", identity="serial", is_private=True),
        "model": entry("model", identity="model"),
        "firmware": entry("firmware", identity="firmware"),
    },
)


def make_device(profile: Profile, link: FakeMeter, clock: Callable[[], float] | None = None, **options: Any) -> Device:
    return Device(profile, link, CATALOGUE, clock=clock or Clock(), **options)
