"""One site at run time: its devices, the poller that asks them, and the changes people make while it runs."""

import asyncio
import logging
from collections.abc import Coroutine, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.const import Platform
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.device_registry import DeviceInfo
from homeassistant.helpers.entity_platform import AddConfigEntryEntitiesCallback
from homeassistant.helpers.event import async_track_time_interval

from .alerts.site_alerts import SiteAlerts
from .archive.entities import archive_entities
from .archive.site_archive import SiteArchive
from .campuslink.device.spec import DeviceSpec
from .campuslink.errors import CodecError, LinkConflictError
from .campuslink.link.base import LinkSource
from .campuslink.model import Kind
from .campuslink.poller.poller import Poller
from .campuslink.profile.library import Library
from .campuslink.profile.schema import Profile
from .const import DOMAIN
from .coordinator import DeviceCoordinator
from .equipment.follower import SiteEquipment
from .identity import IdentityWatch
from .indicators.entities import indicator_entities
from .indicators.site_indicators import SiteIndicators
from .issues import Trouble, async_clear_mismatch, async_delete_issues, async_report_troubles, place_of
from .kind_glue import Entities, KindGlue
from .lighting.room_lights import SiteLights
from .network.entities import network_entities
from .network.inspection.awareness import view_of
from .network.inspection.entities import inspection_entities
from .network.inspection.inspector import SiteInspector
from .network.switch_traps import TrapWatch
from .network.watch import NetworkWatch
from .recordings.auto import AutoRecording
from .recordings.ledger_entities import ledger_entities
from .registry import (
    async_adopt_device,
    async_drop_foreign_entities,
    async_follow_settings,
    describe_device,
    is_known_device,
    name_device,
)
from .rooms.site_rooms import SiteRooms
from .roster import SITE, EntityRoster
from .settings import DeviceSettings
from .silence import SilenceWatch
from .work_orders.site_orders import SiteOrders
from .work_orders.site_tasks import SiteTasks

_LOGGER = logging.getLogger(__name__)

NETWORK_KINDS = frozenset({Kind.SWITCH, Kind.PROBE})
REVIEW_INTERVAL = timedelta(hours=1)

type SiteEntry = ConfigEntry[SiteRuntime]


