"""Answers to readings: cut the slices out and apply each point's rule."""

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ..codec.pipeline import apply
from ..errors import CodecError
from ..model import Quality, Reading
from ..plan.request import Answer, PlannedRequest, PointSlice
from ..profile.schema import ItemRead, Point

LONGEST_TEXT = 64


@dataclass(frozen=True, slots=True)
class Decoder:
    """The points of one device and what the installation multiplies them by."""

    points: Mapping[str, Point]
    factors: Mapping[str, float] = field(default_factory=dict)
    """By point id; 1 where absent."""

    def decode(self, planned: PlannedRequest, answer: Answer, at: float) -> tuple[dict[str, Reading], dict[str, str]]:
        """Return (readings, failed): failed points carry the reason why their slice means nothing."""
        slices = _slices(planned, len(answer))
        if slices is None:
            reason = f"garbled: an answer of {len(answer)} fits no known layout"
            return {}, dict.fromkeys(carried(planned), reason)
        readings = dict.fromkeys(carried(planned), Reading(None, Quality.ABSENT, at))
        failed: dict[str, str] = {}
        for place in slices:
            try:
                readings[place.point] = self._decode_slice(place, answer, at)
            except CodecError as error:
                failed[place.point] = f"garbled: {error}"
                del readings[place.point]
        return readings, failed

    def _decode_slice(self, place: PointSlice, answer: Answer, at: float) -> Reading:
        point = self.points[place.point]
        end = place.start + place.length
        if end > len(answer):
            if isinstance(point.read, ItemRead):
                return Reading(None, Quality.ABSENT, at)
            raise CodecError(f"{end} registers are needed, {len(answer)} came back")
        exponent = 0 if place.exponent_at is None else answer[place.exponent_at]
        value, quality = apply(
            point.rule, answer[place.start : end], exponent=exponent, factor=self.factors.get(place.point, 1.0)
        )
        if isinstance(value, str):
            value = clean_text(value)
            quality = quality if value else Quality.ABSENT
        return Reading(value if quality is Quality.GOOD else None, quality, at)


def clean_text(text: str) -> str:
    """Strip what a hostile or broken device puts into text: control and format characters, and more than 64 of it."""
    return "".join(char for char in text if unicodedata.category(char)[0] != "C").strip()[:LONGEST_TEXT]


def carried(planned: PlannedRequest) -> tuple[str, ...]:
    """Return the ids of all points the request may bring, in a stable order."""
    layouts: Sequence[Sequence[PointSlice]] = [planned.slices, *(slices for _, slices in planned.slices_by_length)]
    return tuple(dict.fromkeys(place.point for slices in layouts for place in slices))


def _slices(planned: PlannedRequest, length: int) -> Sequence[PointSlice] | None:
    by_length = dict(planned.slices_by_length)
    if length in by_length:
        return by_length[length]
    return planned.slices or None
