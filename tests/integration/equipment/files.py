"""Files of the ledger, made as people make them."""

import csv
import io
from collections.abc import Iterable, Mapping

from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.equipment.importing import Checked, async_get_importer
from custom_components.smart_campus.equipment.rules.change import By, Source

BY = By(Source.IMPORT, "u1", "Li Wei")


def table(rows: Iterable[Mapping[str, object]], encoding: str = "utf-8-sig") -> bytes:
    """Return a CSV file whose columns are those of all rows."""
    listed = list(rows)
    columns = list(dict.fromkeys(column for row in listed for column in row))
    out = io.StringIO()
    writer = csv.DictWriter(out, columns)
    writer.writeheader()
    writer.writerows(listed)
    return out.getvalue().encode(encoding)


def meter_row(unit: int, **more: object) -> dict[str, object]:
    """Return a row with a test meter."""
    row: dict[str, object] = {
        "asset number": f"M-{unit}",
        "name": f"Meter {unit}",
        "device profile": "test-meter",
        "host": "192.0.2.1",
        "device address": unit,
    }
    return row | more


async def check(hass: HomeAssistant, entry: MockConfigEntry, data: bytes, *, retire: bool = False) -> Checked:
    """Check a file."""
    return await async_get_importer(hass).async_check(entry, data, retire_orphans=retire)


async def bring_in(
    hass: HomeAssistant, entry: MockConfigEntry, data: bytes, *, retire: bool = False
) -> dict[str, object]:
    """Check a file and carry it out."""
    importer = async_get_importer(hass)
    checked = await check(hass, entry, data, retire=retire)
    await importer.async_begin(checked.import_id, BY)
    return await importer.async_join(checked.import_id)


def faults_of(checked: Checked) -> list[tuple[int, str, str]]:
    """Return row, column and key of each fault."""
    return [(fault.row, fault.column, fault.key) for fault in checked.plan.faults]
