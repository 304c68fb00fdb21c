"""The unit byte of CJ/T 188 quantities, and what it makes of a point's unit."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

_JOULE_IN_WH = Fraction(1, 3600)

_UNIT_BYTES: dict[int, tuple[str, Fraction]] = {
    0x01: ("energy", _JOULE_IN_WH),
    0x02: ("energy", Fraction(1)),
    0x03: ("energy", Fraction(10)),
    0x04: ("energy", Fraction(100)),
    0x05: ("energy", Fraction(10**3)),
    0x06: ("energy", Fraction(10**4)),
    0x07: ("energy", Fraction(10**5)),
    0x08: ("energy", Fraction(10**6)),
    0x09: ("energy", Fraction(10**7)),
    0x0A: ("energy", Fraction(10**8)),
    0x0B: ("energy", _JOULE_IN_WH * 10**3),
    0x0E: ("energy", _JOULE_IN_WH * 10**6),
    0x11: ("energy", _JOULE_IN_WH * 10**9),
    0x12: ("energy", _JOULE_IN_WH * 10**10),
    0x13: ("energy", _JOULE_IN_WH * 10**11),
    0x14: ("power", Fraction(1)),
    0x17: ("power", Fraction(10**3)),
    0x1A: ("power", Fraction(10**6)),
    0x29: ("volume", Fraction(1, 10**3)),
    0x2A: ("volume", Fraction(1, 10**2)),
    0x2B: ("volume", Fraction(1, 10)),
    0x2C: ("volume", Fraction(1)),
    0x2D: ("volume", Fraction(10)),
    0x2E: ("volume", Fraction(100)),
    0x32: ("flow", Fraction(1, 10**3)),
    0x35: ("flow", Fraction(1)),
    0x40: ("power", _JOULE_IN_WH),
    0x43: ("power", _JOULE_IN_WH * 10**3),
    0x46: ("power", _JOULE_IN_WH * 10**6),
    0x49: ("power", _JOULE_IN_WH * 10**9),
}
"""By unit byte: the dimension, and its size in Wh, W, m³ or m³/h."""

_TARGETS: dict[str, tuple[str, int]] = {
    "Wh": ("energy", 1),
    "kWh": ("energy", 10**3),
    "MWh": ("energy", 10**6),
    "W": ("power", 1),
    "kW": ("power", 10**3),
    "m³": ("volume", 1),
    "m³/h": ("flow", 1),
}

CONVERTIBLE_UNITS = frozenset(_TARGETS)
"""Units a quantity with a unit byte can be converted to."""


def unit_factors(unit: str) -> Mapping[int, tuple[int, int]]:
    """Return, by unit byte, (multiplier, divisor) that turn a count of that unit into `unit`.

    unit: one of `CONVERTIBLE_UNITS`. Bytes of another dimension are left out, so that volume never becomes energy.
    Source: CJ/T 188-2004, table of unit codes.
    """
    dimension, size = _TARGETS[unit]
    return MappingProxyType(
        {code: (source / size).as_integer_ratio() for code, (kind, source) in _UNIT_BYTES.items() if kind == dimension}
    )
