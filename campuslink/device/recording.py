"""What a device gave so far, as one JSON object that can be replayed as a test."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from ..errors import CodecError
from ..model import EMPTY

SCHEMA = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Recording:
    """The last raw answers of one device, merged. Holds no address, host or name of the installation."""

    profile: str
    protocol: str
    registers: Mapping[str, Mapping[int, tuple[int, ...]]] = EMPTY
    """By space, then by first address: runs of registers or bits that do not touch each other."""
    items: Mapping[str, bytes] = EMPTY
    """By data identifier, the item's data."""
    texts: Mapping[str, str] = EMPTY
    """By command, the value in its answer."""
    refused: tuple[tuple[str, int, int], ...] = ()
    """(space, address, count) the device will not serve."""
    alone: tuple[tuple[str, int, tuple[int, ...]], ...] = ()
    """(space, address, words): answers a device gives only to exactly this request, like the code some meters hide
    behind a register that holds something else when it is read with its neighbours."""
    objects: tuple[str, ...] = ()
    """SNMP: ``OID|tag|value``, as snmpsim writes them."""
    messages: tuple[tuple[str, str, bool], ...] = ()
    """MQTT: (topic with ``{}`` for the node's name, payload, whether the broker had kept it), in order."""
    params: Mapping[str, float] = EMPTY
    synthetic: bool = False
    """Written from a document instead of read from a device."""
    note: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object; addresses become text, bytes become hex."""
        return {
            "schema": SCHEMA,
            "profile": self.profile,
            "protocol": self.protocol,
            "synthetic": self.synthetic,
            "note": self.note,
            "params": dict(self.params),
            "registers": {
                space: {str(first): list(run) for first, run in runs.items()} for space, runs in self.registers.items()
            },
            "items": {item: data.hex() for item, data in self.items.items()},
            **({"texts": dict(self.texts)} if self.texts else {}),
            **({"messages": [list(message) for message in self.messages]} if self.messages else {}),
            "refused": [list(span) for span in self.refused],
            "objects": list(self.objects),
            "alone": [[space, address, list(words)] for space, address, words in self.alone],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        """Rebuild what `to_json` returned. Raises CodecError for anything else."""
        if data.get("schema") != SCHEMA:
            raise CodecError(f"a recording of schema {SCHEMA} is needed, not {data.get('schema')!r}")
        try:
            return cls(
                profile=str(data["profile"]),
                protocol=str(data["protocol"]),
                registers={
                    str(space): {int(first): tuple(int(word) for word in run) for first, run in runs.items()}
                    for space, runs in data.get("registers", {}).items()
                },
                items={str(item): bytes.fromhex(text) for item, text in data.get("items", {}).items()},
                texts={str(command): str(value) for command, value in data.get("texts", {}).items()},
                refused=tuple((str(s), int(a), int(c)) for s, a, c in data.get("refused", ())),
                alone=tuple((str(s), int(a), tuple(int(word) for word in w)) for s, a, w in data.get("alone", ())),
                messages=tuple((str(t), str(p), bool(kept)) for t, p, kept in data.get("messages", ())),
                objects=tuple(str(line) for line in data.get("objects", ())),
                params={str(key): float(value) for key, value in data.get("params", {}).items()},
                synthetic=bool(data.get("synthetic", False)),
                note=str(data.get("note", "")),
            )
        except (KeyError, ValueError, TypeError, AttributeError) as error:
            raise CodecError(f"not a recording: {type(error).__name__}: {error}") from error


def merge_registers(registers: Mapping[tuple[str, int], int]) -> dict[str, dict[int, tuple[int, ...]]]:
    """Join single registers, keyed by (space, address), into runs of neighbours."""
    runs: dict[str, dict[int, list[int]]] = {}
    previous: tuple[str, int] | None = None
    first = 0
    for space, address in sorted(registers):
        if previous != (space, address - 1):
            first = address
        runs.setdefault(space, {}).setdefault(first, []).append(registers[space, address])
        previous = (space, address)
    return {space: {start: tuple(run) for start, run in found.items()} for space, found in runs.items()}


def substitute(decode: str, size: int, *, is_bytes: bool) -> tuple[int, ...]:
    """Return a raw value that decodes as `decode` does but tells nothing: letters X, or digits 1.

    size: registers, or bytes when is_bytes.
    """
    letter, digits = (0x58, 0x11) if is_bytes else (0x5858, 0x0001)
    if decode in _LETTERS:
        return (letter,) * size
    if decode in _DIGITS and not is_bytes:
        digits = 0x1111
    return (digits,) * size


_LETTERS = frozenset({"text", "ascii_reversed"})
_DIGITS = frozenset({"bcd", "bcd_signed", "bcd_unit", "bcd_digits", "bcd_clock"})


def overwrite(registers: dict[tuple[str, int], int], space: str, address: int, values: Iterable[int]) -> None:
    """Replace those registers from address on that were recorded."""
    for offset, value in enumerate(values):
        if (space, address + offset) in registers:
            registers[space, address + offset] = value
