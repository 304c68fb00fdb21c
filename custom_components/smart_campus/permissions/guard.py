"""Whether a person may do something in a site, and the one place where whatever changes something asks for it."""

from typing import Final

from homeassistant.auth.models import User
from homeassistant.auth.permissions.const import POLICY_CONTROL
from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import area_registry as ar

from ..campuslink.model import Kind
from ..const import DOMAIN
from .audit import async_audit
from .rules.permission import Right, Scope, is_given, is_given_in, is_given_somewhere
from .settings import async_permissions_of

__all__ = ["NotPermittedError", "Right", "async_require", "may", "may_in", "may_somewhere"]

NOT_PERMITTED: Final = "not_permitted"


class NotPermittedError(Unauthorized):
    """Somebody wanted what nobody gave them. Over a web-socket it is ``unauthorized``, in an action a sentence."""

    def __init__(self, entry: ConfigEntry, user_id: str, right: Right) -> None:
        super().__init__(user_id=user_id, config_entry_id=entry.entry_id, permission=right.value)
        self.translation_domain = DOMAIN
        self.translation_key = NOT_PERMITTED
        self.translation_placeholders = {"site": entry.title}
        self.generate_message = True


@callback
def may(
    hass: HomeAssistant,
    entry: ConfigEntry,
    user: User | None,
    right: Right,
    *,
    kind: Kind | None = None,
    area_id: str | None = None,
) -> bool:
    """Return whether somebody may do something with a kind of device, in an area. user: None for an automation.

    Without a kind it is about no device; without an area about the site as a whole. A permission for some kinds or
    some rooms does not cover those.
    """
    if user is None or user.is_admin:
        return True
    if permissions := async_permissions_of(hass, entry):
        return is_given(permissions, user.id, right, _scope(hass, kind, area_id))
    return _is_given_to_all(user, right)


@callback
def may_in(hass: HomeAssistant, entry: ConfigEntry, user: User | None, right: Right, area_id: str | None) -> bool:
    """Return whether somebody may do something with one kind at least in an area: for showing, not for guarding."""
    if user is None or user.is_admin:
        return True
    if permissions := async_permissions_of(hass, entry):
        return is_given_in(permissions, user.id, right, _scope(hass, None, area_id))
    return _is_given_to_all(user, right)


@callback
def may_somewhere(hass: HomeAssistant, entry: ConfigEntry, user: User | None, right: Right) -> bool:
    """Return whether somebody may do something anywhere in a site: for showing, not for guarding."""
    if user is None or user.is_admin:
        return True
    if permissions := async_permissions_of(hass, entry):
        return is_given_somewhere(permissions, user.id, right)
    return _is_given_to_all(user, right)


async def async_require(
    hass: HomeAssistant,
    entry: ConfigEntry,
    user_id: str | None,
    right: Right,
    *,
    what: str,
    kind: Kind | None = None,
    area_id: str | None = None,
) -> None:
    """Let somebody go on with what is named, or raise NotPermittedError; either is written into the access log.

    user_id: of the context of the call; None for an automation. A user who is gone may nothing.
    """
    user = await hass.auth.async_get_user(user_id) if user_id else None
    is_known = user_id is None or user is not None
    is_allowed = is_known and may(hass, entry, user, right, kind=kind, area_id=area_id)
    await async_audit(
        hass,
        entry,
        what=what,
        right=right,
        kind=kind,
        area_id=area_id,
        user_id=user_id or "",
        user=(user.name or "") if user else "",
        is_allowed=is_allowed,
    )
    if not is_allowed:
        raise NotPermittedError(entry, user_id or "", right)


def _scope(hass: HomeAssistant, kind: Kind | None, area_id: str | None) -> Scope:
    area = ar.async_get(hass).async_get_area(area_id) if area_id else None
    return Scope(kind=kind, area_id=area_id, floor_id=area.floor_id if area else None)


def _is_given_to_all(user: User, right: Right) -> bool:
    """Return what everybody may while a site has no permissions; who may only look in Home Assistant looks here."""
    return right is Right.CONTROL and user.permissions.access_all_entities(POLICY_CONTROL)
