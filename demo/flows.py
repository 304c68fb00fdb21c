"""The site and its devices, entered through the integration's own set-up steps."""

import asyncio
import json
from collections.abc import Collection, Mapping, Sequence
from contextlib import nullcontext

from .api import Api, ApiError, Json
from .folder import Memory
from .onboarding import SITE

DOMAIN = "smart_campus"
CONFIG_FLOW = "/api/config/config_entries/flow"
SUBENTRY_FLOW = "/api/config/config_entries/subentries/flow"
WAYS = {
    "tcp": ("modbus_tcp", "meter_gateway", "projector_pjlink"),
    "rtu_over_tcp": ("modbus_rtu",),
    "udp": ("uhppote_udp",),
    "http": ("isapi_http", "recorder_http"),
    "ssh": ("recorder_ssh",),
    "local": ("save", "list"),
}
"""Entries of menus that ask how a device is reached or what it looks at, the first one there is, by transport."""
FURTHER = {"switch": "ports", "gate": "doors", "projector": "upkeep"}
"""Entry of the reconfigure menu that asks for the options, by kind."""
MODELS = {
    "carlo-gavazzi-em340": "Carlo Gavazzi EM340",
    "cisco-ios": "Cisco Catalyst 2960-X",
    "h3c-comware": "H3C S6520",
    "huawei-vrp": "Huawei S5700",
    "ruijie-rgos": "Ruijie RG-S5700",
}
"""Model by profile, where the simulated device is not the first product the profile names."""
PROBE = "probe"
NAME_KEYS = {"en", "zh-Hans"}
MOST_STEPS = 8
AT_ONCE = 8
"""Most of a set-up is waiting: for a line that is read by others as well, for what nodes tell within two seconds."""
FEWER_AT_ONCE: Mapping[str, int] = {"broker": 4, "udp": 3}
"""Of those, by transport. Core subscribes to topics of the broker only once nobody has asked for another one for a
moment; one process answers for all switches."""
TRIES, PAUSE_S = 3, 2.0
"""How often a form that says there was no answer is sent, as a person would send it again."""
LATE = frozenset({"no_answer", "no_answer_or_community", "nothing_read", "cannot_connect"})
"""Errors of forms that a slow machine shows of devices in order."""

type Device = Mapping[str, Json]
type Answers = Mapping[str, Json]


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
    memory.entry_id, memory.subentries, memory.places = done["result"]["entry_id"], {}, {}
    if following := done.get("next_flow"):
        await api.delete(f"{SUBENTRY_FLOW}/{following[1]}")


async def add_devices(
    api: Api, memory: Memory, devices: Sequence[Device], areas: Mapping[str, str], language: str
) -> set[str]:
    """Add each device that is missing, and move those that have another place than before.

    Return the ids of those that were added.
    """
    known = {subentry["subentry_id"] for subentry in await subentries_of(api, memory)}
    seats = asyncio.Semaphore(AT_ONCE)
    fewer = {transport: asyncio.Semaphore(count) for transport, count in FEWER_AT_ONCE.items()}

    async def set_up(device: Device) -> None:
        answers = _answers(device, areas[device["room"][language]], language)
        subentry_id = memory.subentries.get(device["id"], "")
        async with fewer.get(device["endpoint"]["transport"], nullcontext()), seats:
            if subentry_id not in known:
                await _add(api, memory.entry_id, device, answers)
            elif device["kind"] == PROBE and memory.places.get(device["id"]) != _place(device):
                await _remove(api, memory.entry_id, subentry_id)
                await _add(api, memory.entry_id, device, answers)
            elif memory.places.get(device["id"]) != _place(device):
                await _reconfigure(api, memory.entry_id, subentry_id, device, answers)

    await asyncio.gather(*(set_up(device) for device in devices))
    by_title = {subentry["title"]: subentry["subentry_id"] for subentry in await subentries_of(api, memory)}
    memory.subentries = {device["id"]: by_title.get(device["name"][language], "") for device in devices}
    memory.places = {device["id"]: _place(device) for device in devices}
    return {device_id for device_id, subentry_id in memory.subentries.items() if subentry_id not in known}


async def set_options(
    api: Api, memory: Memory, devices: Sequence[Device], added: Collection[str], language: str
) -> None:
    """Set what a kind asks for in a step of its own, of the devices that were added; some must have been read once."""
    seats = asyncio.Semaphore(AT_ONCE)

    async def set_further(device: Device, entry: str) -> None:
        answers = _localized(device["options"], language)
        async with seats:
            await _reconfigure(api, memory.entry_id, memory.subentries[device["id"]], device, answers, entry=entry)

    await asyncio.gather(
        *(
            set_further(device, entry)
            for device in devices
            if device["id"] in added and device["options"] and (entry := FURTHER.get(device["kind"]))
        )
    )


