"""The phones of the demo: each gets an owner who may sign in, and registers as the Home Assistant app does."""

from collections.abc import Mapping, Sequence

import aiohttp

from .api import Api, Json
from .flows import FlowError
from .onboarding import sign_in

KIND = "phone"
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


async def _add_owner(api: Api, phone: Device, password: str, language: str) -> None:
    name = phone["options"]["owner"][language]
    created = await api.command("config/auth/create", name=name, group_ids=["system-users"])
    await api.command(
        "config/auth_provider/homeassistant/create",
        user_id=created["user"]["id"],
        username=phone["id"],
        password=password,
    )
