"""The network of one site: who can be reached and why not, which ports are in trouble, what hangs where."""

import time
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.const import EVENT_HOMEASSISTANT_STOP
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.helpers.event import async_track_time_interval
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util

from ..campuslink.device.probe.device import ProbeDevice
from ..campuslink.device.switch import SwitchDevice
from ..campuslink.errors import CodecError
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator, Spawn
from ..settings import DeviceSettings
from .issues import async_report_contradictions
from .judge import HealthJudge
from .news import SIGNAL_NETWORK_CHANGED, SIGNAL_NETWORK_NEWS
from .places import Places
from .reach import Reach, Thing
from .rules.announcements import Announcements
from .rules.availability import Availability
from .rules.port_health import FaultChange
from .rules.root_cause import Cause, explain
from .rules.text import finite, mapping_of
from .settings import HealthSettings
from .telling import LINE, port_news, reach_news

STORE_VERSION = 1
PORTS_POINT = "problem"
"""The point of a switch that makes it read its ports."""
MOST_HOLDS = 3
"""So many times the hold time the other devices of a gateway get to answer or to fail."""
BEAT = timedelta(seconds=15)
SAVE_AFTER_S = 300.0
SAVE_NEWS_AFTER_S = 15.0
"""After something was told: a crash should not make us tell it again."""


