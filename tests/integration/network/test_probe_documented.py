"""Home Assistant takes the YAML of the pages on network paths, and what is said there happens."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from homeassistant.core import HomeAssistant, ServiceCall
from homeassistant.helpers import config_validation as cv
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.common import async_mock_service

from simulator.certificates import make_certificate, server_context
from simulator.path_servers import OpenPort, WebServer

from .probe_steps import HOST, probe, rounds, running, set_up, tcp

DOCS = Path(__file__).parents[3] / "docs" / "devices"
PAGES = ("paths.md", "paths.zh-CN.md")
pytestmark = pytest.mark.usefixtures("socket_enabled")


def blocks_of(page: str) -> list[dict[str, Any]]:
    found = re.findall(r"```yaml\n(.*?)```", (DOCS / page).read_text("utf-8"), re.DOTALL)
    return [yaml.safe_load(text) for text in found]


async def load(hass: HomeAssistant, page: str, number: int) -> list[ServiceCall]:
    """Load an automation of a page; return the calls its notifications end up in."""
    calls: list[ServiceCall] = async_mock_service(hass, "notify", "mobile_app_facilities")
    automations = [block for block in blocks_of(page) if "alias" in block]
    assert await async_setup_component(hass, "automation", {"automation": [automations[number]]})
    await hass.async_block_till_done()
    return calls


@pytest.mark.parametrize("page", PAGES)
def test_every_action_of_the_page_is_one_core_takes(page: str) -> None:
    actions = [block for block in blocks_of(page) if "action" in block]
    assert [action["action"] for action in actions] == ["smart_campus.get_paths", "smart_campus.probe_now"]
    for action in actions:
        cv.script_action(action)


@pytest.mark.parametrize("page", PAGES)
async def test_failing_path_is_named_in_a_message(hass: HomeAssistant, page: str) -> None:
    async with running(OpenPort(HOST)) as server:
        entry = await set_up(hass, probe(tcp("storage", server.port)))
        calls = await load(hass, page, 0)
    await rounds(hass, entry, 2)
    assert [call.data["message"] for call in calls] == ["Storage"]


@pytest.mark.parametrize("page", PAGES)
async def test_certificate_that_expires_is_told(hass: HomeAssistant, page: str) -> None:
    server = WebServer(HOST, context=server_context(*make_certificate(HOST, days_left=90)))
    async with running(server):
        page_of = {"id": "a", "name": "A", "way": "https", "host": HOST, "port": server.port}
        entry = await set_up(hass, probe(page_of | {"is_trust_checked": False}))
        calls = await load(hass, page, 1)
    assert calls == []
    server.context = server_context(*make_certificate(HOST, days_left=5))
    async with running(server):
        await rounds(hass, entry, 1)
    assert [re.findall(r"[\d.]+", call.data["message"]) for call in calls] == [["5.0"]]
