"""What a meter told, as a Markdown table. Everything a device says is escaped: it is a stranger's text."""

import re
from collections.abc import Mapping

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..campuslink.model import DeviceIdentity, Value
from ..campuslink.profile.schema import Catalogue, CatalogueEntry
from ..const import DOMAIN
from .names import clean_name
from .probe import Probe

TEXT_LIMIT = 120
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")


def plain_text(text: str) -> str:
    """Return a device's text on one line, of bounded length, for places that show no Markdown."""
    line = clean_name(text)
    return line if len(line) <= TEXT_LIMIT else f"{line[:TEXT_LIMIT]}…"


def escape_markdown(text: str) -> str:
    """Return a device's text such that Markdown shows its very characters: no link, no tag, no table cell."""
    return _PUNCTUATION.sub(r"\\\1", plain_text(text))


async def async_preview(hass: HomeAssistant, probe: Probe, catalogue: Catalogue) -> str:
    """Return one table row for each main value, named in this Home Assistant's language."""
    names = await async_get_translations(hass, hass.config.language, "entity", {DOMAIN})
    rows = [
        f"| {escape_markdown(_name_of(entry, names))} | {_shown(entry, probe.readings[entry.id].value)} |"
        for entry in catalogue.points.values()
        if entry.id in probe.readings
    ]
    return "\n".join(rows)


def identity_text(identity: DeviceIdentity) -> str:
    """Return who the device says it is, escaped; a dash where it does not say."""
    told = (identity.manufacturer, identity.model, identity.serial, identity.firmware)
    return ", ".join(escape_markdown(text) for text in told if text) or "–"


def _name_of(entry: CatalogueEntry, names: Mapping[str, str]) -> str:
    shape = entry.entity
    key = f"component.{DOMAIN}.entity.{shape.platform}.{shape.translation_key or entry.id}.name" if shape else ""
    return names.get(key, entry.id)


def _shown(entry: CatalogueEntry, value: Value) -> str:
    match value:
        case bool():
            return "✓" if value else "✗"
        case int() | float():
            precision = entry.entity.precision if entry.entity else None
            text = f"{value:.{precision}f}" if precision is not None else f"{value:g}"
            return f"{escape_markdown(text)} {entry.unit or ''}".rstrip()
        case _:
            return escape_markdown(str(value))
