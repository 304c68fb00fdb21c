"""Lamps that do what they are told, and a list of what they were told."""

from typing import Any

from homeassistant.core import HomeAssistant, ServiceCall, callback

type Told = list[tuple[str, str, Any]]
"""Action, lamp without its area, brightness in percent."""


def obey(hass: HomeAssistant) -> Told:
    """Let every lamp do what it is told."""
    told: Told = []

    @callback
    def act(call: ServiceCall) -> None:
        level = call.data.get("brightness_pct")
        for lamp in call.data["entity_id"]:
            before = hass.states.get(lamp)
            assert before is not None
            told.append((call.service, lamp.rsplit("_", 1)[-1], level))
            attributes = dict(before.attributes)
            if attributes.get("supported_color_modes") == ["brightness"]:
                attributes["brightness"] = round((level or 100) * 2.55) if call.service == "turn_on" else None
            hass.states.async_set(lamp, call.service.removeprefix("turn_"), attributes, context=call.context)

    for service in ("turn_on", "turn_off"):
        hass.services.async_register("light", service, act)
    return told