class TroubleError(Exception):
    """A device cannot be put into operation; a person must mend something first."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(f"{trouble.key}: {trouble.subject}")
        self.trouble = trouble


class SiteRuntime:
    """Keeps the devices in operation equal to the site's subentries; a change to one touches no other."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: SiteEntry,
        library: Library,
        links: LinkSource,
        kinds: Mapping[Kind, KindGlue],
    ) -> None:
        self.hass = hass
        self.entry = entry
        self.library = library
        self.coordinators: dict[str, DeviceCoordinator] = {}
        """Devices in operation, by subentry id."""
        self.troubles: dict[str, Trouble] = {}
        """Devices that are not, by subentry id."""
        self._links = links
        self._kinds = kinds
        self._poller = Poller(spawn=self._spawn)
        self._settings: dict[str, DeviceSettings] = {}
        self._seen: dict[str, tuple[Mapping[str, Any], str]] = {}
        self._options: Mapping[str, Any] = entry.options
        self._title = entry.title
        self._keys: dict[str, str] = {}
        self._roster = EntityRoster()
        self.rooms = SiteRooms(hass, entry, self._roster, self.coordinators, self._spawn)
        self.recordings = AutoRecording(hass, entry, self.rooms, self.coordinators, self._spawn)
        self._lights = SiteLights(hass, entry, self._roster, self.coordinators)
        self._silence = SilenceWatch(hass, entry, self.coordinators)
        self._identity = IdentityWatch(hass, entry, self.coordinators, self._spawn)
        self.network = NetworkWatch(hass, entry, self.coordinators, self._spawn)
        self._traps = TrapWatch(hass, entry.title, self._spawn)
        self.inspection = SiteInspector(hass, entry, self.coordinators, self._spawn, partial(view_of, self.network))
        self.archive = SiteArchive(hass, entry, self.coordinators, self._spawn)
        self.alerts = SiteAlerts(hass, entry, self.network, self.inspection, self._spawn)
        self.work_orders = SiteOrders(hass, entry, self._roster, self._spawn)
        self.equipment = SiteEquipment(hass, entry, self._roster, self._spawn)
        self.indicators = SiteIndicators(hass, entry, self.recordings, self._spawn)
        self.tasks = SiteTasks(hass, entry, self._roster, self.rooms, self._spawn)
        self._shows_network = False
        self._is_syncing = False
        self._is_sync_due = False
        self._is_stopped = False

    async def async_start(self) -> None:
        """Put every device into operation. Waits for none of them."""
        await self.rooms.async_start()
        await self.network.async_start()
        await self.alerts.async_start(self._roster)
        await self.work_orders.async_start()
        await self.tasks.async_start()
        self.indicators.async_start()
        self._roster.show(SITE, indicator_entities(self.entry, self.indicators))
        self._traps.async_use(self._options)
        await self.async_sync()
        self.recordings.async_start()
        await self.archive.async_start()
        self._lights.async_start()
        self.equipment.async_start()
        self.entry.async_on_unload(async_track_time_interval(self.hass, self._async_review, REVIEW_INTERVAL))

    async def async_stop(self) -> None:
        """Stop asking, close the links, and take back the issues that only a running site can stand by."""
        self._is_stopped = True
        self.inspection.async_stop()
        await self.alerts.async_stop()
        await self.recordings.async_stop()
        await self.archive.async_stop()
        await self.rooms.async_stop()
        await self._traps.async_stop()
        await self._poller.stop()
        await self.network.async_stop()
        async_delete_issues(self.hass, self.entry, persistent=False)

    async def async_add_platform(self, platform: Platform, add: AddConfigEntryEntitiesCallback) -> None:
        """Give a platform the entities of every device, now and later."""
        await self._roster.async_add_platform(platform, add)

    async def async_sync(self) -> None:
        """Follow the subentries and options as they are now. A call during a call makes that one look again."""
        self._is_sync_due = True
        if self._is_syncing:
            return
        self._is_syncing = True
        try:
            while self._is_sync_due:
                self._is_sync_due = False
                await self._async_sync_once()
        finally:
            self._is_syncing = False

    async def async_use_library(self, library: Library) -> None:
        """Go on with other profiles; only devices whose profile changed notice."""
        self.library = library
        self._look_again_at(self.troubles)
        self._look_again_at(
            subentry_id
            for subentry_id, coordinator in self.coordinators.items()
            if coordinator.device.profile != library.get(self._settings[subentry_id].profile_id)
        )
        await self.async_sync()

    async def _async_sync_once(self) -> None:
        if (self.entry.options, self.entry.title) != (self._options, self._title):
            self._options, self._title = self.entry.options, self.entry.title
            self._seen.clear()
            self._traps.async_use(self._options)
        subentries = {
            subentry.subentry_id: subentry
            for subentry in self.entry.subentries.values()
            if subentry.subentry_type in self._kinds
        }
        had_troubles = bool(self.troubles)
        self._show_network()
        if gone := (self._settings.keys() | self.troubles.keys()) - subentries.keys():
            await asyncio.gather(*map(self._async_forget, gone))
            self._look_again_at(self.troubles)
        for subentry_id, subentry in subentries.items():
            mark = (subentry.data, subentry.title)
            seen = self._seen.get(subentry_id)
            is_changed = seen is None or seen[0] is not mark[0] or seen[1] != mark[1]
            if is_changed and subentry_id in self.entry.subentries and not self._is_stopped:
                self._seen[subentry_id] = mark
                await self._async_fit(subentry)
                await asyncio.sleep(0)
        if not self._is_stopped:
            await self.rooms.async_sync()
            await self.alerts.async_follow()
            self.work_orders.async_follow()
            await self.tasks.async_follow()
            self.recordings.async_follow()
            self._lights.async_follow()
        if self.troubles or had_troubles:
            async_report_troubles(self.hass, self.entry, self.troubles)
        self.inspection.async_follow()
        self.archive.async_follow()
        self.equipment.async_follow()
        if not self._is_stopped:
            self._show_site()

    def _show_network(self) -> None:
        """With the first switch or path, every device shows what the network knows of it."""
        if not self._shows_network and has_network(self.entry):
            self._shows_network = True
            for subentry_id, coordinator in self.coordinators.items():
                self._roster.show(subentry_id, network_entities(self.network, coordinator))

    def _show_site(self) -> None:
        """Show how lessons are recorded, when the network was inspected, how the archive does, once there is any."""
        show = self._roster.show_on_site
        if any(self.entry.get_subentries_of_type(Kind.RECORDER.value)):
            show("recordings", partial(ledger_entities, self.recordings))
        if has_network(self.entry):
            show("inspection", partial(inspection_entities, self.entry, self.inspection))
        if self.archive.settings is not None:
            show("archive", partial(archive_entities, self.entry, self.archive))

    async def _async_fit(self, subentry: ConfigSubentry) -> None:
        """Make one device be what its subentry says, or note why it cannot."""
        subentry_id = subentry.subentry_id
        before = self.troubles.pop(subentry_id, None)
        try:
            await self._async_apply(subentry_id, _parse(subentry))
        except TroubleError as err:
            if err.trouble != before:
                _LOGGER.warning("%s: %s is not in operation: %s", self.entry.title, subentry.title, err)
            self.troubles[subentry_id] = err.trouble
            await self._async_detach(subentry_id)

    async def _async_apply(self, subentry_id: str, settings: DeviceSettings) -> None:
        old = self._settings.get(subentry_id)
        self._settings[subentry_id] = settings
        profile = self._profile_for(subentry_id, settings)
        coordinator = self.coordinators.get(subentry_id)
        is_same = old is not None and settings.is_shown_like(old)
        if coordinator is None or old is None or not is_same or coordinator.device.profile != profile:
            await self._async_detach(subentry_id)
            await self._async_attach(subentry_id, settings, profile, old)
        elif self._is_asked_otherwise(coordinator, settings, old):
            coordinator.is_open = False
            # A site that stops lets go of all devices at once
            if not self._is_stopped:
                await self._poller.remove(subentry_id)
            await self._async_open(subentry_id, settings, profile, coordinator)
        coordinator = self.coordinators[subentry_id]
        coordinator.settings = settings
        self.network.async_opened(subentry_id, coordinator)
        self._traps.async_opened(subentry_id, coordinator)
        self.alerts.async_opened(subentry_id, coordinator)
        coordinator.name = self._name_of(settings)
        if old is not None:
            async_follow_settings(self.hass, coordinator.registry_id, old, settings)

    async def _async_attach(
        self, subentry_id: str, settings: DeviceSettings, profile: Profile, old: DeviceSettings | None
    ) -> None:
        is_other_model = old is not None and (old.profile_id, old.model) != (settings.profile_id, settings.model)
        is_new = is_other_model or not is_known_device(self.hass, self.entry, settings.key)
        info = describe_device(settings, profile) if is_new else name_device(settings)
        coordinator = DeviceCoordinator(
            self.hass,
            name=self._name_of(settings),
            key=settings.key,
            device_info=DeviceInfo(identifiers={(DOMAIN, settings.key)}),
            on_answering=partial(self._on_answering, subentry_id),
            spawn=self._spawn,
            settings=settings,
        )
        await self._async_open(subentry_id, settings, profile, coordinator)
        coordinator.registry_id = async_adopt_device(self.hass, self.entry, subentry_id, settings, info)
        self.coordinators[subentry_id] = coordinator
        self._keys[settings.key] = subentry_id
        entities = self._entities_of(coordinator)
        async_drop_foreign_entities(self.hass, coordinator.registry_id, entities)
        self._roster.show(subentry_id, entities)

    async def _async_open(
        self, subentry_id: str, settings: DeviceSettings, profile: Profile, coordinator: DeviceCoordinator
    ) -> None:
        spec = DeviceSpec(
            profile=profile,
            catalogue=self.library.catalogue(profile.kind),
            endpoint=settings.endpoint,
            address=settings.address,
            credentials=settings.credentials,
            params=settings.params,
            options=settings.options,
        )
        try:
            device = await self._kinds[settings.kind].open(self.hass, self._links, spec)
        except LinkConflictError as err:
            raise TroubleError(Trouble("link_conflict", place_of(settings.endpoint.key))) from err
        except CodecError as err:
            raise TroubleError(Trouble("damaged_settings", settings.title)) from err
        periods_s = settings.periods_s(self._options)
        coordinator.async_bind(
            device, self._poller.add(subentry_id, device, coordinator, periods_s=periods_s), periods_s
        )

    async def _async_detach(self, subentry_id: str) -> None:
        """Take a device out of operation; its entities go, their registry entries stay."""
        if (coordinator := self.coordinators.pop(subentry_id, None)) is None:
            return
        del self._keys[coordinator.key]
        self.network.async_closed(subentry_id)
        self._traps.async_closed(subentry_id)
        self.alerts.async_closed(subentry_id)
        if coordinator.is_open:
            coordinator.is_open = False
            # A site that stops lets go of all devices at once
            if not self._is_stopped:
                await self._poller.remove(subentry_id)
        await self._roster.async_hide(subentry_id)

    async def _async_forget(self, subentry_id: str) -> None:
        """Let go of a device whose subentry is gone; core removes its entities and its registry entries."""
        self._seen.pop(subentry_id, None)
        self._settings.pop(subentry_id, None)
        self._roster.forget(subentry_id)
        self.troubles.pop(subentry_id, None)
        await self._async_detach(subentry_id)
        async_clear_mismatch(self.hass, subentry_id)
        self._silence.async_hear(subentry_id)

    def _entities_of(self, coordinator: DeviceCoordinator) -> Entities:
        """Return what shows a device: what its kind has, and what the network knows of it where there is one."""
        entities = dict(self._kinds[coordinator.settings.kind].entities(coordinator))
        if self._shows_network:
            for platform, members in network_entities(self.network, coordinator).items():
                entities[platform] = [*entities.get(platform, ()), *members]
        return entities

    def _profile_for(self, subentry_id: str, settings: DeviceSettings) -> Profile:
        """Return the profile a device may use. Raises TroubleError."""
        if (other := self._keys.get(settings.key, subentry_id)) != subentry_id:
            raise TroubleError(Trouble("duplicate_device", self._settings[other].title))
        profile = self.library.get(settings.profile_id)
        if profile is None or profile.kind is not settings.kind:
            raise TroubleError(Trouble("missing_profile", settings.profile_id))
        return profile

    def _is_asked_otherwise(self, coordinator: DeviceCoordinator, new: DeviceSettings, old: DeviceSettings) -> bool:
        return not new.is_reached_like(old) or new.periods_s(self._options) != coordinator.periods_s

    def _name_of(self, settings: DeviceSettings) -> str:
        return f"{self.entry.title}: {settings.title}"

    def _look_again_at(self, subentry_ids: Iterable[str]) -> None:
        for subentry_id in subentry_ids:
            self._seen.pop(subentry_id, None)

    async def _async_review(self, now: datetime) -> None:
        """Once an hour: report long silence, try again what was in trouble, ask a share of the devices who they are."""
        self._silence.async_review()
        self._identity.async_review(now)
        if self.troubles:
            self._look_again_at(self.troubles)
            await self.async_sync()

    @callback
    def _on_answering(self, subentry_id: str) -> None:
        self._silence.async_hear(subentry_id)
        self._identity.async_ask(subentry_id)

    def _spawn(self, work: Coroutine[Any, Any, None], name: str) -> asyncio.Task[None]:
        return self.entry.async_create_background_task(self.hass, work, f"{self.entry.title}: {name}")


def has_network(entry: ConfigEntry) -> bool:
    """Return whether a site has switches or paths; without them nothing hangs on anything."""
    return any(subentry.subentry_type in NETWORK_KINDS for subentry in entry.subentries.values())


def _parse(subentry: ConfigSubentry) -> DeviceSettings:
    try:
        return DeviceSettings.from_subentry(subentry)
    except CodecError as err:
        raise TroubleError(Trouble("damaged_settings", subentry.title)) from err
