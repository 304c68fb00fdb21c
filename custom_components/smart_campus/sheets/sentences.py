"""Faults of table files as sentences in a person's language."""

from collections.abc import Iterable

from homeassistant.core import HomeAssistant
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from .rules.faults import RowFault


async def async_fault_sentences(
    hass: HomeAssistant, faults: Iterable[RowFault], columns: str, language: str | None = None
) -> list[str]:
    """Return each fault as one sentence. columns: selector that names the columns. language: None for the house's."""
    spoken = language or hass.config.language
    sentences = await async_get_translations(hass, spoken, "exceptions", {DOMAIN})
    names = await async_get_translations(hass, spoken, "selector", {DOMAIN})

    def say(fault: RowFault) -> str:
        sentence = sentences[f"component.{DOMAIN}.exceptions.{fault.key}.message"]
        column = names.get(f"component.{DOMAIN}.selector.{columns}.options.{fault.column}", fault.column)
        return sentence.format(row=fault.row, column=column, text=fault.raw, detail=fault.detail)

    return [say(fault) for fault in faults]
