"""A desk with a teller over fake channels, which can be stopped and started like Home Assistant."""

from datetime import timedelta

from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.alerts.desk import AlertDesk
from custom_components.smart_campus.alerts.directory import Directory
from custom_components.smart_campus.alerts.teller import Teller
from custom_components.smart_campus.store import async_get_store

from .fake_channel import FakeChannels


class Office:
    """Everything that tells people, as one thing to start and stop."""

    def __init__(self, hass: HomeAssistant, freezer: FrozenDateTimeFactory, *entries: MockConfigEntry) -> None:
        self.hass = hass
        self.channels = FakeChannels()
        self.set_by = timedelta()
        """By how much the clock on the wall was set against the steady one."""
        self.desk: AlertDesk
        self.teller: Teller
        self._freezer = freezer
        self._entries = entries
        for entry in entries:
            if hass.config_entries.async_get_entry(entry.entry_id) is None:
                entry.add_to_hass(hass)

    async def async_start(self) -> None:
        self.desk = AlertDesk(self.hass, await async_get_store(self.hass), steady=self._steady)
        await self.desk.async_start()
        directory = Directory(self.hass, self.channels.types)
        self.teller = Teller(self.hass, self.desk, directory)
        self.teller.async_start()
        for entry in self._entries:
            await directory.async_follow(entry)
        await self.async_settle()

    async def async_restart(self) -> None:
        await self.teller.async_stop()
        await self.async_start()

    async def async_settle(self) -> None:
        for _ in range(4):
            await self.hass.async_block_till_done(wait_background_tasks=True)

    async def async_pass(self, minutes: float, *, step_s: float = 15) -> None:
        """Let time pass, with a look at every step."""
        end = dt_util.utcnow() + timedelta(minutes=minutes)
        while (now := dt_util.utcnow()) < end:
            self._freezer.tick(min(timedelta(seconds=step_s), end - now))
            async_fire_time_changed(self.hass, dt_util.utcnow())
            await self.async_settle()

    async def async_set_clock(self, by: timedelta) -> None:
        self.set_by += by
        self._freezer.tick(by)
        # Timers go by the loop's clock, which the harness sets along.
        async_fire_time_changed(self.hass, dt_util.utcnow() + timedelta(seconds=60) + abs(by))
        await self.async_settle()

    def told(self) -> list[tuple[str, str, str]]:
        """Return what arrived since this was last asked."""
        told = self.channels.told()
        self.channels.sent.clear()
        return told

    def _steady(self) -> float:
        return dt_util.utcnow().timestamp() - self.set_by.total_seconds()
