"""Leave and visit windows: written to controllers, proven there, remembered here, and taken away again."""

import asyncio
import logging
from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers.storage import Store
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from ..campuslink.device.gate.access import Grant, UnprovenGrantError
from ..campuslink.device.gate.gate import GateDevice
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .commands import async_commander
from .log import AccessLog, async_get_access_log
from .names import find_gate
from .rules.grants import HeldGrant

_LOGGER = logging.getLogger(__name__)

GRANT: Final = "grant_access"
REVOKE: Final = "revoke_access"


@dataclass(frozen=True, slots=True)
class Doors:
    """Some doors of one gate."""

    coordinator: DeviceCoordinator
    device: GateDevice
    numbers: frozenset[int]


class Grants:
    """Every window that is not over yet. One change at a time."""

    def __init__(self, hass: HomeAssistant, log: AccessLog, store: Store[list[dict[str, Any]]]) -> None:
        """Use `async_get_grants` instead."""
        self._hass = hass
        self._log = log
        self._store = store
        self._lock = asyncio.Lock()
        self.held: tuple[HeldGrant, ...] = ()

    async def async_load(self) -> None:
        """Read what was granted before a restart."""
        self.held = tuple(map(HeldGrant.from_json, await self._store.async_load() or []))

    async def async_grant(
        self, card: str, doors: Sequence[Doors], start: datetime, end: datetime, context: Context | None
    ) -> None:
        """Give a card a window at every gate, or at none: what was granted before one refused is taken back.

        What could not be taken back is remembered, so that it is taken off later.
        """
        async with self._lock:
            earlier = {grant.id for grant in self.held}
            try:
                for some in doors:
                    # A controller writes new hours over those that are over, so no card may be left with them
                    await self._async_take_off(dt_util.utcnow(), some.coordinator.key)
                    await self._async_grant_at(some, card, start, end, context)
            except HomeAssistantError:
                for grant in [grant for grant in self.held if grant.id not in earlier]:
                    with suppress(HomeAssistantError):
                        await self._async_revoke(grant, context)
                raise

    async def async_revoke(
        self, card: str, doors: Mapping[str, Collection[int]] | None, context: Context | None
    ) -> int:
        """Take windows of a card away; return how many. doors: numbers by key of their gate, None for all."""
        credential = self._log.pseudonym(card)
        async with self._lock:
            parts = [
                part
                for grant in self.held
                if grant.credential == credential and (doors is None or grant.gate in doors)
                if (part := grant.part(None if doors is None else doors[grant.gate]))
            ]
            for part in parts:
                await self._async_revoke(part, context)
            return len(parts)

    async def async_revoke_windows(self, ids: Collection[str], context: Context | None) -> int:
        """Take windows away by their ids; return how many. One that is not taken keeps no other."""
        async with self._lock:
            found = [grant for grant in self.held if grant.id in ids]
            failed: list[HomeAssistantError] = []
            for grant in found:
                try:
                    await self._async_revoke(grant, context)
                except HomeAssistantError as err:
                    failed.append(err)
            if failed:
                raise failed[0]
            return len(found)

    async def async_expire(self, now: datetime) -> None:
        """Take away every window that is over. The controller lets nobody in any more; this tidies its table."""
        async with self._lock:
            await self._async_take_off(now)

    async def _async_take_off(self, now: datetime, gate: str | None = None) -> None:
        """Take away windows that are over. gate: key of one gate, None for all."""
        for grant in [grant for grant in self.held if grant.end <= now and gate in {None, grant.gate}]:
            try:
                await self._async_revoke(grant, None)
            except HomeAssistantError as err:
                _LOGGER.warning("An expired credential stays on %s until tomorrow: %s", grant.gate, err)

    async def _async_grant_at(
        self, doors: Doors, card: str, start: datetime, end: datetime, context: Context | None
    ) -> None:
        wanted = Grant(card=card, doors=doors.numbers, start=start, end=end)
        commander = await async_commander(self._hass, doors.coordinator, doors.device.controller, context)
        before: dict[int, int] = {}

        async def give() -> None:
            try:
                before.update(await doors.device.grant(wanted))
            except UnprovenGrantError as err:
                before.update(err.before)
                raise

        try:
            await commander.async_run(GRANT, _only(doors.numbers), give, card=card)
        finally:
            if before:
                await self._async_hold(doors.coordinator.key, card, before, start, end)

    async def _async_hold(
        self, gate: str, card: str, before: Mapping[int, int], start: datetime, end: datetime
    ) -> None:
        credential, sealed = self._log.seal(card)
        held = HeldGrant(gate=gate, credential=credential, sealed=sealed, before=before, start=start, end=end)
        await self._async_keep(*self.held, held)

    async def _async_revoke(self, part: HeldGrant, context: Context | None) -> None:
        found = find_gate(self._hass, part.gate)
        card = self._log.unseal(part.credential, part.sealed)
        if found is None or card is None:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="gate_not_in_operation")
        coordinator, device = found
        commander = await async_commander(self._hass, coordinator, device.controller, context)
        take = partial(device.revoke, card, part.before)
        await commander.async_run(REVOKE, _only(part.before), take, card=card, may_go_unlogged=True)
        left = [grant.without(part) if grant.id == part.id else grant for grant in self.held]
        await self._async_keep(*(grant for grant in left if grant))

    async def _async_keep(self, *held: HeldGrant) -> None:
        self.held = held
        await self._store.async_save([grant.to_json() for grant in held])


DATA_GRANTS: HassKey[asyncio.Future[Grants]] = HassKey(f"{DOMAIN}_grants")


async def async_get_grants(hass: HomeAssistant) -> Grants:
    """Return the windows that are not over, reading them at the first call."""
    if DATA_GRANTS not in hass.data:
        ready: asyncio.Future[Grants] = hass.loop.create_future()
        hass.data[DATA_GRANTS] = ready
        try:
            store: Store[list[dict[str, Any]]] = Store(hass, 1, f"{DOMAIN}.grants", private=True, atomic_writes=True)
            grants = Grants(hass, await async_get_access_log(hass), store)
            await grants.async_load()
        except BaseException as err:
            del hass.data[DATA_GRANTS]
            ready.cancel()
            raise err from None
        ready.set_result(grants)
    return await asyncio.shield(hass.data[DATA_GRANTS])


def _only(doors: Collection[int]) -> int | None:
    """Return the door when it is a single one."""
    return next(iter(doors)) if len(doors) == 1 else None
