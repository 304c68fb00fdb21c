"""What people decide about recordings: not this one, after all, a little longer."""

from datetime import datetime, timedelta

from homeassistant.exceptions import ServiceValidationError
from homeassistant.util import dt as dt_util

from ..const import DOMAIN
from ..store.rules.times import to_ms
from .auto import AutoRecording
from .rules.actor import Actor
from .rules.recording import Recording
from .rules.steps import Cause, Step


async def async_skip(auto: AutoRecording, recording: Recording, cause: Cause, reason: str, actor: Actor) -> None:
    """Do not record a lesson, or not any longer. Raises ServiceValidationError when it is over."""
    _require(recording, is_possible=recording.end > dt_util.utcnow() or recording.is_recording, key="recording_over")
    if recording.skip is None:
        await auto.ledger.async_note(recording, Step.SKIPPED, cause, detail=reason, actor=actor)
        auto.async_follow()


async def async_unskip(auto: AutoRecording, recording: Recording, reason: str, actor: Actor) -> None:
    """Record a lesson after all that a person did not want. Raises ServiceValidationError when nobody skipped it."""
    by_person = recording.skip is not None and recording.skip.cause in {Cause.PERSON, Cause.EMPTY_ROOM}
    _require(recording, is_possible=by_person or recording.is_left_alone, key="recording_not_skipped")
    _require(recording, is_possible=recording.end > dt_util.utcnow(), key="recording_over")
    data = recording.plan.to_json()
    await auto.ledger.async_note(recording, Step.PLANNED, Cause.PERSON, detail=reason, actor=actor, data=data)
    auto.async_follow()


async def async_extend(
    auto: AutoRecording, recording: Recording, more: timedelta, reason: str, actor: Actor
) -> tuple[datetime, Recording | None]:
    """Record beyond the end of a lesson; return up to when, and the lesson that allows no more.

    Raises ServiceValidationError when it is over or the next lesson follows at once.
    """
    _require(recording, is_possible=not recording.is_held and recording.end > dt_util.utcnow(), key="recording_over")
    following = auto.next_on(recording)
    wanted = recording.end + more
    until = wanted if following is None else min(wanted, following.start)
    if following is not None and until <= recording.end:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="recording_no_room",
            translation_placeholders={"lesson": following.plan.course, "room": recording.subject.room},
        )
    data = {"end_ms": to_ms(until)}
    await auto.ledger.async_note(recording, Step.EXTENDED, Cause.PERSON, detail=reason, actor=actor, data=data)
    auto.async_follow()
    return until, following if until < wanted else None


def _require(recording: Recording, *, is_possible: bool, key: str) -> None:
    if not is_possible:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=key,
            translation_placeholders={"lesson": recording.plan.course, "room": recording.subject.room},
        )
