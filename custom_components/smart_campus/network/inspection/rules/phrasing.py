"""A report's findings as sentences in one language. Nothing here escapes: whoever writes a file does."""

from datetime import UTC, datetime, tzinfo
from typing import Final

from .report import Check, Entry, Recurrence, Values
from .words import LANGUAGES, REASONS, SENTENCES, WORDS

_STEPS: Final = ((1e9, "Gbit/s"), (1e6, "Mbit/s"), (1e3, "kbit/s"))
NOTHING: Final = "–"


def bits_text(bps: float | None) -> str:
    """Return a rate for people."""
    if bps is None:
        return NOTHING
    for step, unit in _STEPS:
        if bps >= step:
            return f"{number_text(bps / step)} {unit}"
    return f"{number_text(bps)} bit/s"


def number_text(value: float | None, unit: str = "") -> str:
    """Return a number with at most two decimals where it is small, none where it is large."""
    if value is None:
        return NOTHING
    digits = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 else 2
    text = f"{value:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{text} {unit}" if unit else text


class Phrasing:
    """One language, one zone."""

    def __init__(self, language: str, zone: tzinfo | None) -> None:
        """language: of `LANGUAGES`."""
        self.language = language
        self._at = LANGUAGES.index(language)
        self._zone = zone or UTC

    def word(self, key: str) -> str:
        """Return a word of the report; one of a device that is none of ours stays as it is."""
        return WORDS[key][self._at] if key in WORDS else key

    def moment(self, at: float | datetime | None) -> str:
        """Return a time to the minute."""
        if at is None:
            return NOTHING
        moment = at if isinstance(at, datetime) else datetime.fromtimestamp(at, UTC)
        return moment.astimezone(self._zone).strftime("%Y-%m-%d %H:%M")

    def check(self, check: Check) -> str:
        """Return the name of a check."""
        return self.word(f"check_{check.id}")

    def finding(self, check: Check) -> str:
        """Return what was found; of a check that this version does not know, only its level."""
        sentence = SENTENCES.get(f"{check.id}.{check.level}") or SENTENCES.get(f"{check.id}.")
        if sentence is None:
            return self.word(check.level)
        return sentence[self._at].format_map(_Filled(self._fillings(check)))

    def recurrence(self, recurrence: Recurrence | None) -> str:
        """Return how long an exception keeps coming back: by weeks where it is weeks, else by days."""
        if recurrence is None or (recurrence.days, recurrence.weeks) == (1, 1):
            return self._pick("new", "首次出现")
        count, unit, unit_zh = (
            (recurrence.weeks, "week", "周") if recurrence.weeks > 1 else (recurrence.days, "day", "天")
        )
        english = f"{ordinal(count)} {unit} in a row, since {recurrence.since.isoformat()}"
        return self._pick(english, f"连续第 {count} {unit_zh}，自 {recurrence.since.isoformat()} 起")

    def affected(self, entry: Entry, most: int = 10) -> str:
        """Return what else is out of order, not more than so many names."""
        names = entry.check.affects
        more = len(names) - most
        listed = self._pick("; ", "；").join(names[:most])
        return listed + (self._pick(f" and {more} more", f" 等共 {len(names)} 个") if more > 0 else "")

    def _pick(self, english: str, chinese: str) -> str:
        return (english, chinese)[self._at]

    def _fillings(self, check: Check) -> dict[str, str]:
        values = check.values
        reason = str(values.get("reason") or "")
        share = _number(values, "value")
        return {
            "cause": str(values.get("cause") or NOTHING),
            "reason": REASONS[reason][self._at] if reason in REASONS else reason or NOTHING,
            "up": number_text(_number(values, "up")),
            "total": number_text(_number(values, "total")),
            "good": number_text(_number(values, "good")),
            "value": number_text(share),
            "share": NOTHING if share is None else number_text(share * 100, "%"),
            "percent": number_text(_number(values, "percent"), "%"),
            "days": number_text(_whole_days(_number(values, "days"))),
            "offset": number_text(_number(values, "offset_ms"), "ms"),
            "speed": bits_text(_number(values, "speed_bps") if "speed_bps" in values else share),
            "expected": bits_text(_number(values, "limit")),
            "contract": bits_text(_number(values, "contract_bps")),
            "peak": bits_text(_number(values, "peak_bps")),
        }


class _Filled(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return NOTHING


def ordinal(count: int) -> str:
    """Return an English ordinal: 1st, 2nd, 3rd, 4th, 11th, 21st."""
    if 10 <= count % 100 <= 20:
        return f"{count}th"
    return f"{count}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th') }"


def _number(values: Values, key: str) -> float | None:
    value = values.get(key)
    return None if isinstance(value, str) else value


def _whole_days(days: float | None) -> float | None:
    return None if days is None else abs(int(days))