async def subentries_of(api: Api, memory: Memory) -> Sequence[Mapping[str, Json]]:
    """Return the site's subentries as the interface lists them."""
    found: Sequence[Mapping[str, Json]] = await api.command("config_entries/subentries/list", entry_id=memory.entry_id)
    return found


def _answers(device: Device, area_id: str, language: str) -> Answers:
    """Return what a person would enter about a device, by the form's field."""
    return {
        "model": MODELS.get(device["profile"], device["profile"]),
        **device["endpoint"],
        **device["credentials"],
        **device.get("params", {}),
        **_localized(device["options"], language),
        "address": device["address"],
        "name": device["name"][language],
        "area_id": area_id,
    }


def _localized(value: Json, language: str) -> Json:
    """Return a value with every name in one language, where the simulator gives it in both."""
    if isinstance(value, dict):
        if value.keys() == NAME_KEYS:
            return value[language]
        return {key: _localized(part, language) for key, part in value.items()}
    return [_localized(part, language) for part in value] if isinstance(value, list) else value


def _place(device: Device) -> str:
    return json.dumps([device["endpoint"], device["address"]], sort_keys=True)


async def _add(api: Api, entry_id: str, device: Device, answers: Answers) -> None:
    step = await api.post(SUBENTRY_FLOW, {"handler": [entry_id, device["kind"]]})
    _expect(await _walk(api, step, device, answers), "create_entry")


async def _remove(api: Api, entry_id: str, subentry_id: str) -> None:
    await api.command("config_entries/subentries/delete", entry_id=entry_id, subentry_id=subentry_id)


async def _reconfigure(
    api: Api, entry_id: str, subentry_id: str, device: Device, answers: Answers, *, entry: str = ""
) -> None:
    """Change a device. entry: of the menu, empty for the place where it is."""
    step = await api.post(SUBENTRY_FLOW, {"handler": [entry_id, device["kind"]], "subentry_id": subentry_id})
    step = await _walk(api, step, device, answers, entry)
    _expect(step, "abort")
    if step["reason"] != "reconfigure_successful":
        raise FlowError(f"{device['id']}: {step['reason']}")


async def _walk(api: Api, step: Json, device: Device, answers: Answers, entry: str = "") -> Json:
    """Answer one step after the other until the flow is over. Raises FlowError for a step that shows an error."""
    tries = TRIES
    for _ in range(MOST_STEPS):
        if tries > 1 and (step.get("errors") or {}).get("base") in LATE:
            tries -= 1
            await asyncio.sleep(PAUSE_S)
        elif step.get("errors"):
            raise FlowError(f"{device['id']}: {step['errors']} {step.get('description_placeholders')}")
        if step["type"] == "menu":
            step = await _answer(api, step, {"next_step_id": entry or _choice(step, device)})
        elif step["type"] == "form":
            step = await _answer(api, step, fill(step["data_schema"] or (), answers))
        else:
            return step
    raise FlowError(f"{device['id']}: more than {MOST_STEPS} steps")


def _choice(step: Json, device: Device) -> str:
    """Return the menu's entry for the device's transport, the first one where none is known."""
    entries: list[str] = step["menu_options"]
    wanted = WAYS.get(device["endpoint"]["transport"], ())
    return next((way for way in wanted if way in entries), entries[0])


def fill(fields: Sequence[Json], answers: Answers) -> dict[str, Json]:
    """Return the form filled in: what is known, and the rest as the form shows it."""
    filled: dict[str, Json] = {}
    for field in fields:
        if field.get("type") == "expandable":
            filled[field["name"]] = fill(field["schema"], answers)
        elif field["name"] in answers:
            filled[field["name"]] = answers[field["name"]]
        elif "suggested_value" in field.get("description", {}):
            filled[field["name"]] = field["description"]["suggested_value"]
        elif "default" in field:
            filled[field["name"]] = field["default"]
    return filled


async def _answer(api: Api, step: Json, values: Mapping[str, Json]) -> Json:
    try:
        return await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", values)
    except ApiError as error:
        raise FlowError(f"step {step.get('step_id')} with {values}: {error}") from error


def _expect(step: Json, kind: str) -> None:
    if step["type"] != kind:
        raise FlowError(f"expected {kind}, got {step}")
