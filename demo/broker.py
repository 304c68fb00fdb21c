"""Home Assistant's own MQTT integration, connected to the simulated campus's broker by its own set-up steps."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .flows import CONFIG_FLOW, FlowError, fill

MQTT = "mqtt"


async def connect_broker(api: Api, devices: Sequence[Mapping[str, Json]]) -> None:
    """Set the integration up, or tell it where the broker is now. Does nothing without nodes."""
    broker = next((device["broker"] for device in devices if "broker" in device), None)
    if broker is None:
        return
    entries = await api.command("config_entries/get", domain=MQTT)
    handler: dict[str, Json] = {"handler": MQTT, "show_advanced_options": False}
    if entries:
        handler["entry_id"] = entries[0]["entry_id"]
    step = await api.post(CONFIG_FLOW, handler)
    answers = {"broker": broker["host"], "port": broker["port"], "set_ca_cert": "off", "set_client_cert": False}
    step = await api.post(f"{CONFIG_FLOW}/{step['flow_id']}", fill(step["data_schema"], answers))
    is_done = step["type"] == "create_entry" or step.get("reason") == "reconfigure_successful"
    if not is_done:
        raise FlowError(f"the MQTT integration cannot be set up: {step.get('errors') or step}")
