"""What a file says of itself, as a page for people has to say it."""

from collections.abc import Iterator
from typing import Any

from homeassistant.components.blueprint.models import Blueprint

SEPARATOR = " · "


def spoken(text: str, language: str) -> str:
    """Return one language of a text in both, which are apart by a dot, or by a blank line."""
    parts = text.strip().split(SEPARATOR) if SEPARATOR in text else []
    half = len(parts) // 2
    return SEPARATOR.join(parts[:half] if language == "en" else parts[half:])


def default_of(each: dict[str, Any], language: str) -> str:
    """Return a default as people write it."""
    if "default" not in each:
        return {"en": "needed", "zh": "必填"}[language]
    value = each["default"]
    match value:
        case bool():
            return {"en": ("off", "on"), "zh": ("关", "开")}[language][value]
        case {}:
            units = {"en": {"hours": "h", "minutes": "min"}, "zh": {"hours": "小时", "minutes": "分钟"}}[language]
            return " ".join(f"{number} {units[unit]}" for unit, number in value.items()) or "–"
        case "" | []:
            return "–"
    unit = each["selector"].get("number", {}).get("unit_of_measurement")
    return f"{value} {unit}" if unit else str(value)


def rows_of(blueprint: Blueprint, language: str) -> Iterator[str]:
    """Yield the row of each input."""
    for name, each in blueprint.inputs.items():
        yield f"| `{name}` | {spoken(each['name'], language)} | {default_of(each, language)} |"
