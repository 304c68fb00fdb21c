"""Who can be told by which channel, of every site, as it is set up now."""

import logging
from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from homeassistant.config_entries import ConfigEntry, ConfigEntryState, ConfigSubentry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send

from ..const import DOMAIN
from .channels.base import CONF_CHANNEL_TYPE, SUBENTRY_CHANNEL, Channel, ChannelType
from .news import SIGNAL_DIRECTORY
from .rules.alert import Alert
from .rules.policy import Contact, Policy
from .rules.room_use import RoomUse
from .settings import policy_of

if TYPE_CHECKING:
    from ..rooms.site_rooms import SiteRooms

_LOGGER = logging.getLogger(__name__)


class Directory:
    """Keeps contacts, groups and channels equal to the sites' subentries and options."""

    def __init__(self, hass: HomeAssistant, types: Mapping[str, ChannelType]) -> None:
        """types: the ways of telling people there are, by key."""
        self.channels: dict[str, Channel] = {}
        """In operation, by subentry id."""
        self._hass = hass
        self._types = types
        self._policies: dict[str, Policy] = {}
        self._seen: dict[str, tuple[str, Mapping[str, Any], str]] = {}
        """Site, data and title a channel was opened with."""

    @callback
    def async_know(self, entry: ConfigEntry) -> None:
        """Know the people of a site, whether it is in operation or not."""
        self._policies[entry.entry_id] = policy_of(entry)

    async def async_follow(self, entry: ConfigEntry) -> None:
        """Go by what a site is now."""
        wanted = {each.subentry_id: each for each in entry.get_subentries_of_type(SUBENTRY_CHANNEL)}
        is_changed = False
        for subentry_id, (site, *_) in tuple(self._seen.items()):
            if site == entry.entry_id and subentry_id not in wanted:
                await self._async_close(subentry_id)
                is_changed = True
        for subentry_id, subentry in wanted.items():
            if self._seen.get(subentry_id) != (entry.entry_id, subentry.data, subentry.title):
                await self._async_close(subentry_id)
                await self._async_open(entry, subentry)
                is_changed = True
        policy = policy_of(entry)
        if is_changed or self._policies.get(entry.entry_id) != policy:
            self._policies[entry.entry_id] = policy
            async_dispatcher_send(self._hass, SIGNAL_DIRECTORY)

    async def async_leave(self, entry: ConfigEntry) -> None:
        """Close the channels of a site that is not in operation; its people are still known."""
        for subentry_id, (site, *_) in tuple(self._seen.items()):
            if site == entry.entry_id:
                await self._async_close(subentry_id)

    @callback
    def async_forget(self, entry_id: str) -> None:
        """Forget the people of a site that is gone."""
        self._policies.pop(entry_id, None)
        async_dispatcher_send(self._hass, SIGNAL_DIRECTORY)

    def policy_for(self, site: str) -> Policy:
        """Return what is set up for a site; what all sites have, when that one has nobody to tell."""
        own = self._policies.get(site, Policy())
        if own.groups:
            return own
        everyone = [policy for policy in self._policies.values() if policy.groups]
        return Policy(
            contacts={key: contact for policy in (own, *everyone) for key, contact in policy.contacts.items()},
            groups=tuple(group for policy in everyone for group in policy.groups),
            leader=own.leader or next((policy.leader for policy in everyone if policy.leader), None),
            room_use=own.room_use,
        )

    def is_set_up(self, channel: str) -> bool:
        """Return whether there is a channel of this id, in operation or not yet."""
        entries = self._hass.config_entries.async_entries(DOMAIN, include_disabled=False)
        return any(channel in entry.subentries for entry in entries)

    def contact(self, contact_id: str) -> Contact | None:
        """Return somebody of any site."""
        found = (policy.contacts.get(contact_id) for policy in self._policies.values())
        return next((contact for contact in found if contact is not None), None)

    def name_of(self, contact_id: str) -> str:
        """Return what people call somebody; the id of who is not known any more."""
        contact = self.contact(contact_id)
        return contact_id if contact is None else contact.name

    def site_name(self, site: str) -> str:
        """Return what people call a site; empty for one that is gone."""
        entry = self._hass.config_entries.async_get_entry(site)
        return "" if entry is None else entry.title

    def room_use(self, alert: Alert, now: datetime) -> RoomUse | None:
        """Return what the timetable says of the room of an alert; None when it says nothing that can be trusted."""
        entry = self._hass.config_entries.async_get_entry(alert.site)
        if alert.area_id is None or entry is None or entry.state is not ConfigEntryState.LOADED:
            return None
        rooms: SiteRooms = entry.runtime_data.rooms
        room = rooms.room_of_area(alert.area_id)
        if room is None or not rooms.is_timetable_current(room):
            return None
        following = rooms.following(room)
        return RoomUse(rooms.current(room) is not None, None if following is None else following.start)

    async def _async_open(self, entry: ConfigEntry, subentry: ConfigSubentry) -> None:
        self._seen[subentry.subentry_id] = (entry.entry_id, subentry.data, subentry.title)
        channel_type = self._types.get(str(subentry.data.get(CONF_CHANNEL_TYPE)))
        if channel_type is None:
            _LOGGER.warning("%s: the channel %s is of a kind nobody knows", entry.title, subentry.title)
            return
        self.channels[subentry.subentry_id] = await channel_type.open(self._hass, subentry)

    async def _async_close(self, subentry_id: str) -> None:
        self._seen.pop(subentry_id, None)
        if (channel := self.channels.pop(subentry_id, None)) is not None:
            await channel.async_close()
