"""The first user, the place on the map, the language; and logging in at later starts."""

from .api import Api
from .folder import DemoFolder

USER = "demo"
SITE = {"en": "Demo campus", "zh-Hans": "演示校区"}
USER_NAME = {"en": "Demo", "zh-Hans": "演示用户"}


async def enter(api: Api, folder: DemoFolder, language: str) -> None:
    """Log in, as a new user at the first start."""
    if folder.memory.is_onboarded:
        await sign_in(api, folder.memory.password)
        return
    await _onboard(api, folder.memory.password, language)
    await _set_language(api, language)
    folder.memory.is_onboarded = True
    folder.save()


async def _onboard(api: Api, password: str, language: str) -> None:
    user = {
        "name": USER_NAME[language],
        "username": USER,
        "password": password,
        "client_id": api.client_id,
        "language": language,
    }
    created = await api.post("/api/onboarding/users", user)
    await api.use_code(created["auth_code"])
    await api.post("/api/onboarding/analytics", {})
    await api.post(
        "/api/onboarding/integration", {"client_id": api.client_id, "redirect_uri": f"{api.url}/?auth_callback=1"}
    )


async def _set_language(api: Api, language: str) -> None:
    await api.command(
        "config/core/update",
        location_name=SITE[language],
        language=language,
        country="CN",
        currency="CNY",
        time_zone="Asia/Shanghai",
        unit_system="metric",
        latitude=30.51,
        longitude=114.41,
        elevation=30,
    )
    formats = {
        "language": language,
        "number_format": "language",
        "time_format": "language",
        "date_format": "language",
        "time_zone": "local",
        "first_weekday": "language",
    }
    await api.command("frontend/set_user_data", key="language", value=formats)


async def sign_in(api: Api, password: str, *, username: str = USER) -> None:
    """Sign in as somebody who has a password."""
    flow = await api.post(
        "/auth/login_flow",
        {"client_id": api.client_id, "handler": ["homeassistant", None], "redirect_uri": f"{api.url}/?auth_callback=1"},
    )
    done = await api.post(
        f"/auth/login_flow/{flow['flow_id']}", {"client_id": api.client_id, "username": username, "password": password}
    )
    await api.use_code(done["result"])
