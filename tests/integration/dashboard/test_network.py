"""The network of a site in short, played over agents in memory, and the links to its reports."""

from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from pytest_homeassistant_custom_component.common import MockConfigEntry
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.const import DOMAIN
from tests.integration.conftest import FakeCampus
from tests.integration.network.conftest import new_site, site, stage
from tests.integration.network.network_site import Stage

from .conftest import Page

__all__ = ["new_site", "site", "stage"]


@pytest.fixture(autouse=True)
def ready_before(ready: None) -> None:
    """Set the integration up before anything else."""


async def test_switches_are_told_with_their_ports_and_again_after_a_poll_that_brought_news(
    page: Page, stage: Stage, site: MockConfigEntry
) -> None:
    event = await page.listen("dashboard/network/subscribe", site=site.entry_id)
    assert [each["name"] for each in event["switches"]] == ["Switch core", "Switch dist", "Switch gym", "Switch lab"]
    core = event["switches"][0]
    assert (core["ports_up"], core["ports"], core["ports_in_trouble"], core["problem"]) == (8, 8, 0, None)
    assert (event["paths"], event["inspection"]) == ([], None)

    stage.agents["core"].set(5, oper=2)
    await stage.run(site, 60)
    event = await newest(page)
    assert event["switches"][0]["ports_up"] == 7


async def test_cause_of_a_silent_device_is_named(
    page: Page, stage: Stage, campus: FakeCampus, site: MockConfigEntry
) -> None:
    for name in ("dist", "lab"):
        stage.agents[name].silence()
    campus.link(1, "192.0.2.1").silence()
    await stage.run(site, 300)
    event = await page.listen("dashboard/attention/subscribe", site=site.entry_id, language="en")
    found = {each["name"]: (each["caused_by"], each["why"]["text"]) for each in event["offline"]["devices"]}
    assert found["Switch dist"] == (None, "Does not answer")
    assert found["Switch lab"] == ("Switch dist", "Does not answer because of Switch dist")


async def test_inspection_is_told_and_opens_by_a_link_made_anew(
    hass: HomeAssistant,
    page: Page,
    stage: Stage,
    site: MockConfigEntry,
    hass_client_no_auth: ClientSessionGenerator,
) -> None:
    stage.agents["gym"].silence()
    await stage.run(site, 300)
    await page.listen("dashboard/network/subscribe", site=site.entry_id)
    await hass.services.async_call(DOMAIN, "run_network_inspection", {}, blocking=True)
    inspection = (await newest(page))["inspection"]
    assert (inspection["result"], inspection["signed_by"], inspection["is_due"]) == ("critical", None, False)
    assert inspection["counts"]["critical"] == 1

    fields = {"kind": "inspection", "site": site.entry_id, "report_id": inspection["inspection_id"]}
    first, second = [(await page.ask("dashboard/report", **fields, language="zh-Hans"))["url"] for _ in range(2)]
    client = await hass_client_no_auth()
    for url in (first, second):
        answer = await client.get(url)
        assert (answer.status, "网络巡检" in await answer.text()) == (200, True)
    assert (await client.get(first.partition("?")[0])).status == 401
    assert await page.refused("dashboard/report", **{**fields, "report_id": "0" * 32}) == "not_found"
    assert await page.refused("dashboard/report", **{**fields, "report_id": "../../x"}) == "invalid_format"
    assert await page.refused("dashboard/report", kind="inspection", site=site.entry_id) == "invalid_format"
    assert await page.refused("dashboard/report", **{**fields, "site": "nowhere"}) == "not_found"


async def newest(page: Page) -> dict[str, Any]:
    """Return the newest event after a beat."""
    await page.beat()
    await page.socket.send_json_auto_id({"type": "ping"})
    event: dict[str, Any] = {}
    while (message := await page.socket.receive_json())["type"] != "pong":
        event = message["event"]
    return event
