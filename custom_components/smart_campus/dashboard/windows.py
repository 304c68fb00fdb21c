"""A site's leave and visit windows that are not taken away yet, and the doors that take one; for administrators."""

from collections.abc import Iterable, Mapping
from typing import Any

import probatio as vol
from homeassistant.components.websocket_api.connection import ActiveConnection
from homeassistant.components.websocket_api.decorators import async_response, require_admin, websocket_command
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback

from ..access.actions import async_open_grants
from ..access.names import door_name, gates_of, lock_of
from ..access.rules.grants import HeldGrant
from .asking import PREFIX, SITE_FIELD, async_site_of
from .board import async_find_site
from .streaming import Event, async_stream


@require_admin
@websocket_command({vol.Required("type"): f"{PREFIX}/windows/subscribe", **SITE_FIELD})
@async_response
async def handle_windows(hass: HomeAssistant, connection: ActiveConnection, msg: dict[str, Any]) -> None:
    """Send windows and doors, then both again whenever one of them changed."""
    if async_site_of(hass, connection, msg) is None:
        return
    grants = await async_open_grants(hass)
    sent: Event | None = None

    @callback
    def look() -> Event | None:
        nonlocal sent
        if (site := async_find_site(hass, msg["site"])) is None:
            return None
        now = {"windows": describe_windows(hass, site, grants.held), "doors": describe_doors(hass, site)}
        if now == sent:
            return None
        sent = now
        return now

    async_stream(hass, connection, msg["id"], look)


@callback
def describe_windows(hass: HomeAssistant, site: ConfigEntry, held: Iterable[HeldGrant]) -> list[dict[str, Any]]:
    """Return the windows of a site's gates, those that begin first in front; one at several gates is one window."""
    gates = _titles_of(site)
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for grant in held:
        if grant.gate not in gates:
            continue
        window = found.setdefault(
            (grant.start, grant.end, grant.credential),
            {
                "windows": [],
                "credential": grant.credential,
                "start": grant.start.isoformat(),
                "end": grant.end.isoformat(),
                "is_to_end": False,
                "doors": [],
            },
        )
        window["is_to_end"] |= grant.is_to_end
        window["windows"].append(grant.id)
        window["doors"] += [
            {"gate": gates[grant.gate], "door": door, "name": door_name(hass, grant.gate, door)}
            for door in sorted(grant.before)
        ]
    return [found[key] for key in sorted(found)]


@callback
def describe_doors(hass: HomeAssistant, site: ConfigEntry) -> list[dict[str, Any]]:
    """Return the doors of a site's gates in operation by the entity ids of their locks."""
    gates = _titles_of(site)
    return [
        {
            "entity_id": entity_id,
            "gate": gates[coordinator.key],
            "door": door,
            "name": door_name(hass, coordinator.key, door),
        }
        for coordinator, device in gates_of(hass)
        if coordinator.key in gates
        for door in device.doors
        if (entity_id := lock_of(hass, coordinator.key, door)) is not None
    ]


def _titles_of(site: ConfigEntry) -> Mapping[str, str]:
    """Return what a site's devices are called, by key, in operation or not."""
    return {subentry.data["key"]: subentry.title for subentry in site.subentries.values() if "key" in subentry.data}
