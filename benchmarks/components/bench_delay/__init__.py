"""Notes how old each value is when its state is written; values are milliseconds of the sender's clock.

Says by a file when every sensor has a value, and writes what it noted when Home Assistant stops.
"""

import asyncio
import json
import time
from pathlib import Path
from typing import Any

from homeassistant.components import mqtt
from homeassistant.const import (
    EVENT_HOMEASSISTANT_FINAL_WRITE,
    EVENT_HOMEASSISTANT_STARTED,
    EVENT_STATE_CHANGED,
    STATE_UNAVAILABLE,
    STATE_UNKNOWN,
)
from homeassistant.core import Event, HomeAssistant, callback
from homeassistant.helpers.typing import ConfigType

DOMAIN = "bench_delay"
LOOK_S = 0.5


async def async_setup(hass: HomeAssistant, config: ConfigType) -> bool:
    """Begin to note when Home Assistant has started."""
    settings: dict[str, Any] = config[DOMAIN]
    noted: list[tuple[float, float]] = []
    wrap_ms = settings["wrap_ms"]
    mark = settings["mark"]

    @callback
    def is_marked(data: Any) -> bool:  # noqa: ANN401 - as the event bus hands it
        return mark in data["entity_id"]

    @callback
    def note(event: Event[Any]) -> None:
        now = time.time()
        try:
            sent_ms = float(event.data["new_state"].state)
        except AttributeError, ValueError:
            return
        noted.append((now, (now * 1000 - sent_ms) % wrap_ms))

    @callback
    def receive(_message: mqtt.ReceiveMessage) -> None:
        """Do nothing: what receiving alone costs."""

    async def wait_for_values(_event: Event) -> None:
        if topic := settings.get("receive"):
            await mqtt.async_subscribe(hass, topic, receive, 0, None)
        no_value = (STATE_UNKNOWN, STATE_UNAVAILABLE)
        while sum(state.state not in no_value for state in hass.states.async_all("sensor")) < settings["entities"]:  # noqa: ASYNC110 - no event says so
            await asyncio.sleep(LOOK_S)
        await hass.async_add_executor_job(Path(settings["ready"]).touch)

    async def write(_event: Event) -> None:
        await hass.async_add_executor_job(Path(settings["output"]).write_text, json.dumps(noted))

    hass.bus.async_listen(EVENT_STATE_CHANGED, note, event_filter=is_marked)
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_STARTED, wait_for_values)
    hass.bus.async_listen_once(EVENT_HOMEASSISTANT_FINAL_WRITE, write)
    return True
