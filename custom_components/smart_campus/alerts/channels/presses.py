"""What people press, taken to the desk."""

from dataclasses import dataclass, replace
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from ..answering import Answer
from ..desk import async_get_desk
from ..rules.alert import Actor, Alert, Severity
from ..rules.words import render
from .open_channel import ChannelContext
from .rules.card import Card
from .rules.links import SealError
from .rules.words import word

MINE: Final = frozenset({"acknowledge", "snooze", "details"})
SETTLED: Final = frozenset({"acknowledged", "already_acknowledged", "resolved", "already_resolved"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Taken:
    """What became of a press, worded for who pressed."""

    is_good: bool
    said: str
    language: str
    title: str = ""
    """The alert's; empty when who pressed is not to know of it."""
    severity: Severity = Severity.NOTICE
    status: str = ""
    """What the card says from now on; empty when it stays as it is."""


def say(hass: HomeAssistant, answer: Answer, language: str) -> str:
    """Return the desk's answer as a sentence in a language."""
    return render(answer.text, language, dt_util.get_time_zone(hass.config.time_zone))


async def async_take_press(
    context: ChannelContext, *, mark: str, address: str, button_id: str, user_id: str | None = None
) -> Taken:
    """Take a press on a card that only the receiver of that card can have made.

    address: who pressed, as the platform proves it. button_id: ``own_1`` stands for the first of the alert's own.
    """
    person = context.memory.person_at(context.key, address)
    language = person.language if person else context.hass.config.language
    try:
        alert_id = context.memory.seal.open_mark(mark, channel=context.key, receiver=address)
    except SealError:
        return Taken(is_good=False, said=word("not_for_you", language), language=language)
    desk = await async_get_desk(context.hass)
    if button_id.startswith("own_"):
        button_id = _own_button(await desk.async_find(alert_id), button_id)
    actor = Actor(person.name if person and person.name else address, user_id, context.key)
    answer = await desk.async_answer(alert_id, button_id, actor)
    alert = answer.alert
    is_settled = alert is not None and answer.code in SETTLED
    return Taken(
        is_good=answer.is_done,
        said=say(context.hass, answer, language),
        language=language,
        title=render(alert.title, language) if alert else "",
        severity=alert.severity if alert else Severity.NOTICE,
        status=_status(context, alert, language) if alert and is_settled else "",
    )


def card_after(kept: Card | None, taken: Taken, mark: str) -> Card:
    """Return the card as it is after a press: with what became of it, or with a note and its buttons still there."""
    card = kept or Card(title=taken.title, text="", severity=taken.severity, language=taken.language, mark=mark)
    if taken.status:
        return replace(card, status=taken.status, buttons=(), link=None)
    if card.buttons:
        return replace(card, text=f"{taken.said}\n{card.text}")
    return replace(card, status=taken.said)


def _own_button(alert: Alert | None, place: str) -> str:
    own = [button.id for button in alert.buttons if button.id not in MINE] if alert else []
    number = place.removeprefix("own_")
    return own[int(number) - 1] if number.isdecimal() and 1 <= int(number) <= len(own) else place


def _status(context: ChannelContext, alert: Alert, language: str) -> str:
    """Return who took an alert on, or that it is over: true whoever pressed."""
    zone = dt_util.get_time_zone(context.hass.config.time_zone)
    if alert.resolved_at is not None:
        return word("is_resolved", language, at=alert.resolved_at.astimezone(zone).strftime("%H:%M"))
    if alert.acknowledged_at is None:
        return ""
    name = (
        alert.acknowledged_by.name
        if alert.acknowledged_by and alert.acknowledged_by.name
        else word("somebody", language)
    )
    return word("is_acknowledged", language, name=name, at=alert.acknowledged_at.astimezone(zone).strftime("%H:%M"))