class NetworkWatch:
    """Follows every device of a site. Its clocks are the wall's, for people, and a steady one, for everything else."""

    def __init__(
        self,
        hass: HomeAssistant,
        entry: ConfigEntry,
        coordinators: Mapping[str, DeviceCoordinator],
        spawn: Spawn,
        *,
        steady: Callable[[], float] = time.monotonic,
    ) -> None:
        """coordinators: a live view of the devices in operation, by subentry id. steady: never jumps."""
        self.hass = hass
        self.entry = entry
        self.coordinators = coordinators
        self.steady = steady
        self.settings = HealthSettings()
        self.judges: dict[str, HealthJudge] = {}
        """By key of the switch."""
        self.availability = Availability()
        self.places = Places(hass, coordinators, self.judges, spawn=spawn, steady=steady, on_scanned=self._on_scanned)
        self.reach = Reach()
        self.causes: Mapping[str, Cause] = {}
        """Of everything that cannot be reached, as of the last look."""
        self._spawn = spawn
        self._store = _store(hass, entry.entry_id)
        self._book = Announcements(self.settings.hold_s)
        self._stored_switches: Mapping[str, Any] = {}
        self._away_s = 0.0
        self._started_at = self._beat_at = self._saved_at = steady()
        self._save_after_s = SAVE_AFTER_S
        self._ends: dict[str, list[Callable[[], None]]] = {}

    async def async_start(self) -> None:
        """Take up what was known before, and begin to watch."""
        data = mapping_of(await self._store.async_load())
        wall = dt_util.utcnow().timestamp()
        saved_at = finite(data.get("saved_at"))
        self._away_s = 0.0 if saved_at is None else max(wall - saved_at, 0.0)
        self._stored_switches = mapping_of(data.get("switches"))
        self.availability = Availability.from_json(data.get("availability"))
        self.availability.resume(wall)
        self.places.load(data)
        self._book = Announcements.from_json(data.get("told"))
        self.use_settings(HealthSettings.from_json(data.get("settings")))
        self._started_at = self._beat_at = self._saved_at = self.steady()
        self.entry.async_on_unload(async_track_time_interval(self.hass, self._on_beat, BEAT, name=f"{DOMAIN} network"))
        self.entry.async_on_unload(self.hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STOP, self._on_stop))

    async def async_stop(self) -> None:
        """End, and keep what is known."""
        for subentry_id in (*self._ends,):
            self._end(subentry_id)
        self.beat()
        await self.async_save()

    @callback
    def async_opened(self, subentry_id: str, coordinator: DeviceCoordinator) -> None:
        """Follow a device that was put into operation, or is asked in another way from now on."""
        self._end(subentry_id)
        self._ends[subentry_id] = [coordinator.async_listen_reports(partial(self._on_report, subentry_id, coordinator))]
        thing = self.reach.add(
            coordinator.key, coordinator.settings.title, device=coordinator.key, subentry_id=subentry_id
        )
        self.availability.track(thing.key, is_up=thing.is_up)
        if isinstance(coordinator.device, SwitchDevice):
            coordinator.device.judge_by(self._judge_for(coordinator.key))
            # Ports are judged also when nobody shows what they add up to.
            self._ends[subentry_id].append(coordinator.async_listen(PORTS_POINT, lambda _reading: None))

    @callback
    def async_closed(self, subentry_id: str) -> None:
        """Leave a device alone that is not in operation any more."""
        if self._end(subentry_id):
            for thing in [*self.reach.things.values()]:
                if thing.subentry_id == subentry_id:
                    self.availability.track(thing.key, is_up=None)
            self.reach.forget(subentry_id)

    @callback
    def use_settings(self, settings: HealthSettings) -> None:
        """Go by other settings from now on."""
        self.settings = settings
        self._book.hold_s = settings.hold_s
        self.places.topology.wanted_root = settings.root
        for judge in self.judges.values():
            judge.health.limits = settings.limits
        self.save_soon()

    @property
    def is_settled(self) -> bool:
        """Return whether the time of grace after the start is over."""
        return self.steady() - self._started_at >= self.settings.grace_s

    def is_in_maintenance(self, key: str) -> bool:
        """Return whether somebody works on a thing now, as planned."""
        return self.availability.is_in_maintenance(key, dt_util.utcnow().timestamp())

    @callback
    def beat(self) -> None:
        """Account for the time since the last beat."""
        now = self.steady()
        self.availability.beat(dt_util.utcnow().timestamp(), now - self._beat_at)
        self._beat_at = now

    @callback
    def look(self) -> None:
        """Find out causes, and tell what is due."""
        fallen = self.reach.fallen
        if not fallen and not self._book.told and not self.causes:
            return
        lines = self.lines()
        topology = self.places.attached(self.reach.things)
        self.causes = explain(topology, fallen, self.reach.answered, lines) if fallen else {}
        told = self._book.update(
            unreachable={key: self._down_since(key, lines) for key in self.causes},
            reachable=[*self.reach.answered, *(line for line, keys in lines.items() if self._is_any_up(keys))],
            causes=self.causes,
            hushed=self._hushed(lines),
            now=self.steady(),
        )
        for announcement in told:
            if (news := reach_news(self, announcement)) is not None:
                async_dispatcher_send(self.hass, SIGNAL_NETWORK_NEWS, news)
        if told:
            self.save_soon()
        self.tell_change()

    def cause_of(self, key: str) -> str:
        """Return what a thing cannot be reached because of, by key; itself as long as nothing else is known."""
        cause = self.causes.get(key)
        return key if cause is None else cause.culprit

    @property
    def announced(self) -> frozenset[str]:
        """Return the keys of what people were told cannot be reached, and was not told to be well again."""
        return self._book.told

    @callback
    def tell_change(self) -> None:
        """Say that what the state of this network says may have changed."""
        async_dispatcher_send(self.hass, SIGNAL_NETWORK_CHANGED, self.entry.entry_id)

    @callback
    def save_soon(self) -> None:
        """Save before long, not only at the next turn."""
        self._save_after_s = SAVE_NEWS_AFTER_S

    async def async_save(self) -> None:
        """Write down everything that should outlive a restart."""
        self._saved_at, self._save_after_s = self.steady(), SAVE_AFTER_S
        self._forget_removed()
        # Switches that have not been judged since the start keep what was known of them.
        switches = {**self._stored_switches, **{key: judge.to_json() for key, judge in self.judges.items()}}
        await self._store.async_save(
            {
                "saved_at": dt_util.utcnow().timestamp(),
                "settings": self.settings.to_json(),
                "switches": switches,
                "availability": self.availability.to_json(),
                "told": self._book.to_json(),
                **self.places.to_json(),
            }
        )

    def _end(self, subentry_id: str) -> bool:
        """Listen to a device no longer; return whether it was listened to."""
        ends = self._ends.pop(subentry_id, [])
        for end in ends:
            end()
        return bool(ends)

    def _judge_for(self, key: str) -> HealthJudge:
        if (judge := self.judges.get(key)) is None:
            stored = self._stored_switches.get(key)
            self._stored_switches = {other: data for other, data in self._stored_switches.items() if other != key}
            judge = self.judges[key] = HealthJudge(
                key=key,
                limits=self.settings.limits,
                steady=self.steady,
                may_raise=lambda: self.is_settled and not self.is_in_maintenance(key),
                on_judged=self._on_judged,
                stored=stored,
                away_s=self._away_s + self.steady() - self._started_at,
            )
        return judge

    @callback
    def _on_report(self, subentry_id: str, coordinator: DeviceCoordinator) -> None:
        key, name = coordinator.key, coordinator.settings.title
        thing = self.reach.add(key, name, device=key, subentry_id=subentry_id)
        self._see(thing, coordinator.polled.reachable, coordinator.unreachable_since)
        if not isinstance(coordinator.device, ProbeDevice):
            return
        for target_id, row in coordinator.device.results.items():
            path = self.reach.add(
                f"{key}/{target_id}",
                f"{name} · {row.target.name}",
                device=key,
                subentry_id=subentry_id,
                host=row.target.host,
            )
            self._see(path, row.is_reachable, row.since)

    def _see(self, thing: Thing, is_up: bool | None, since: float | None) -> None:
        wall = dt_util.utcnow().timestamp()
        if not self.reach.see(thing, is_up, wall=since or wall, steady=self.steady()):
            return
        self.beat()
        self.availability.track(thing.key, is_up=is_up)
        if is_up is False:
            self.places.ask_those_above(thing.key)

    @callback
    def _on_judged(self, judge: HealthJudge, changes: Iterable[FaultChange]) -> None:
        self.places.take(judge)
        for change in changes:
            if (news := port_news(self, judge, change)) is not None:
                async_dispatcher_send(self.hass, SIGNAL_NETWORK_NEWS, news)
            self.save_soon()

    @callback
    def _on_scanned(self) -> None:
        async_report_contradictions(self)
        self.tell_change()

    @callback
    def _on_beat(self, _now: datetime) -> None:
        self.beat()
        self.look()
        self.places.scan_next()
        if self.steady() - self._saved_at >= self._save_after_s:
            self._saved_at = self.steady()
            self._spawn(self.async_save(), "save what is known of the network")

    async def _on_stop(self, _event: Event) -> None:
        self.beat()
        await self.async_save()

    def lines(self) -> dict[str, list[str]]:
        """Return the keys of the devices behind each gateway or serial port that several share."""
        found: dict[str, list[str]] = {}
        for coordinator in self.coordinators.values():
            if coordinator.is_open:
                found.setdefault(f"{LINE}{coordinator.device.line}", []).append(coordinator.key)
        return {line: keys for line, keys in found.items() if len(keys) > 1}

    def _down_since(self, key: str, lines: Mapping[str, Collection[str]]) -> float:
        return max(self.reach.things[each].down_since for each in lines.get(key, [key]))

    def _is_any_up(self, keys: Iterable[str]) -> bool:
        return any(self.reach.things[key].is_up for key in keys if key in self.reach.things)

    def _hushed(self, lines: Mapping[str, Collection[str]]) -> frozenset[str]:
        """Return what nobody is to be told of now."""
        if not self.is_settled:
            return frozenset(self.causes)
        things = self.reach.things
        planned = {key for key in self.causes if key in things and self.is_in_maintenance(things[key].device)}
        planned |= {line for line, keys in lines.items() if planned.issuperset(keys)}
        # What hangs behind planned work is silent with it.
        hidden = {key for key, cause in self.causes.items() if key in planned or cause.culprit in planned}
        return frozenset(hidden | self._undecided(lines))

    def _undecided(self, lines: Mapping[str, Collection[str]]) -> set[str]:
        """Return the silent devices of whose gateway it is not known yet whether it is dead: others were not asked."""
        things, now = self.reach.things, self.steady()
        return {
            key
            for keys in lines.values()
            for key in keys
            if key in self.causes
            and self.causes[key].is_root
            and now - things[key].fell_at < MOST_HOLDS * self.settings.hold_s
            and not any((things[other].answered_at or 0.0) > things[key].fell_at for other in keys if other in things)
        }

    def _forget_removed(self) -> None:
        """Let go of devices whose subentries are gone; one that only has trouble is kept."""
        keys = {coordinator.key for coordinator in self.coordinators.values()}
        for subentry in self.entry.subentries.values():
            try:
                keys.add(DeviceSettings.from_subentry(subentry).key)
            except CodecError:
                return
        self._stored_switches = {key: data for key, data in self._stored_switches.items() if key in keys}
        for key in self.judges.keys() - keys:
            del self.judges[key]
        things = keys | self.reach.things.keys()
        self.availability.keep_only(things)
        self._book.keep_only(things | self.lines().keys())
        self.places.keep_only(keys)


async def async_forget_network(hass: HomeAssistant, entry_id: str) -> None:
    """Forget what is stored of a site that is gone."""
    await _store(hass, entry_id).async_remove()


def _store(hass: HomeAssistant, entry_id: str) -> Store[dict[str, Any]]:
    return Store(hass, STORE_VERSION, f"{DOMAIN}.network.{entry_id}")
