"""Triggers of lessons: about to start, started, ended, and the last one of the day."""

from datetime import timedelta
from typing import Any, ClassVar, override

import probatio
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.target import TargetSelection
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig
from homeassistant.util import dt as dt_util

from ..news_trigger import NewsTrigger, Payload
from .leads import async_want_lead
from .lesson_news import SIGNAL_LESSON, LessonNews, describe_lesson
from .rules.moments import Happening
from .targets import is_targeted

CONF_LEAD = "lead"

_SCHEMA = probatio.Schema(
    {
        probatio.Required(CONF_TARGET): cv.TARGET_FIELDS,
        probatio.Optional(CONF_OPTIONS, default=dict): {},
    }
)
_STARTING_SCHEMA = _SCHEMA.extend(
    {probatio.Optional(CONF_OPTIONS, default=dict): {probatio.Optional(CONF_LEAD): cv.positive_time_period}}
)


class LessonTrigger(NewsTrigger[LessonNews]):
    """Fires for each targeted room at which a lesson is at this point."""

    SIGNAL = SIGNAL_LESSON
    SCHEMA = _SCHEMA
    HAPPENING: ClassVar[Happening]

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._selection = TargetSelection(self._target)

    @override
    def _is_meant(self, news: LessonNews) -> bool:
        return news.happening is self.HAPPENING and is_targeted(self._hass, self._selection, news.room)

    @override
    def _payload(self, news: LessonNews) -> Payload:
        return _payload(news), f"{news.room.title}: {news.lesson.course}"


class LessonStartingTrigger(LessonTrigger):
    """Fires some time before a lesson starts: what is chosen, else when the room opens."""

    SCHEMA = _STARTING_SCHEMA
    HAPPENING = Happening.STARTING

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._lead: timedelta | None = self._options.get(CONF_LEAD)

    @override
    async def async_attach_runner(self, run_action: TriggerActionRunner, did_not_trigger: Any = None) -> CALLBACK_TYPE:
        ends = [await super().async_attach_runner(run_action, did_not_trigger)]
        if self._lead is not None:
            ends.append(async_want_lead(self._hass, self._lead))

        @callback
        def end() -> None:
            for each in ends:
                each()

        return end

    @override
    def _is_meant(self, news: LessonNews) -> bool:
        wanted = news.room.open_before if self._lead is None else self._lead
        return super()._is_meant(news) and news.lead == wanted


class LessonStartedTrigger(LessonTrigger):
    """Fires when a lesson starts; after a restart also for one that runs."""

    HAPPENING = Happening.STARTED


class LessonEndedTrigger(LessonTrigger):
    """Fires when a lesson ends."""

    HAPPENING = Happening.ENDED


class LastLessonEndedTrigger(LessonTrigger):
    """Fires when the last lesson of the day ends."""

    HAPPENING = Happening.LAST_ENDED


TRIGGERS: dict[str, type[Trigger]] = {
    Happening.STARTING.value: LessonStartingTrigger,
    Happening.STARTED.value: LessonStartedTrigger,
    Happening.ENDED.value: LessonEndedTrigger,
    Happening.LAST_ENDED.value: LastLessonEndedTrigger,
}


def _payload(news: LessonNews) -> dict[str, Any]:
    return {
        "room": news.room.title,
        "area_id": news.room.area_id,
        "is_recorded": news.room.is_recorded,
        "is_late": news.is_late,
        **describe_lesson(news.lesson, dt_util.now()),
    }
