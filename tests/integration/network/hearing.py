"""Automations that hear of the network."""

from typing import Any

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service


class Ear:
    """Real automations, one for each trigger; what they hear is a list of payloads."""

    def __init__(self, hass: HomeAssistant) -> None:
        self.hass = hass
        self.calls = async_mock_service(hass, "test", "hear")

    async def listen(self, *triggers: str, options: dict[str, Any] | None = None, **target: Any) -> None:
        """Set up automations for some triggers."""
        automations = [
            {
                "alias": f"hear {trigger}",
                "mode": "parallel",
                "max": 50,
                "triggers": [
                    {
                        "trigger": f"smart_campus.{trigger}",
                        **({"options": options} if options else {}),
                        **({"target": target} if target else {}),
                    }
                ],
                "actions": [
                    {
                        "action": "test.hear",
                        "data": {
                            "kind": trigger,
                            "name": "{{ trigger.device_name }}",
                            "port": "{{ trigger.port | default('') }}",
                            "fault": "{{ trigger.fault | default('') }}",
                            "cause": "{{ trigger.cause | default('') }}",
                            "said": "{{ trigger.description }}",
                        },
                    }
                ],
            }
            for trigger in triggers
        ]
        assert await async_setup_component(self.hass, "automation", {"automation": automations})
        await self.hass.async_block_till_done()

    def heard(self, *keys: str) -> list[tuple[str, ...]]:
        """Return what was heard so far, and forget it."""
        found = [tuple(str(call.data[key]) for key in keys) for call in self.calls]
        self.calls.clear()
        return found
