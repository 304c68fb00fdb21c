"""The phones of the demo: each gets an owner who may sign in, and registers as the Home Assistant app does."""

from collections.abc import Mapping, Sequence

import aiohttp

from .api import Api, Json
from .flows import SUBENTRY_FLOW, FlowError, subentries_of
from .folder import Memory
from .onboarding import sign_in

KIND = "phone"
CHANNEL = {"en": "Phones", "zh-Hans": "手机"}
TIMEOUT_S = 30

type Device = Mapping[str, Json]


async def register_phones(api: Api, control_url: str, phones: Sequence[Device], password: str, language: str) -> None:
    """Register every phone in the name of its owner, who has the demo's password. Replaces a former registration."""
    known = {user["username"] for user in await api.command("config/auth/list")}
    timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
    async with aiohttp.ClientSession(control_url, timeout=timeout) as side_door:
        for phone in phones:
            if phone["id"] not in known:
                await _add_owner(api, phone, password, language)
            async with Api(api.url) as owner:
                await sign_in(owner, password, username=phone["id"])
                body = {"url": api.url, "token": owner.token, "name": phone["name"][language]}
                async with side_door.post(f"/devices/{phone['id']}/register", json=body) as answer:
                    if answer.status >= 400:
                        raise FlowError(f"{phone['id']}: {await answer.text()}")


async def add_phone_channel(api: Api, memory: Memory, language: str) -> None:
    """Add the alert channel to phones unless the site has one."""
    if any(each["subentry_type"] == "channel" for each in await subentries_of(api, memory)):
        return
    step = await api.post(SUBENTRY_FLOW, {"handler": [memory.entry_id, "channel"]})
    for answer in (
        {"next_step_id": KIND},
        {"name": CHANNEL[language]},
        {"send_test": False, "test_language": language},
    ):
        step = await api.post(f"{SUBENTRY_FLOW}/{step['flow_id']}", answer)
    if step["type"] != "create_entry":
        raise FlowError(f"the channel to phones: {step}")


async def _add_owner(api: Api, phone: Device, password: str, language: str) -> None:
    name = phone["options"]["owner"][language]
    created = await api.command("config/auth/create", name=name, group_ids=["system-users"])
    await api.command(
        "config/auth_provider/homeassistant/create",
        user_id=created["user"]["id"],
        username=phone["id"],
        password=password,
    )
