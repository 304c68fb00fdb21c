"""What went wrong with a file, for people."""

from collections.abc import Sequence
from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.translation import async_get_translations

from ..const import DOMAIN
from ..sheets.rules.faults import RowFault
from ..sheets.rules.table_file import TableFileError
from ..sheets.sentences import async_fault_sentences
from ..store.actions import translate
from ..store.rules.errors import StoreError
from .ledger import EquipmentError
from .saving import COLUMNS, invalid


async def async_describe_faults(
    hass: HomeAssistant, faults: Sequence[RowFault], language: str | None
) -> list[dict[str, Any]]:
    """Return faults as JSON, each with a sentence. language: None for the house's."""
    spoken = language or hass.config.language
    sentences = await async_fault_sentences(hass, faults, COLUMNS, spoken)
    names = await async_get_translations(hass, spoken, "selector", {DOMAIN})

    def name_of(column: str) -> str:
        return names.get(f"component.{DOMAIN}.selector.{COLUMNS}.options.{column}", column)

    return [
        {"row": fault.row, "column": name_of(fault.column), "code": fault.key, "text": sentence}
        for fault, sentence in zip(faults, sentences, strict=True)
    ]


async def async_describe_failed(
    hass: HomeAssistant, failed: Sequence[dict[str, Any]], language: str | None
) -> list[dict[str, Any]]:
    """Return rows that could not be done any more, each with a sentence."""
    sentences = await async_get_translations(hass, language or hass.config.language, "exceptions", {DOMAIN})
    return [
        {
            "row": each["row"],
            "code": each["key"],
            "text": sentences[f"component.{DOMAIN}.exceptions.{each['key']}.message"].format(**each),
        }
        for each in failed
    ]


def sentence_of(err: TableFileError | EquipmentError | StoreError) -> ServiceValidationError | HomeAssistantError:
    """Return an error as one for a person."""
    match err:
        case TableFileError():
            return invalid(err.key, detail=err.detail)
        case EquipmentError():
            return invalid(err.key, **err.placeholders)
    return translate(err)
