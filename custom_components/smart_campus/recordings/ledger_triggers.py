"""Triggers of recordings made by timetable: a step was missed, one started, stopped, was confirmed, is in trouble."""

from typing import ClassVar, override

import probatio
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.trigger import Trigger

from ..news_trigger import NewsTrigger, Payload
from ..targets import resolve_targets
from .ledger_targets import is_meant
from .news import SIGNAL_RECORDING, NewsKind, RecordingNews

_SCHEMA = probatio.Schema(
    {
        probatio.Optional(CONF_TARGET, default=dict): cv.TARGET_FIELDS,
        probatio.Optional(CONF_OPTIONS, default=dict): {},
    }
)


class RecordingTrigger(NewsTrigger[RecordingNews]):
    """Fires for each recording in a targeted room, or of a targeted recorder; without a target for each one."""

    SIGNAL = SIGNAL_RECORDING
    SCHEMA = _SCHEMA
    KIND: ClassVar[NewsKind]

    @override
    def _is_meant(self, news: RecordingNews) -> bool:
        subject = news.recording.subject
        return news.kind is self.KIND and is_meant(self._hass, resolve_targets(self._hass, self._target), subject)

    @override
    def _payload(self, news: RecordingNews) -> Payload:
        return news.payload(), f"{news.recording.subject.room}: {news.recording.plan.course}"


class StepMissed(RecordingTrigger):
    """Fires at the first step that does not come."""

    KIND = NewsKind.STEP_MISSED


class Started(RecordingTrigger):
    """Fires when a recorder was seen recording."""

    KIND = NewsKind.STARTED


class Stopped(RecordingTrigger):
    """Fires when a recorder was seen stopped."""

    KIND = NewsKind.STOPPED


class Confirmed(RecordingTrigger):
    """Fires when the archive proved what it holds."""

    KIND = NewsKind.CONFIRMED


class InTrouble(RecordingTrigger):
    """Fires when something is wrong with a running recording."""

    KIND = NewsKind.TROUBLE


class TroubleOver(RecordingTrigger):
    """Fires when that is over."""

    KIND = NewsKind.TROUBLE_OVER


TRIGGERS: dict[str, type[Trigger]] = {
    each.KIND.value: each for each in (StepMissed, Started, Stopped, Confirmed, InTrouble, TroubleOver)
}
