"""How long before a lesson automations want to be told, over all sites and their reloads."""

from collections import Counter
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.hass_dict import HassKey
from homeassistant.util.signal_type import SignalType

from ..const import DOMAIN

DATA_LEADS: HassKey[Counter[timedelta]] = HassKey(f"{DOMAIN}_lesson_leads")
SIGNAL_LEADS: Final[SignalType[()]] = SignalType(f"{DOMAIN}_lesson_leads")


@callback
def async_want_lead(hass: HomeAssistant, lead: timedelta) -> CALLBACK_TYPE:
    """Have every room told this long before its lessons, too. Return what ends it."""
    leads = hass.data.setdefault(DATA_LEADS, Counter())
    leads[lead] += 1
    async_dispatcher_send(hass, SIGNAL_LEADS)

    @callback
    def end() -> None:
        leads[lead] -= 1
        if not leads[lead]:
            del leads[lead]
        async_dispatcher_send(hass, SIGNAL_LEADS)

    return end


@callback
def wanted_leads(hass: HomeAssistant) -> Collection[timedelta]:
    """Return the lead times somebody wants."""
    return hass.data.get(DATA_LEADS, Counter()).keys()
