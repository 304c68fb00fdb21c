"""Every change a person asked for, and whether they were let: rows of the access log, which only grows."""

import asyncio
import logging
from datetime import UTC, datetime
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar

from ..access.log import async_get_access_log
from ..access.rules.row import AccessRow, Outcome, RowKind
from ..campuslink.model import Kind
from ..store.rules.errors import StoreError
from .rules.permission import Right

_LOGGER = logging.getLogger(__name__)

LONGEST_WAIT_S: Final = 3.0
"""How long a person waits for the disk; the row is written however long it takes."""


async def async_audit(
    hass: HomeAssistant,
    entry: ConfigEntry,
    *,
    what: str,
    right: Right,
    kind: Kind | None,
    area_id: str | None,
    user_id: str,
    user: str,
    is_allowed: bool,
) -> None:
    """Write that somebody asked for something. A store that takes nothing is logged, and keeps nobody from anything.

    The row has the kind ``permission``: the command is what was asked for, the reason the right and kind of device
    that it takes, the door the room. An automation has no user.
    """
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    row = AccessRow(
        time=datetime.now(UTC),
        kind=RowKind.PERMISSION,
        outcome=Outcome.GRANTED if is_allowed else Outcome.DENIED,
        site_id=entry.entry_id,
        site=entry.title,
        door_name=area.name if area else area_id or "",
        reason=f"{right} {kind}" if kind else right.value,
        user_id=user_id,
        user=user,
        command=what,
    )
    writing = hass.async_create_background_task(_async_write(hass, row), "smart_campus audit of a permission")
    await asyncio.wait({writing}, timeout=LONGEST_WAIT_S)


async def _async_write(hass: HomeAssistant, row: AccessRow) -> None:
    try:
        log = await async_get_access_log(hass)
        await log.append([row])
    except StoreError as err:
        _LOGGER.warning("%s: %s of %s could not be logged: %s", row.site, row.command, row.user or "-", err)
