"""A device's answers to a `Recording`, with what is private taken out."""

from collections.abc import Mapping

from ..plan.request import Answer, ItemRequest, RegisterSpan, Request
from ..plan.spans import resolve_address
from ..profile.schema import Catalogue, ItemRead, Point, Profile, RegisterRead
from .recording import Recording, merge_registers, overwrite, substitute
from .sunspec import HEAD_LENGTH, HEAD_SPACE, ModelMap

type _Registers = dict[tuple[str, int], int]


def make_recording(
    profile: Profile,
    catalogue: Catalogue,
    answers: Mapping[Request, Answer],
    *,
    models: ModelMap,
    refused: Mapping[str, str],
    params: Mapping[str, float],
    redact: bool,
) -> Recording:
    """answers: oldest first, so that newer ones win where they overlap; refused: keys are point ids."""
    registers = {
        (request.space, request.address + offset): int(word)
        for request, answer in answers.items()
        if isinstance(request, RegisterSpan)
        for offset, word in enumerate(answer)
    }
    alone = _marks_apart(profile, models, answers, registers)
    items = {request.item: bytes(answer) for request, answer in answers.items() if isinstance(request, ItemRequest)}
    if redact:
        private = [point for point in profile.points.values() if _is_private(point, catalogue)]
        _blank_unknown(registers, _known_registers(profile, models))
        _redact_registers(registers, private, models)
        items = {item: _redact_item(item, data, private) for item, data in items.items()}
    return Recording(
        profile=profile.id,
        protocol=profile.transport.protocol.value,
        registers=merge_registers(registers),
        items=items,
        refused=_refused_spans(profile, models, refused),
        alone=alone,
        params=dict(params),
    )


def _marks_apart(
    profile: Profile, models: ModelMap, answers: Mapping[Request, Answer], registers: _Registers
) -> tuple[tuple[str, int, tuple[int, ...]], ...]:
    """Return the marks whose registers hold something else when they are read as part of a longer request."""
    apart: list[tuple[str, int, tuple[int, ...]]] = []
    for read in (mark.read for mark in profile.identify.exact):
        address = resolve_address(read, models.bases)
        if address is None:
            continue
        words = tuple(int(word) for word in answers.get(RegisterSpan(read.space, address, read.count), ()))
        if any(registers[read.space, address + offset] != word for offset, word in enumerate(words)):
            apart.append((read.space, address, words))
    return tuple(apart)


def _is_private(point: Point, catalogue: Catalogue) -> bool:
    entry = catalogue.points.get(point.id)
    return entry is not None and entry.is_private


def _known_registers(profile: Profile, models: ModelMap) -> set[tuple[str, int]]:
    """Return the registers of points, exponents and marks, and the heads of SunSpec models."""
    reads = [point.read for point in profile.points.values()] + [mark.read for mark in profile.identify.exact]
    known: set[tuple[str, int]] = set()
    for read in reads:
        if not isinstance(read, RegisterRead) or (start := resolve_address(read, models.bases)) is None:
            continue
        known.update((read.space, start + offset) for offset in range(read.count))
        if read.exponent is not None:
            known.add((read.space, models.bases.get(read.model, 0) + read.exponent))
    known.update((HEAD_SPACE, head + offset) for head in models.heads for offset in range(HEAD_LENGTH))
    return known


def _blank_unknown(registers: _Registers, known: set[tuple[str, int]]) -> None:
    for place in registers.keys() - known:
        registers[place] = 0


def _redact_registers(registers: _Registers, private: list[Point], models: ModelMap) -> None:
    for point in private:
        read = point.read
        if isinstance(read, RegisterRead) and (start := resolve_address(read, models.bases)) is not None:
            overwrite(registers, read.space, start, substitute(point.rule.decode, read.count, is_bytes=False))


def _redact_item(item: str, data: bytes, private: list[Point]) -> bytes:
    redacted = bytearray(data)
    for point in private:
        place = _place(point.read, item, len(data)) if isinstance(point.read, ItemRead) else None
        if place is not None:
            start, length = place
            end = min(start + length, len(redacted))
            redacted[start:end] = bytes(substitute(point.rule.decode, max(0, end - start), is_bytes=True))
    return bytes(redacted)


def _place(read: ItemRead, item: str, length: int) -> tuple[int, int] | None:
    if read.block == item:
        return read.block_at
    return read.at.get(length, read.at.get(0)) if read.item == item else None


def _refused_spans(profile: Profile, models: ModelMap, refused: Mapping[str, str]) -> tuple[tuple[str, int, int], ...]:
    spans: set[tuple[str, int, int]] = set()
    for point in refused:
        read = profile.points[point].read
        if isinstance(read, RegisterRead) and (start := resolve_address(read, models.bases)) is not None:
            spans.add((read.space, start, read.count))
    return tuple(sorted(spans))
