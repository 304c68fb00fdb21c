"""What alerts say, in both languages."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from string import Formatter
from typing import Final

from .alert import Text

LANGUAGES: Final = ("en", "zh-Hans")

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # Severities
    "notice": ("Notice", "提示"),
    "warning": ("Warning", "警告"),
    "urgent": ("Urgent", "紧急"),
    "safety": ("Safety", "安全"),
    # Buttons
    "acknowledge": ("Acknowledge", "确认"),
    "snooze": ("Snooze", "稍后提醒"),
    "details": ("Details", "详情"),
    # Answers
    "acknowledged": ("You acknowledged this alert.", "您已确认此告警。"),
    "acknowledged_by": ("{name} acknowledged this alert at {at}.", "{name} 已于 {at} 确认此告警。"),
    "already_acknowledged": (
        "{name} acknowledged this alert already, at {at}.",
        "此告警已由 {name} 于 {at} 确认。",
    ),
    "already_resolved": (
        "This alert is over since {at}; nothing is left to do.",
        "此告警已于 {at} 恢复，无需再处理。",
    ),
    "resolved": ("The alert is resolved.", "告警已恢复。"),
    "snoozed": ("The alert comes back at {at}.", "告警将于 {at} 再次提醒。"),
    "snooze_too_long": (
        "An alert can be snoozed for one minute to seven days.",
        "告警可暂停 1 分钟至 7 天。",
    ),
    "answered": ("Your answer is noted.", "已记录您的答复。"),
    "note_empty": ("Write something into the note.", "请填写备注内容。"),
    "unknown_alert": (
        "There is no such alert (any more).",
        "没有此告警，或其记录已不存在。",
    ),
    "unknown_button": ("This alert has no such answer.", "此告警没有这个选项。"),
    "see_details": ("Open the alert in Home Assistant.", "请在 Home Assistant 中查看告警。"),
}
"""By key: English, Chinese."""


def render(text: str | Text, language: str, zone: tzinfo | None = None) -> str:
    """Return a text in a language. zone: in which times among the placeholders are shown.

    A key without words is shown itself: better a strange word than no alert.
    """
    if isinstance(text, str):
        return text
    words = WORDS.get(text.key)
    if words is None:
        return text.key
    values = {name: _shown(name, value, zone) for name, value in text.placeholders.items()}
    return _fill(words[LANGUAGES.index(language) if language in LANGUAGES else 0], values)


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    """Fill in placeholders; one that is missing stays empty. Values are never read as patterns."""
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(pattern):
        parts.append(literal)
        if name is not None:
            parts.append(values.get(name, ""))
    return "".join(parts)


def _shown(name: str, value: str, zone: tzinfo | None) -> str:
    if name != "at" or zone is None:
        return value
    try:
        return datetime.fromisoformat(value).astimezone(zone).strftime("%m-%d %H:%M")
    except ValueError:
        return value
