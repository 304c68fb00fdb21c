"""Who is told of alerts in the demo: a channel to phones, a contact for each, and groups with their steps."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .flows import SUBENTRY_FLOW, FlowError, fill, subentries_of
from .folder import Memory
from .network import OPTIONS_FLOW

CHANNEL = {"en": "Phones", "zh-Hans": "手机"}
GROUPS: Sequence[tuple[Mapping[str, str], Mapping[str, Json], Sequence[tuple[str, int]]]] = (
    (
        {"en": "Cleaning", "zh-Hans": "保洁"},
        {"categories": ["environment"]},
        (("phone-cleaner", 0), ("phone-supervisor", 1)),
    ),
    (
        {"en": "Technicians", "zh-Hans": "技术值班"},
        {"categories": ["network", "security", "room", "recording", "metering", "other"]},
        (("phone-technician", 0), ("phone-supervisor", 5)),
    ),
)
"""Name, what a group looks after, and its steps: whose phone, after how many minutes."""

AT_ANY_HOUR: Mapping[str, Json] = {"when_notice": "always", "when_warning": "always"}
"""Whoever watches the demo at night wants to see it work as well."""
LEADER = "phone-leader"
TAKEN: Mapping[str, Json] = {
    "leader_after": 5,
    # An automation raises it, with a button for who mopped.
    "sources": [{"source": "floor_wet", "severity": "off"}],
}
"""How the site takes alerts."""

type Device = Mapping[str, Json]


async def add_people(api: Api, memory: Memory, phones: Sequence[Device], language: str) -> None:
    """Add channel, contacts and groups that are missing, and say how alerts are taken.

    The phones must have been registered.
    """
    known = {(each["subentry_type"], each["title"]): each["subentry_id"] for each in await subentries_of(api, memory)}
    if not (channel := known.get(("channel", CHANNEL[language]))):
        test = {"send_test": False, "test_language": language}
        await _walk(api, memory, "channel", {"next_step_id": "phone"}, {"name": CHANNEL[language]}, test)
        channel = await _id_of(api, memory, "channel", CHANNEL[language])
    actions = await notify_actions(api)
    for phone in phones:
        name = phone["options"]["owner"][language]
        if ("contact", name) not in known:
            contact = {"name": name, "language": language, "channels": [channel]}
            await _walk(api, memory, "contact", contact, {"phone": actions[phone["name"][language]]})
    owners = {phone["id"]: phone["options"]["owner"][language] for phone in phones}
    contacts = {phone: await _id_of(api, memory, "contact", name) for phone, name in owners.items()}
    for names, looks_after, steps in GROUPS:
        if ("contact_group", names[language]) not in known:
            rows = [{"contacts": [contacts[phone]], "after": minutes} for phone, minutes in steps]
            await _walk(
                api, memory, "contact_group", {"name": names[language], "steps": rows, **looks_after, **AT_ANY_HOUR}
            )
    step = await api.post(OPTIONS_FLOW, {"handler": memory.entry_id})
    answers = {"leader": contacts[LEADER], **TAKEN}
    await api.post(f"{OPTIONS_FLOW}/{step['flow_id']}", fill(step["data_schema"], answers))


async def notify_actions(api: Api) -> dict[str, str]:
    """Return the notify action of each phone by what it is called."""
    names = {device["id"]: device["name"] for device in await api.command("config/device_registry/list")}
    return {
        names[entity["device_id"]]: f"notify.mobile_app_{entity['entity_id'].partition('.')[2]}"
        for entity in await api.command("config/entity_registry/list")
        if entity["platform"] == "mobile_app" and entity["entity_id"].startswith("notify.")
    }


async def _id_of(api: Api, memory: Memory, kind: str, title: str) -> str:
    for each in await subentries_of(api, memory):
        if (each["subentry_type"], each["title"]) == (kind, title):
            return str(each["subentry_id"])
    raise FlowError(f"the {kind} {title} was not added")


async def _walk(api: Api, memory: Memory, kind: str, *answers: Mapping[str, Json]) -> None:
    """Answer the steps of a flow, the rest of each as the form shows it. Raises FlowError when it leads elsewhere."""
    step = await api.post(SUBENTRY_FLOW, {"handler": [memory.entry_id, kind]})
    for answer in answers:
        given = answer if step["type"] == "menu" else fill(step["data_schema"] or (), answer)
        step = await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", given)
    if step["type"] != "create_entry":
        raise FlowError(f"{kind}: expected it to be added, got {step}")
