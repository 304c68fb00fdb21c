"""The points a profile reads from single objects and from tables."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence

from ...codec.decoders import DECODERS, Result
from ...codec.pipeline import Outcome, apply
from ...link.snmp.base import Column, SnmpValue
from ...model import Quality, Reading, Value
from ...profile.schema import Point
from ...profile.snmp_schema import ColumnRead, OidRead, Pick, SensorRead, SnmpAlternative, SnmpRead
from .columns import decode_object

_ABSENT: Outcome = (None, Quality.ABSENT)
_SENSOR_OK = 1
_UNITS_SCALE = 9
"""Place of ``units`` in EntitySensorDataScale, whose steps are of a thousand."""
_MOST_POWERS = 27
ASK_ABSENT_AGAIN_S = 3600.0
"""A switch that was seen not to have a value is asked for it this often, in case it got the part."""


class Answers:
    """What one poll brought, before it means anything."""

    def __init__(self, objects: Mapping[str, SnmpValue], columns: Mapping[str, Column]) -> None:
        """Take objects by OID, and columns by OID of the column; those that could not be read are left out."""
        self.objects = objects
        self.columns = columns

    def has(self, alternative: SnmpAlternative) -> bool:
        """Tell whether everything the alternative needs was read."""
        return isinstance(alternative, OidRead) or all(column in self.columns for column in columns_of(alternative))


class PointReader:
    """Decides what to ask for and what the answers mean; remembers which alternative the device has."""

    def __init__(self, points: Mapping[str, Point]) -> None:
        """points: of the profile."""
        self._reads = {point.id: point.read for point in points.values() if isinstance(point.read, SnmpRead)}
        self._points = points
        self._chosen: dict[str, SnmpAlternative] = {}
        self._absent: dict[str, float] = {}

    def forget(self) -> None:
        """Look for everything anew: the device may have changed."""
        self._chosen.clear()
        self._absent.clear()

    def needs(self, points: Iterable[str], now: float) -> tuple[list[str], list[str]]:
        """Return (objects, columns) to ask for. now: by a clock that never jumps."""
        wanted = [each for point in points for each in self._alternatives(point, now)]
        objects = [each.oid for each in wanted if isinstance(each, OidRead)]
        columns = [column for each in wanted for column in columns_of(each)]
        return list(dict.fromkeys(objects)), list(dict.fromkeys(columns))

    def read(self, points: Collection[str], answers: Answers, at: float, now: float) -> dict[str, Reading]:
        """Return what is known; points whose table could not be read are left out."""
        return {
            point: reading
            for point in points
            if point in self._reads and (reading := self._read(point, answers, at, now)) is not None
        }

    def _alternatives(self, point: str, now: float) -> Sequence[SnmpAlternative]:
        if point not in self._reads or now < self._absent.get(point, -math.inf):
            return ()
        chosen = self._chosen.get(point)
        return self._reads[point].alternatives if chosen is None else (chosen,)

    def _read(self, point: str, answers: Answers, at: float, now: float) -> Reading | None:
        best = _ABSENT
        alternatives = self._alternatives(point, now)
        for alternative in alternatives:
            if not answers.has(alternative):
                return None
            value, quality = evaluate(self._points[point], alternative, answers)
            if quality is Quality.GOOD:
                self._chosen[point] = alternative
                return Reading(value, quality, at)
            best = best if best[1] is not Quality.ABSENT else (value, quality)
        if self._chosen.pop(point, None) is None and alternatives and best == _ABSENT:
            self._absent[point] = now + ASK_ABSENT_AGAIN_S
        return Reading(None, best[1], at)


def columns_of(alternative: SnmpAlternative) -> tuple[str, ...]:
    """Return the columns an alternative is made of."""
    match alternative:
        case ColumnRead(column=column, where=where, share_of=whole, share_with=rest):
            return (column, *where, *(other for other in (whole, rest) if other))
        case SensorRead(sensors=sensors):
            return tuple(f"{sensors}.{number}" for number in range(1, 6))
        case OidRead():
            return ()


def evaluate(point: Point, alternative: SnmpAlternative, answers: Answers) -> Outcome:
    """Return (value, quality) of one alternative."""
    match alternative:
        case OidRead(oid=oid):
            value = answers.objects.get(oid)
            return _ABSENT if value is None else _decode(point, alternative, value)
        case ColumnRead():
            return _pick(alternative.pick, _outcomes(point, alternative, answers))
        case SensorRead():
            return _pick(alternative.pick, [_decode_number(point, number) for number in _sensors(alternative, answers)])


def _outcomes(point: Point, read: ColumnRead, answers: Answers) -> list[Outcome]:
    if read.share_of or read.share_with:
        return [_decode_number(point, share) for share in _shares(read, answers)]
    return [_decode(point, read, value) for value in _rows(read, answers)]


def _decode(point: Point, alternative: OidRead | ColumnRead, value: SnmpValue) -> Outcome:
    if isinstance(value, int) and alternative.scale != 1:
        return _decode_number(point, value * alternative.scale)
    text, quality = decode_object(point.rule, value)
    if not isinstance(text, str) or point.rule.map:
        return text, quality
    wanted = _cut(text, alternative)
    return _ABSENT if wanted is None else (wanted, quality)


def _decode_number(point: Point, number: float) -> Outcome:
    """Return (value, quality) of a number that was worked out: a share, a sensor, a scaled one."""
    if DECODERS[point.rule.decode].result is Result.TEXT:
        return None, Quality.OUT_OF_RANGE
    return apply(point.rule, (number,))  # type: ignore[arg-type]  # a share or a scaled number is no whole one


def _cut(text: str, alternative: OidRead | ColumnRead) -> str | None:
    if alternative.after:
        text = text.partition(alternative.after)[2]
    if alternative.until:
        text = text.partition(alternative.until)[0]
    return text.strip() or None


def _rows(read: ColumnRead, answers: Answers) -> list[SnmpValue]:
    column = answers.columns[read.column]
    return [value for row, value in column.items() if _counts(read, row, answers)]


def _shares(read: ColumnRead, answers: Answers) -> list[float]:
    used, other = answers.columns[read.column], answers.columns[read.share_of or read.share_with]
    found: list[float] = []
    for row, part in used.items():
        whole = other.get(row)
        if not isinstance(part, int) or not isinstance(whole, int) or not _counts(read, row, answers):
            continue
        total = whole if read.share_of else whole + part
        if total > 0:
            found.append(part * 100 / total)
    return found


def _counts(read: ColumnRead, row: str, answers: Answers) -> bool:
    return all(_plain(answers.columns[column].get(row)) in wanted for column, wanted in read.where.items())


def _plain(value: SnmpValue | None) -> int | str | None:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _sensors(read: SensorRead, answers: Answers) -> list[float]:
    kinds, scales, precisions, values, status = (answers.columns[column] for column in columns_of(read))
    found: list[float] = []
    for row, value in values.items():
        scale, precision = scales.get(row), precisions.get(row, 0)
        is_usable = kinds.get(row) == read.type and status.get(row, _SENSOR_OK) == _SENSOR_OK
        if is_usable and isinstance(value, int) and isinstance(scale, int) and isinstance(precision, int):
            power = 3 * (scale - _UNITS_SCALE) - precision
            if abs(power) <= _MOST_POWERS:
                found.append(value / 10**-power if power < 0 else value * 10**power)
    return found


def _pick(pick: Pick, outcomes: Sequence[Outcome]) -> Outcome:
    good = [value for value, quality in outcomes if quality is Quality.GOOD and value is not None]
    if not good:
        return next((outcome for outcome in outcomes if outcome[1] is not Quality.ABSENT), _ABSENT)
    return _combine(pick, good), Quality.GOOD


def _combine(pick: Pick, good: Sequence[Value]) -> Value:
    numbers = [value for value in good if isinstance(value, int | float)]
    if pick is Pick.FIRST or len(numbers) != len(good):
        return good[0]
    match pick:
        case Pick.LARGEST:
            return max(numbers)
        case Pick.SMALLEST:
            return min(numbers)
        case Pick.SUM:
            return sum(numbers)
        case Pick.MEAN:
            return sum(numbers) / len(numbers)
        case Pick.ANY:
            return any(numbers)
