"""The newest inspection as the dashboard hears of it."""

from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER

from .network_site import Stage


async def listen(socket: Any, **fields: Any) -> dict[str, Any]:
    await socket.send_json_auto_id({"type": "smart_campus/inspection/subscribe", **fields})
    assert (await socket.receive_json())["success"]
    return await hear(socket)


async def hear(socket: Any) -> dict[str, Any]:
    event: dict[str, Any] = (await socket.receive_json())["event"]
    return event


async def inspect(hass: HomeAssistant) -> None:
    await hass.services.async_call(DOMAIN, "run_network_inspection", {}, blocking=True)


async def test_inspections_and_signatures_are_told_as_they_come(
    hass: HomeAssistant, stage: Stage, site: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    stage.agents["gym"].silence()
    await stage.run(site, 300)
    socket = await hass_ws_client(hass)
    assert await listen(socket, site=site.entry_id, language="zh-Hans") == {"inspection": None, "is_available": True}

    await inspect(hass)
    told = (await hear(socket))["inspection"]
    assert told["counts"] == {"checked": 5, "critical": 1, "warning": 0, "not_checked": 3}
    (finding,) = told["findings"]
    assert (finding["name"], finding["check"], finding["level"]) == ("Switch gym", "reachable", "critical")
    assert "首次出现" in finding["recurrence"]
    assert told["signed_by"] is None

    user = MockUser(name="Li Lei", is_owner=True).add_to_hass(hass)
    data = {"report_id": told["report_id"], "remark": "<b>seen</b>"}
    await hass.services.async_call(
        DOMAIN, "sign_network_inspection", data, blocking=True, context=Context(user_id=user.id)
    )
    signed = (await hear(socket))["inspection"]
    assert (signed["report_id"], signed["signed_by"], signed["remark"]) == (
        told["report_id"],
        "Li Lei",
        "<b>seen</b>",
    )
    assert signed["signed_at"] is not None


async def test_site_that_is_not_there_is_said(
    hass: HomeAssistant, site: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    socket = await hass_ws_client(hass)
    await socket.send_json_auto_id({"type": "smart_campus/inspection/subscribe", "site": "elsewhere"})
    answer = await socket.receive_json()
    assert (answer["success"], answer["error"]["code"]) == (False, "not_found")


@pytest.fixture
def no_database(hass: HomeAssistant) -> None:
    """Let something else be where the database should be."""
    Path(hass.config.path(FOLDER, DATABASE_FILE)).mkdir(parents=True)


@pytest.mark.usefixtures("no_database")
async def test_database_that_is_gone_is_said(
    hass: HomeAssistant, site: MockConfigEntry, hass_ws_client: WebSocketGenerator
) -> None:
    socket = await hass_ws_client(hass)
    assert await listen(socket, site=site.entry_id) == {"inspection": None, "is_available": False}
