"""What a person pressed, on a phone, in a chat or on a page, brought to the alert."""

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from .rules import life
from .rules.alert import Actor, Alert, Text
from .rules.life import LifeError

if TYPE_CHECKING:
    from .desk import AlertDesk


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an answer, for the person who gave it."""

    code: str
    """``acknowledged``, ``already_acknowledged``, ``resolved``, ``already_resolved``, ``snoozed``, ``answered``,
    ``details``, ``unknown_alert`` or ``unknown_button``."""
    text: Text
    """A sentence for that person; `rules.words.render` words it."""
    alert: Alert | None = None

    @property
    def is_done(self) -> bool:
        """Return whether the answer changed something."""
        return self.code in {"acknowledged", "resolved", "snoozed", "answered"}


async def async_answer(desk: AlertDesk, alert_id: str, button_id: str, actor: Actor) -> Answer:
    """Take an answer; never raises for what was pressed."""
    try:
        alert = await desk.async_known(alert_id)
        match button_id:
            case "acknowledge":
                alert = await desk.async_acknowledge(alert_id, actor)
                return Answer("acknowledged", Text("acknowledged"), alert)
            case "snooze":
                alert = await desk.async_snooze(alert_id, actor, life.DEFAULT_SNOOZE / timedelta(minutes=1))
                until = "" if alert.snoozed_until is None else alert.snoozed_until.isoformat(timespec="seconds")
                return Answer("snoozed", Text("snoozed", {"at": until}), alert)
            case "details":
                return Answer("details", Text("see_details"), alert)
        return await _async_own_answer(desk, alert, button_id, actor)
    except LifeError as err:
        return Answer(err.code, err.text, await desk.async_find(alert_id))


async def _async_own_answer(desk: AlertDesk, alert: Alert, button_id: str, actor: Actor) -> Answer:
    """Take an answer that only this alert has. Raises LifeError when the alert is over."""
    button = next((each for each in alert.buttons if each.id == button_id), None)
    if button is None:
        return Answer("unknown_button", Text("unknown_button"), alert)
    life.refuse_over(alert)
    alert = await desk.async_note_answer(alert, button.id, actor)
    if button.resolves:
        return Answer("resolved", Text("resolved"), await desk.async_resolve(alert.id, actor))
    return Answer("answered", Text("answered"), alert)
