"""The reports of all sites in the durable store."""

from homeassistant.core import HomeAssistant

from ...store import DurableStore, async_get_store
from .rules import shelf
from .rules.recurrence import PastInspection
from .rules.report import Report
from .rules.shelf import Shelved
from .rules.signature import Signature


class ReportShelf:
    """Reports go in, are listed, read and signed. Errors are those of `store.rules.errors`."""

    def __init__(self, store: DurableStore) -> None:
        """Use `async_get_shelf` instead."""
        self._store = store

    async def async_keep(self, report: Report) -> None:
        """Keep a report; returns when it is on a disk."""
        await self._store.async_append(shelf.PART, [shelf.to_payload(report)])

    async def async_past(self, site_id: str) -> list[PastInspection]:
        """Return what the latest inspections of a site found."""
        return await self._store.async_read(lambda connection: shelf.read_past(connection, site_id))

    async def async_list(self, site_id: str | None, limit: int) -> list[Shelved]:
        """Return the newest reports, of one site or of all."""
        return await self._store.async_read(lambda connection: shelf.read_list(connection, site_id, limit))

    async def async_read(self, report_id: str) -> tuple[Report, Signature | None] | None:
        """Return a report and who signed it."""
        report = await self._store.async_read(lambda connection: shelf.read_report(connection, report_id))
        if report is None:
            return None
        return report, await self._store.async_read(lambda connection: shelf.read_signature(connection, report_id))

    async def async_sign(self, report_id: str, signature: Signature) -> bool:
        """Sign a report; return False when it was signed before. Raises KeyError when there is none."""
        return await self._store.async_write(lambda connection: shelf.sign(connection, report_id, signature))


async def async_get_shelf(hass: HomeAssistant) -> ReportShelf:
    """Return the shelf, opening the durable store at the first call."""
    store = await async_get_store(hass)
    await store.async_use(shelf.SHELF)
    return ReportShelf(store)
