"""Triggers of recordings made by timetable: a step was missed, one started, stopped, was confirmed, is in trouble."""

from typing import Any, ClassVar, override

import probatio
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.dispatcher import async_dispatcher_connect
from homeassistant.helpers.trigger import Trigger, TriggerActionRunner, TriggerConfig
from homeassistant.helpers.typing import ConfigType

from .ledger_targets import is_meant
from .news import SIGNAL_RECORDING, NewsKind, RecordingNews

_SCHEMA = probatio.Schema(
    {
        probatio.Optional(CONF_TARGET, default=dict): cv.TARGET_FIELDS,
        probatio.Optional(CONF_OPTIONS, default=dict): {},
    }
)


class RecordingTrigger(Trigger):
    """Fires for each recording in a targeted room, or of a targeted recorder; without a target for each one."""

    KIND: ClassVar[NewsKind]

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = _SCHEMA(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: TriggerConfig) -> None:
        super().__init__(hass, config)
        self._target = config.target or {}

    @override
    async def async_attach_runner(self, run_action: TriggerActionRunner, did_not_trigger: Any = None) -> CALLBACK_TYPE:
        @callback
        def hear(news: RecordingNews) -> None:
            if news.kind is self.KIND and is_meant(self._hass, self._target, news.recording.subject):
                subject = news.recording.subject
                run_action(news.payload(), f"{subject.room}: {news.recording.plan.course}")

        return async_dispatcher_connect(self._hass, SIGNAL_RECORDING, hear)


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
