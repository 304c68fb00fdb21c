"""SunSpec: where a device's models start, found by walking the chain from its marker."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass

from ..errors import MismatchError, RefusalReason, RefusedError
from ..model import EMPTY
from ..plan.request import Answer, RegisterSpan, Request
from ..profile.schema import SunSpec

MARKER = (0x5375, 0x6E53)
"""``SunS`` in ASCII."""

COMMON_MODEL = 1
METER = "meter"
"""The name points use for the one model of `SunSpec.models`."""

_END = 0xFFFF
_MOST_MODELS = 64
HEAD_SPACE = "holding"
HEAD_LENGTH = 2
"""Registers of the marker, and of a model's id and length."""
_BUSY = frozenset({RefusalReason.BUSY})


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelMap:
    """Where the models lie that points may name."""

    bases: Mapping[str, int] = EMPTY
    """Wire address of the model's id register, by name."""
    lengths: Mapping[str, int] = EMPTY
    """Registers of the model, its two header registers included, by name."""
    models: tuple[int, ...] = ()
    """All model ids in the chain, in order."""
    heads: frozenset[int] = frozenset()
    """Wire addresses of the marker, of each model's id and length, and of the end mark."""


type Ask = Callable[[Request], Awaitable[Answer]]


async def walk_models(ask: Ask, sunspec: SunSpec) -> ModelMap:
    """Find the marker and follow the chain to its end.

    Raises MismatchError when there is no marker, the chain has no end, or the device has none or several of the models.
    """
    base = await _find_marker(ask, sunspec)
    chain: list[tuple[int, int, int]] = []
    address = base + len(MARKER)
    while len(chain) < _MOST_MODELS and address + HEAD_LENGTH <= 0x10000:
        model, length = await _read(ask, address)
        if model == _END:
            return _pick(chain, sunspec, frozenset({base, address, *(entry[1] for entry in chain)}))
        chain.append((model, address, length + HEAD_LENGTH))
        address += HEAD_LENGTH + length
    raise MismatchError(f"the SunSpec chain at register {base} does not end after {len(chain)} models")


async def _find_marker(ask: Ask, sunspec: SunSpec) -> int:
    for base in sunspec.bases:
        try:
            answer = await _read(ask, base)
        except RefusedError as error:
            if error.reason in _BUSY:
                raise
            continue
        if tuple(answer) == MARKER:
            return base
    looked_at = ", ".join(str(base) for base in sunspec.bases)
    raise MismatchError(f"no SunSpec marker at holding register {looked_at}")


def _pick(chain: list[tuple[int, int, int]], sunspec: SunSpec, heads: frozenset[int]) -> ModelMap:
    found = [entry for entry in chain if entry[0] in sunspec.models]
    present = ", ".join(str(model) for model, _, _ in chain) or "none"
    if len(found) != 1:
        expected = ", ".join(str(model) for model in sunspec.models)
        raise MismatchError(f"SunSpec models {present}; expected exactly one of {expected}")
    named = {METER: found[0], **{str(entry[0]): entry for entry in chain if entry[0] == COMMON_MODEL}}
    return ModelMap(
        bases={name: address for name, (_, address, _) in named.items()},
        lengths={name: length for name, (_, _, length) in named.items()},
        models=tuple(model for model, _, _ in chain),
        heads=heads,
    )


async def _read(ask: Ask, address: int) -> Answer:
    return await ask(RegisterSpan(HEAD_SPACE, address, HEAD_LENGTH))
