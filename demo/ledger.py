"""What the ledger of recordings shows of the demo's site."""

from .api import Api
from .flows import DOMAIN

COUNTERS = (
    *("recordings_planned_today", "recordings_running_today", "recordings_failed_today"),
    *("recordings_waiting_today", "recordings_confirmed_today", "archive_queue", "archive_result"),
)
"""Ends of unique ids, in the order in which they are shown."""


async def list_counters(api: Api, entry_id: str) -> list[str]:
    """Return the entity ids of the site's recordings today."""
    registered = await api.command("config/entity_registry/list")
    by_unique_id = {entry["unique_id"]: entry["entity_id"] for entry in registered if entry["platform"] == DOMAIN}
    wanted = (f"{entry_id}_{key}" for key in COUNTERS)
    return [by_unique_id[unique_id] for unique_id in wanted if unique_id in by_unique_id]


async def sheet_address(api: Api, entry_id: str, language: str) -> str:
    """Return where today's sheet can be read."""
    result = await api.command(
        "call_service",
        domain=DOMAIN,
        service="get_recording_sheet",
        service_data={"site": entry_id, "language": language},
        return_response=True,
    )
    (sheet,) = result["response"]["sheets"]
    address: str = sheet["html"]
    return address
