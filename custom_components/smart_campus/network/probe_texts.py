"""What an attempt at a path brought, as words in this Home Assistant's language."""

from collections.abc import Iterator, Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..campuslink.device.probe.verdict import Verdict
from ..campuslink.link.probe.measurement import Measurement
from ..const import DOMAIN

type Words = Mapping[str, str]


async def async_describe(hass: HomeAssistant, verdict: Verdict, measurement: Measurement) -> str:
    """Return reasons and values of an attempt on one line, without anything the other side said."""
    words = await async_get_translations(hass, hass.config.language, "selector", {DOMAIN})
    reasons = [_word(words, "path_reason", reason.value) for reason in verdict.reasons]
    mark = "✗" if reasons else "✓"
    return f"{mark} {'; '.join([*reasons, *_values(words, measurement)])}".rstrip()


def _values(words: Words, measurement: Measurement) -> Iterator[str]:
    for field, value, unit in (
        ("latency_ms", measurement.latency_ms, " ms"),
        ("loss_percent", measurement.loss_percent, " %"),
        ("status", measurement.status, ""),
        ("days_left", measurement.days_left, ""),
        ("offset_ms", measurement.offset_ms, " ms"),
    ):
        if value is not None:
            yield f"{_word(words, 'path_value', field)} {_rounded(value)}{unit}"


def _rounded(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _word(words: Words, selector: str, option: str) -> str:
    return words.get(f"component.{DOMAIN}.selector.{selector}.options.{option}", option)
