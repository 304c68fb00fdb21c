"""The condition that tests whether something is recorded."""

from typing import Any, Final, override

import probatio
from homeassistant.const import CONF_OPTIONS, CONF_TARGET
from homeassistant.core import HomeAssistant
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.condition import Condition, ConditionConfig
from homeassistant.helpers.typing import ConfigType

from ..targets import resolve_targets
from .ledger_targets import is_meant, running_sites
from .rules.recording import RecordingState

CONF_ONLY_LESSONS: Final = "only_lessons"

_OPTIONS: Final = {probatio.Optional(CONF_ONLY_LESSONS, default=False): cv.boolean}
_SCHEMA: Final = probatio.Schema(
    {
        probatio.Optional(CONF_TARGET, default=dict): cv.TARGET_FIELDS,
        probatio.Optional(CONF_OPTIONS, default=dict): _OPTIONS,
    }
)


class IsRecording(Condition):
    """Tests whether a targeted room, or a targeted recorder, records now, as far as was seen."""

    @classmethod
    @override
    async def async_validate_config(cls, hass: HomeAssistant, config: ConfigType) -> ConfigType:
        validated: ConfigType = _SCHEMA(config)
        return validated

    def __init__(self, hass: HomeAssistant, config: ConditionConfig) -> None:
        super().__init__(hass, config)
        self._target = config.target or {}
        self._only_lessons = bool((config.options or {}).get(CONF_ONLY_LESSONS))

    @override
    def _async_check(self, **kwargs: Any) -> bool:
        targets = resolve_targets(self._hass, self._target)
        return any(
            is_meant(self._hass, targets, recording.subject)
            for auto in running_sites(self._hass)
            for recording in auto.ledger.recordings.values()
            if recording.state is RecordingState.RECORDING and not (self._only_lessons and recording.subject.is_manual)
        )


CONDITIONS: dict[str, type[Condition]] = {"is_recording": IsRecording}
