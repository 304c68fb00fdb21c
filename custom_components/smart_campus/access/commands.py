"""Commands to gates: guarded, logged with the person before and after, and never assumed to have worked."""

import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError

from ..campuslink.errors import CampusLinkError, LinkError
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from ..store.rules.errors import StoreError
from .log import async_get_access_log
from .names import door_name, site_of
from .rules.row import AccessRow, Outcome, RowKind

_LOGGER = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True, slots=True)
class Commander:
    """Who tells which gate to do something. Without a person it was an automation or this integration itself."""

    hass: HomeAssistant
    coordinator: DeviceCoordinator
    controller: str
    user_id: str = ""
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
        """Log a command, carry it out, and log how it went.

        may_go_unlogged: for what makes doors safer; everything else needs a log that takes it.
        Raises HomeAssistantError that says whether it was refused or nothing is known.
        """
        await self._async_announce(command, door, card, may_go_unlogged=may_go_unlogged)
        try:
            await work()
        except CampusLinkError as err:
            is_unknown = isinstance(err, LinkError)
            await self._async_close(command, door, card, Outcome.FAILED, "unknown" if is_unknown else str(err))
            raise HomeAssistantError(
                translation_domain=DOMAIN,
                translation_key="command_unknown" if is_unknown else "command_refused",
                translation_placeholders={"device": self.coordinator.settings.title, "detail": str(err)},
            ) from err
        await self._async_close(command, door, card, Outcome.DONE, "")

    async def _async_announce(self, command: str, door: int | None, card: str | None, *, may_go_unlogged: bool) -> None:
        try:
            await self._async_log(command, door, card, Outcome.NOTED, "requested")
        except StoreError as err:
            if not may_go_unlogged:
                raise HomeAssistantError(translation_domain=DOMAIN, translation_key="access_log_takes_nothing") from err
            _LOGGER.warning("%s: %s could not be logged: %s", self.coordinator.name, command, err)

    async def _async_close(
        self, command: str, door: int | None, card: str | None, outcome: Outcome, reason: str
    ) -> None:
        try:
            await self._async_log(command, door, card, outcome, reason)
        except StoreError as err:
            _LOGGER.warning("%s: the end of %s could not be logged: %s", self.coordinator.name, command, err)

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
    """Return who stands behind a call."""
    user = await hass.auth.async_get_user(context.user_id) if context and context.user_id else None
    return Commander(
        hass=hass,
        coordinator=coordinator,
        controller=controller,
        user_id=user.id if user else "",
        user=(user.name or "") if user else "",
    )


def require(*, is_allowed: bool, key: str, coordinator: DeviceCoordinator) -> None:
    """Raise ServiceValidationError when a person did not turn on what is asked for."""
    if not is_allowed:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={"device": coordinator.settings.title},
        )
