"""Permissions as an administrator would have given them, and what is written of them."""

from typing import Any

from homeassistant.config_entries import ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant

from custom_components.smart_campus.access.log import async_get_access_log
from custom_components.smart_campus.access.rules.search import Query


def permission(
    *user_ids: str, right: str = "control", subentry_id: str = "given", **places: list[str]
) -> ConfigSubentryDataWithId:
    """Return a permission's subentry. places: ``areas``, ``floors``, ``kinds``."""
    data: dict[str, Any] = {"users": list(user_ids), "right": right, "areas": [], "floors": [], "kinds": [], **places}
    return ConfigSubentryDataWithId(
        subentry_id=subentry_id, subentry_type="permission", title=subentry_id, unique_id=None, data=data
    )


async def written(hass: HomeAssistant) -> list[tuple[Any, ...]]:
    """Return what the log says of permissions, the oldest first: outcome, command, reason, place, user, site."""
    log = await async_get_access_log(hass)
    page = await log.async_search(Query(kind="permission", limit=1000))
    fields = ("outcome", "command", "reason", "door_name", "user_name", "site")
    return [tuple(row[name] for name in fields) for row in reversed(page.rows)]
