"""Leave and visit windows: written to controllers, proven there, remembered here, and taken away again."""

import asyncio
import logging
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
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
from .commands import async_commander, async_unbroken
from .log import AccessLog, async_get_access_log
from .names import find_gate, gate_title
from .rules.grants import HeldGrant
from .rules.secrets import is_pseudonym
from .window_repairs import WindowRepairs

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
        self._stays = WindowRepairs(hass)
        self.held: tuple[HeldGrant, ...] = ()

    async def async_load(self) -> None:
        """Read what was granted before a restart."""
        self.held = tuple(map(HeldGrant.from_json, await self._store.async_load() or []))

    async def async_grant(
        self, card: str, doors: Sequence[Doors], start: datetime, end: datetime, context: Context | None
    ) -> None:
        """Give a card a window at every gate, or at none: what was granted before one refused is taken back.

        What could not be taken back is taken off as soon as its gate answers.
        """
        await async_unbroken(self._hass, self._async_grant(card, doors, start, end, context))

    async def async_revoke(
        self, card: str, doors: Mapping[str, Collection[int]] | None, context: Context | None
    ) -> int:
        """Take windows of a card away; return how many. doors: numbers by key of their gate, None for all.

        card: its number or its pseudonym.
        Raises HomeAssistantError when a gate could not be told; it is told as soon as it answers.
        """
        credential = card if is_pseudonym(card) else self._log.pseudonym(card)

        def meant(grant: HeldGrant) -> Collection[int] | None:
            if grant.credential != credential:
                return None
            return () if doors is None else doors.get(grant.gate)

        return await async_unbroken(self._hass, self._async_revoke_meant(meant, context))

    async def async_revoke_windows(self, ids: Collection[str], context: Context | None) -> int:
        """Take windows away by their ids; return how many. Raises HomeAssistantError as `async_revoke`."""
        wanted = set(ids)

        def meant(grant: HeldGrant) -> Collection[int] | None:
            return () if grant.id in wanted else None

        return await async_unbroken(self._hass, self._async_revoke_meant(meant, context))

    async def async_expire(self, now: datetime) -> None:
        """Take away every window that is over. The controller lets nobody in any more; this tidies its table."""
        async with self._lock:
            over = {grant.id for grant in self.held if grant.end <= now and not grant.is_to_end}
            if over:
                await self._async_mark(lambda grant: () if grant.id in over else None)
        await self.async_tend()

    async def async_tend(self) -> None:
        """Take away what is to end at gates that answer, and forget what was at gates that were removed."""
        async with self._lock:
            for grant in [grant for grant in self.held if grant.is_to_end]:
                await self._async_try(grant)
            self._stays.async_report(self.held)

    async def _async_grant(
        self, card: str, doors: Sequence[Doors], start: datetime, end: datetime, context: Context | None
    ) -> None:
        async with self._lock:
            earlier = {grant.id for grant in self.held}
            try:
                for some in doors:
                    # A controller writes new hours over those that are over, so no card may be left with them
                    await self._async_take_off(dt_util.utcnow(), some.coordinator.key)
                    await self._async_grant_at(some, card, start, end, context)
            except HomeAssistantError as err:
                await self._async_mark(lambda grant: None if grant.id in earlier else ())
                given = [grant for grant in self.held if grant.id not in earlier]
                left = [grant for grant in given if await self._async_attempt(grant, context) is not None]
                self._stays.async_report(self.held)
                if left:
                    raise self._error("grant_left_behind", left, detail=str(err)) from err
                raise

    async def _async_revoke_meant(
        self, meant: Callable[[HeldGrant], Collection[int] | None], context: Context | None
    ) -> int:
        async with self._lock:
            marked = await self._async_mark(meant)
            left = [grant for grant in marked if await self._async_attempt(grant, context) is not None]
            self._stays.async_report(self.held)
            if left:
                raise self._error("revocation_waits", left)
            return len(marked)

    async def _async_mark(self, wanted: Callable[[HeldGrant], Collection[int] | None]) -> list[HeldGrant]:
        """Remember on the disk what is to end, and return it.

        wanted: the doors of a grant that are meant, none of them for all, None to leave it as it is.
        """
        kept: list[HeldGrant] = []
        meant: list[HeldGrant] = []
        for grant in self.held:
            doors = wanted(grant)
            parts = (grant,) if doors is None else grant.ending(doors or None)
            kept += parts
            if doors is not None:
                meant += [part for part in parts if part.is_to_end]
        await self._async_keep(*kept)
        return meant

    async def _async_try(self, grant: HeldGrant) -> None:
        """Take one window away if its gate answers; forget it when its gate, or the key to its card, is gone."""
        if gate_title(self._hass, grant.gate) is None or self._log.unseal(grant.credential, grant.sealed) is None:
            _LOGGER.warning("A window on %s cannot be taken off any more; it ends there by itself", grant.gate)
            await self._async_drop(grant)
            return
        found = find_gate(self._hass, grant.gate)
        if found is None or not found[0].is_answering:
            return
        if (error := await self._async_attempt(grant, None)) is not None:
            _LOGGER.warning("A window on %s is not taken off yet: %s", found[0].name, error)

    async def _async_attempt(self, grant: HeldGrant, context: Context | None) -> HomeAssistantError | None:
        try:
            await self._async_revoke(grant, context)
        except HomeAssistantError as err:
            return err
        return None

    async def _async_take_off(self, now: datetime, gate: str) -> None:
        """Take away the windows of a gate that are over."""
        for grant in [grant for grant in self.held if grant.end <= now and grant.gate == gate]:
            if (error := await self._async_attempt(grant, None)) is not None:
                _LOGGER.warning("An expired credential stays on %s until tomorrow: %s", gate, error)

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

    async def _async_revoke(self, grant: HeldGrant, context: Context | None) -> None:
        found = find_gate(self._hass, grant.gate)
        card = self._log.unseal(grant.credential, grant.sealed)
        if found is None or card is None:
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="gate_not_in_operation")
        coordinator, device = found
        commander = await async_commander(self._hass, coordinator, device.controller, context)
        take = partial(device.revoke, card, grant.before)
        await commander.async_run(REVOKE, _only(grant.before), take, card=card, may_go_unlogged=True)
        await self._async_drop(grant)

    async def _async_drop(self, grant: HeldGrant) -> None:
        await self._async_keep(*(other for other in self.held if other.id != grant.id))

    def _error(self, key: str, left: Iterable[HeldGrant], **said: str) -> HomeAssistantError:
        names = {gate_title(self._hass, grant.gate) or grant.gate for grant in left}
        return HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={"devices": ", ".join(sorted(names)), **said},
        )

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
