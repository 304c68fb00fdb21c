"""Commands to gates: guarded, logged with the person before and after, and never assumed to have worked."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..campuslink.errors import CampusLinkError, LinkError
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..store.rules.errors import StoreError
from .log import async_get_access_log
from .names import door_name, site_of
from .rules.row import AccessRow, Outcome, RowKind

_LOGGER = logging.getLogger(__name__)

type WriteRow = Callable[[Outcome, str], Coroutine[Any, Any, None]]
"""Writes a row about one command: how it went, and why."""


LONGEST_WAIT_S: Final = 3.0
"""How long a command waits for its row; one that makes doors safer goes on then, any other is not done."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Commander:
    """Who tells which gate to do something. Without a user it was this integration itself."""

    hass: HomeAssistant
    coordinator: DeviceCoordinator
    controller: str
    user_id: str = ""
    """Of an automation or script that nobody started by hand: its entity id."""
    user: str = ""

    async def async_run(
        self,
        command: str,
        door: int | None,
        work: Callable[[], Awaitable[object]],
        *,
        card: str | None = None,
        may_go_unlogged: bool = False,
    ) -> None:
        """Log a command, carry it out, and log how it went, to the end even if nobody waits for it any more.

        may_go_unlogged: for what makes doors safer; everything else needs a log that takes it.
        Raises HomeAssistantError that says whether it was refused or nothing is known.
        """
        row = partial(self._async_log, command, door, card)
        await async_unbroken(self.hass, self._async_run(command, row, work, may_go_unlogged=may_go_unlogged))

    async def _async_run(
        self, command: str, row: WriteRow, work: Callable[[], Awaitable[object]], *, may_go_unlogged: bool
    ) -> None:
        await self._async_announce(command, row, may_go_unlogged=may_go_unlogged)
        try:
            await work()
        except CampusLinkError as err:
            is_unknown = isinstance(err, LinkError)
            await self._async_close(command, row(Outcome.FAILED, "unknown" if is_unknown else str(err)))
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="command_unknown" if is_unknown else "command_refused",
                translation_placeholders={"device": self.coordinator.settings.title, "detail": str(err)},
            ) from err
        except BaseException:
            await self._async_close(command, row(Outcome.FAILED, "unknown"))
            raise
        await self._async_close(command, row(Outcome.DONE, ""))

    async def _async_announce(self, command: str, row: WriteRow, *, may_go_unlogged: bool) -> None:
        """Wait until the request is on record. Raises HomeAssistantError when it must be and is not."""
        trouble = await self._async_written(row(Outcome.NOTED, "requested"))
        if trouble is None:
            return
        if not may_go_unlogged:
            if isinstance(trouble, TimeoutError):
                await self._async_written(row(Outcome.FAILED, "not_logged"))
            raise HomeAssistantError(translation_domain=DOMAIN, translation_key="access_log_takes_nothing") from trouble
        _LOGGER.warning("%s: %s could not be logged: %s", self.coordinator.name, command, trouble)

    async def _async_close(self, command: str, row: Coroutine[Any, Any, None]) -> None:
        if (trouble := await self._async_written(row)) is not None:
            _LOGGER.warning("%s: the end of %s could not be logged: %s", self.coordinator.name, command, trouble)

    async def _async_written(self, row: Coroutine[Any, Any, None]) -> Exception | None:
        """Wait a while for a row, which is written however long it takes; return what is wrong with it."""
        writing = self.hass.async_create_task(row, f"log a command to {self.coordinator.name}")
        await asyncio.wait({writing}, timeout=LONGEST_WAIT_S)
        if not writing.done():
            writing.add_done_callback(_take_note)
            return TimeoutError("it takes too long")
        error = writing.exception()
        if error is not None and not isinstance(error, StoreError):
            raise error
        return error

    async def _async_log(self, command: str, door: int | None, card: str | None, outcome: Outcome, reason: str) -> None:
        site = site_of(self.hass, self.coordinator)
        log = await async_get_access_log(self.hass)
        row = AccessRow(
            time=datetime.now(UTC),
            kind=RowKind.COMMAND,
            outcome=outcome,
            site_id=site.entry_id if site else "",
            site=site.title if site else "",
            controller=self.controller,
            controller_name=self.coordinator.settings.title,
            door=door,
            door_name=door_name(self.hass, self.coordinator.key, door),
            reason=reason,
            card=card,
            command=command,
            user_id=self.user_id,
            user=self.user,
        )
        await log.append([row])


async def async_commander(
    hass: HomeAssistant, coordinator: DeviceCoordinator, controller: str, context: Context | None
) -> Commander:
    """Return who stands behind a call: a person, or else the automation or script that runs."""
    user = await hass.auth.async_get_user(context.user_id) if context and context.user_id else None
    user_id, name = (user.id, user.name or "") if user else _automation_of(hass, context)
    return Commander(hass=hass, coordinator=coordinator, controller=controller, user_id=user_id, user=name)


async def async_unbroken[T](hass: HomeAssistant, work: Coroutine[Any, Any, T]) -> T:
    """Do something to its end, also when whoever waits for it is stopped, as an automation that starts anew is."""
    task = hass.async_create_task(work, "smart_campus command to a gate")
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        task.add_done_callback(_take_note)
        raise


@callback
def _take_note(task: asyncio.Task[Any]) -> None:
    """Say what went wrong with something nobody waits for any more."""
    if not task.cancelled() and (error := task.exception()) is not None:
        _LOGGER.warning("%s", error)


@callback
def _automation_of(hass: HomeAssistant, context: Context | None) -> tuple[str, str]:
    """Return entity id and name of the automation or script that runs in a context; both empty for none."""
    if context is None:
        return "", ""
    ids = {context.id, context.parent_id}
    states = (state for domain in ("automation", "script") for state in hass.states.async_all(domain))
    return next(((state.entity_id, state.name) for state in states if state.context.id in ids), ("", ""))


def require(*, is_allowed: bool, key: str, coordinator: DeviceCoordinator) -> None:
    """Raise ServiceValidationError when a person did not turn on what is asked for."""
    if not is_allowed:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={"device": coordinator.settings.title},
        )
