"""Whether a device is the model its profile describes, and who it says it is. Evidence in plain words, with numbers."""

from collections.abc import Mapping

from ..codec.pipeline import apply
from ..errors import CodecError, MismatchError
from ..model import DeviceIdentity, Quality, Reading, Value
from ..plan.request import Answer
from ..profile.schema import Catalogue, ExactMark, Profile, RegisterRead
from .readings import clean_text


def identity_points(profile: Profile, catalogue: Catalogue) -> dict[str, str]:
    """Return point id by the field of `DeviceIdentity` it fills."""
    entries = catalogue.points.values()
    return {entry.identity: entry.id for entry in entries if entry.identity and entry.id in profile.points}


def describe_register(read: RegisterRead) -> str:
    """Return how a person finds the register, e.g. ``holding register 1 (0x0001)``."""
    return f"{read.space} register {read.address} (0x{read.address:04x})"


def check_mark(mark: ExactMark, answer: Answer) -> None:
    """Demand that the answer holds one of the values only this model has. Raises MismatchError."""
    try:
        value, quality = apply(mark.rule, answer)
    except CodecError as error:
        raise MismatchError(f"{describe_register(mark.read)}: {error}") from error
    if isinstance(value, str):
        value = clean_text(value)
    if quality is not Quality.GOOD or value not in mark.equals:
        raise MismatchError(f"{describe_register(mark.read)}: {_show(value)}, expected {_choices(mark.equals)}")


def check_limits(profile: Profile, readings: Mapping[str, Reading]) -> None:
    """Demand values an installed device of this model can have. Raises MismatchError naming every other point."""
    evidence = [
        f"{point}: {_show_reading(readings.get(point), profile.points[point].unit)}, expected {low:g}..{high:g}"
        for point, (low, high) in profile.identify.plausible.items()
        if point in profile.points and not _is_within(readings.get(point), low, high)
    ]
    if evidence:
        raise MismatchError("; ".join(evidence))


def build_identity(points: Mapping[str, str], readings: Mapping[str, Reading]) -> DeviceIdentity:
    """points: as `identity_points` returns them; what the device does not tell stays None."""
    said = {name: _as_text(readings.get(point)) for name, point in points.items()}
    return DeviceIdentity(
        manufacturer=said.get("manufacturer"),
        model=said.get("model"),
        serial=said.get("serial"),
        firmware=said.get("firmware"),
    )


def _is_within(reading: Reading | None, low: float, high: float) -> bool:
    if reading is None or not reading.is_good or isinstance(reading.value, (str, bool)) or reading.value is None:
        return False
    return low <= reading.value <= high


def _as_text(reading: Reading | None) -> str | None:
    if reading is None or not reading.is_good or reading.value is None:
        return None
    value = reading.value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return clean_text(str(value)) or None


def _show_reading(reading: Reading | None, unit: str | None) -> str:
    if reading is None:
        return "no answer"
    if not reading.is_good:
        return f"no value ({reading.quality.value.replace('_', ' ')})"
    return f"{_show(reading.value)} {unit}" if unit else _show(reading.value)


def _show(value: Value) -> str:
    return "no value" if value is None else repr(value)


def _choices(values: tuple[int | str, ...]) -> str:
    return " or ".join(repr(value) for value in values)
