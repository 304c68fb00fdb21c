"""The site and its meters, entered through the integration's own set-up steps, one after the other."""

from collections.abc import Mapping, Sequence

from .api import Api, ApiError, Json
from .folder import Memory
from .onboarding import SITE

DOMAIN = "smart_campus"
METER = "meter"
CONFIG_FLOW = "/api/config/config_entries/flow"
SUBENTRY_FLOW = "/api/config/config_entries/subentries/flow"
WAYS = {"tcp": ("modbus_tcp", "meter_gateway"), "rtu_over_tcp": ("modbus_rtu",)}
"""Steps that ask for an endpoint, by the endpoint's transport."""
MODELS = {"carlo-gavazzi-em340": "Carlo Gavazzi EM340"}
"""Model by profile, where the simulated meter is not the first product the profile names."""

type Device = Mapping[str, Json]


class FlowError(Exception):
    """A set-up step did not lead where it should."""


async def add_site(api: Api, memory: Memory, language: str) -> None:
    """Add the site unless it is there."""
    entries = await api.command("config_entries/get", domain=DOMAIN)
    if any(entry["entry_id"] == memory.entry_id for entry in entries):
        return
    step = await api.post(CONFIG_FLOW, {"handler": DOMAIN, "show_advanced_options": False})
    done = await api.post(f"{CONFIG_FLOW}/{step['flow_id']}", {"name": SITE[language]})
    _expect(done, "create_entry")
    memory.entry_id, memory.subentries = done["result"]["entry_id"], {}
    if following := done.get("next_flow"):
        await api.delete(f"{SUBENTRY_FLOW}/{following[1]}")


async def add_meters(
    api: Api, memory: Memory, devices: Sequence[Device], areas: Mapping[str, str], language: str
) -> None:
    """Add each meter that is missing, and move those whose gateway has another port than before."""
    subentries = await api.command("config_entries/subentries/list", entry_id=memory.entry_id)
    known = {subentry["subentry_id"]: subentry["unique_id"] for subentry in subentries}
    for device in devices:
        form = _form(device, areas[device["room"][language]], language)
        subentry_id = memory.subentries.get(device["id"], "")
        if subentry_id not in known:
            await _add_meter(api, memory, device, form)
        elif f":{device['endpoint']['port']}:" not in known[subentry_id]:
            await _move_meter(api, memory.entry_id, subentry_id, device, form)
    subentries = await api.command("config_entries/subentries/list", entry_id=memory.entry_id)
    memory.subentries = {
        device["id"]: subentry["subentry_id"]
        for device in devices
        for subentry in subentries
        if subentry["unique_id"].endswith(f":{device['endpoint']['port']}:{device['address']}")
    }


def _form(device: Device, area_id: str, language: str) -> dict[str, Json]:
    """Return what a person would enter about a device's connection."""
    endpoint = device["endpoint"]
    return {
        "host": endpoint["host"],
        "port": endpoint["port"],
        "address": device["address"],
        "name": device["name"][language],
        "area_id": area_id,
    }


async def _add_meter(api: Api, memory: Memory, device: Device, form: Mapping[str, Json]) -> None:
    step = await api.post(SUBENTRY_FLOW, {"handler": [memory.entry_id, METER]})
    step = await _answer(api, step, {"model": MODELS.get(device["profile"], device["profile"])})
    step = await _choose_way(api, step, device)
    step = await _connect(api, step, device, form)
    _expect(await _answer(api, step, {}), "create_entry")


async def _move_meter(api: Api, entry_id: str, subentry_id: str, device: Device, form: Mapping[str, Json]) -> None:
    step = await api.post(SUBENTRY_FLOW, {"handler": [entry_id, METER], "subentry_id": subentry_id})
    step = await _choose_way(api, step, device)
    step = await _connect(api, step, device, form)
    if step["type"] == "form":
        step = await _answer(api, step, {})
    _expect(step, "abort")
    if step["reason"] != "reconfigure_successful":
        raise FlowError(f"{device['id']}: {step['reason']}")


async def _choose_way(api: Api, step: Json, device: Device) -> Json:
    """Take the menu's entry for the device's transport; models with one way only show no menu."""
    if step["type"] != "menu":
        return step
    wanted = WAYS[device["endpoint"]["transport"]]
    choice = next((way for way in step["menu_options"] if way in wanted), None)
    if choice is None:
        raise FlowError(f"{device['id']}: no way like {wanted} among {step['menu_options']}")
    return await _answer(api, step, {"next_step_id": choice})


async def _connect(api: Api, step: Json, device: Device, form: Mapping[str, Json]) -> Json:
    """Fill in the connection form, parameters of the model at their defaults."""
    defaults = {field["name"]: field["default"] for field in step["data_schema"] if "default" in field}
    names = {field["name"] for field in step["data_schema"]}
    step = await _answer(api, step, {name: value for name, value in {**defaults, **form}.items() if name in names})
    if step.get("errors"):
        raise FlowError(f"{device['id']}: {step['errors']} {step.get('description_placeholders')}")
    return step


async def _answer(api: Api, step: Json, values: Mapping[str, Json]) -> Json:
    try:
        return await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", values)
    except ApiError as error:
        raise FlowError(f"step {step.get('step_id')} with {values}: {error}") from error


def _expect(step: Json, kind: str) -> None:
    if step["type"] != kind:
        raise FlowError(f"expected {kind}, got {step}")
