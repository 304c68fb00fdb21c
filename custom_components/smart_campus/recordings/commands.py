"""Commands to a recorder: guarded, observed, told to the ledger, and one clear sentence when they do not take."""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any, Final

from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.util import dt as dt_util
from homeassistant.util.ulid import ulid_now

from ..campuslink.device.recorder.orders import RecorderState, RecordingOrder
from ..campuslink.errors import (
    CampusLinkError,
    CannotConnectError,
    CredentialsError,
    LinkError,
    NotWritableError,
    RefusalReason,
    RefusedError,
)
from ..campuslink.model import Quality, Reading
from ..const import DOMAIN
from ..coordinator import DeviceCoordinator
from .rules.actor import NOBODY, Actor
from .running import RecorderCommand, async_note_command, async_running_lesson
from .targets import recorder_of

ANSWER_LIMIT_S: Final = 60.0
"""Beyond what any family takes to show what it was told."""

BY_HAND_LASTS: Final = timedelta(hours=2)
"""For how long a recorder makes room when a person starts it; it goes on until it is stopped."""

REASON_LIMIT: Final = 200
_SPACES = re.compile(r"[\x00-\x1f\x7f\s]+")

EXPECTED: Final[Mapping[RecorderCommand, frozenset[RecorderState]]] = {
    RecorderCommand.START: frozenset({RecorderState.RECORDING}),
    RecorderCommand.STOP: frozenset({RecorderState.IDLE}),
    RecorderCommand.PAUSE: frozenset({RecorderState.PAUSED}),
    RecorderCommand.RESUME: frozenset({RecorderState.RECORDING}),
}
"""What must be seen after a command."""

TROUBLES: Final[tuple[tuple[type[Exception], str], ...]] = (
    (RefusedError, "recorder_refused"),
    (CredentialsError, "recorder_password"),
    (NotWritableError, "recorder_cannot"),
    (CannotConnectError, "recorder_unreachable"),
    (LinkError, "recorder_unknown"),
    (TimeoutError, "recorder_unknown"),
    (CampusLinkError, "recorder_refused"),
)
"""Sentence by what went wrong."""

BUSY: Final = "recorder_busy"
NOT_SEEN: Final = "recorder_not_seen"
LESSON_RUNS: Final = "recorder_lesson_runs"


async def async_actor(hass: HomeAssistant, context: Context | None) -> Actor:
    """Return who stands behind a call."""
    user = await hass.auth.async_get_user(context.user_id) if context and context.user_id else None
    return Actor(name=user.name or "", user_id=user.id) if user else NOBODY


async def async_start(
    hass: HomeAssistant, coordinator: DeviceCoordinator, actor: Actor, about: Mapping[str, str] | None = None
) -> RecordingOrder:
    """Record; during a timetabled lesson it is the lesson that is recorded. Return what is recorded.

    about: what is said of a recording that is no lesson: fields of `RecordingOrder`. Raises HomeAssistantError.
    """
    order = order_for(hass, coordinator, about or {})
    device = recorder_of(coordinator)
    await _async_tell(coordinator, RecorderCommand.START, lambda: device.start(order))
    async_note_command(hass, coordinator, RecorderCommand.START, actor, order=order)
    return order


async def async_stop(
    hass: HomeAssistant, coordinator: DeviceCoordinator, actor: Actor, *, confirm: bool = False, reason: str = ""
) -> None:
    """End what is recorded. A timetabled lesson wants a confirmation and a reason. Raises HomeAssistantError."""
    why = _guard(hass, coordinator, confirm=confirm, reason=reason)
    await _async_tell(coordinator, RecorderCommand.STOP, recorder_of(coordinator).stop)
    async_note_command(hass, coordinator, RecorderCommand.STOP, actor, reason=why)


async def async_pause(
    hass: HomeAssistant, coordinator: DeviceCoordinator, actor: Actor, *, confirm: bool = False, reason: str = ""
) -> None:
    """Interrupt what is recorded. A timetabled lesson wants a confirmation and a reason. Raises HomeAssistantError."""
    why = _guard(hass, coordinator, confirm=confirm, reason=reason)
    await _async_tell(coordinator, RecorderCommand.PAUSE, recorder_of(coordinator).pause)
    async_note_command(hass, coordinator, RecorderCommand.PAUSE, actor, reason=why)


async def async_resume(hass: HomeAssistant, coordinator: DeviceCoordinator, actor: Actor) -> None:
    """Go on after a pause. Raises HomeAssistantError."""
    await _async_tell(coordinator, RecorderCommand.RESUME, recorder_of(coordinator).resume)
    async_note_command(hass, coordinator, RecorderCommand.RESUME, actor)


def order_for(hass: HomeAssistant, coordinator: DeviceCoordinator, about: Mapping[str, str]) -> RecordingOrder:
    """Return what a recorder is to be told now: the lesson that runs, else a recording somebody starts by hand."""
    told: dict[str, Any] = {key: clean for key, text in about.items() if (clean := clean_text(text))}
    if running := async_running_lesson(hass, coordinator):
        return replace(running.order, **told)
    now = dt_util.utcnow()
    title = told.pop("title", coordinator.settings.title)
    return RecordingOrder(id=f"hand-{ulid_now().lower()}", title=title, start=now, end=now + BY_HAND_LASTS, **told)


def clean_text(text: str) -> str:
    """Return what a person typed as one line."""
    return _SPACES.sub(" ", text).strip()[:REASON_LIMIT]


def _guard(hass: HomeAssistant, coordinator: DeviceCoordinator, *, confirm: bool, reason: str) -> str:
    """Return the reason. Raises ServiceValidationError when a lesson is recorded and either is missing."""
    why = clean_text(reason)
    state = coordinator.snapshot.readings.get("state")
    is_idle = state is not None and state.is_good and state.value == RecorderState.IDLE
    running = None if is_idle else async_running_lesson(hass, coordinator)
    if running and not (confirm and why):
        end = dt_util.as_local(running.lesson.end)
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=LESSON_RUNS,
            translation_placeholders={
                "name": coordinator.settings.title,
                "lesson": running.lesson.course,
                "end": f"{end:%H:%M}",
            },
        )
    return why


async def _async_tell(
    coordinator: DeviceCoordinator, command: RecorderCommand, send: Callable[[], Awaitable[RecorderState]]
) -> None:
    """Send a command and show what was seen afterwards. Raises HomeAssistantError, translated."""
    name = coordinator.settings.title
    try:
        async with asyncio.timeout(ANSWER_LIMIT_S):
            state = await send()
    except (CampusLinkError, TimeoutError) as err:
        coordinator.on_news()
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=_sentence_of(err),
            translation_placeholders={"name": name, "detail": clean_text(str(err))},
        ) from err
    coordinator.on_push({"state": Reading(state.value, Quality.GOOD, dt_util.utcnow().timestamp())})
    coordinator.on_news()
    if state not in EXPECTED[command]:
        raise HomeAssistantError(
            translation_domain=DOMAIN,
            translation_key=NOT_SEEN,
            translation_placeholders={"name": name, "observed": state.value},
        )


def _sentence_of(err: CampusLinkError | TimeoutError) -> str:
    if isinstance(err, RefusedError) and err.reason is RefusalReason.BUSY:
        return BUSY
    return next(key for kind, key in TROUBLES if isinstance(err, kind))
