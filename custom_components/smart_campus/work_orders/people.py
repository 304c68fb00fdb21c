"""Who somebody is: users of Home Assistant by their id, and people who are none by their name."""

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from ..const import DOMAIN
from ..recordings.rules.actor import NOBODY, Actor
from ..store.rules.text import clean_text
from .rules.order import MOST_NAME


async def async_actor(hass: HomeAssistant, user_id: str | None) -> Actor:
    """Return who a user is; nobody for an automation."""
    user = await hass.auth.async_get_user(user_id) if user_id else None
    return NOBODY if user is None else Actor(name=clean_text(user.name or "", MOST_NAME), user_id=user.id)


async def async_person(hass: HomeAssistant, user_id: str | None) -> Actor:
    """Return who a user is. Raises ServiceValidationError for an automation: what is asked needs a person."""
    if not (actor := await async_actor(hass, user_id)).user_id:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="needs_user")
    return actor


async def async_somebody(hass: HomeAssistant, named: str) -> Actor:
    """Return who is meant: a user by id or by name, else whoever is called so, a company for instance."""
    name = clean_text(named, MOST_NAME)
    users = [user for user in await hass.auth.async_get_users() if user.is_active and not user.system_generated]
    by_id = next((user for user in users if user.id == named), None)
    by_name = [user for user in users if (user.name or "").casefold() == name.casefold()]
    found = by_id or (by_name[0] if len(by_name) == 1 else None)
    return Actor(name=name) if found is None else Actor(name=found.name or "", user_id=found.id)
