"""A repair says why swipes come with a delay, in both languages, and goes when they come at once again."""

import socket
from collections.abc import Iterator

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.access.connection import DATA_LISTENER
from custom_components.smart_campus.campuslink.device.gate import uhppote_news
from custom_components.smart_campus.campuslink.link.uhppote_listener import PushListener
from custom_components.smart_campus.const import DOMAIN
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController

from ..conftest import make_site, settle
from .conftest import KEY, gate, read

ELSEWHERE = ("192.0.2.7", 60001, 0)


@pytest.fixture
def another_program() -> Iterator[socket.socket]:
    """Listen where controllers tell their news."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as taken:
        taken.bind(("127.0.0.1", 0))
        yield taken


def news_issues(hass: HomeAssistant) -> list[str]:
    return sorted(
        issue_id for domain, issue_id in ir.async_get(hass).issues if domain == DOMAIN and "gate_news" in issue_id
    )


async def set_up(hass: HomeAssistant, controller: UhppoteController, port: int = 0) -> MockConfigEntry:
    hass.data[DATA_LISTENER] = PushListener(port=port, address="127.0.0.1")
    entry = make_site(gate(controller))
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry


async def test_a_port_that_another_program_has_is_said_until_it_is_free(
    hass: HomeAssistant,
    controller: UhppoteController,
    another_program: socket.socket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(uhppote_news, "RETRY_S", 0)
    entry = await set_up(hass, controller, another_program.getsockname()[1])
    await read(hass, entry)
    issue = ir.async_get(hass).async_get_issue(DOMAIN, f"gate_news_port_taken_{KEY}")
    assert issue is not None
    assert issue.translation_placeholders == {"name": "North gate"}
    another_program.close()
    await read(hass, entry)
    assert news_issues(hass) == []


async def test_a_controller_that_tells_another_program_is_named(
    hass: HomeAssistant, controller: UhppoteController, board: Board
) -> None:
    board.listener = ELSEWHERE
    entry = await set_up(hass, controller)
    await read(hass, entry)
    assert news_issues(hass) == [f"gate_news_told_elsewhere_{KEY}"]
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert news_issues(hass) == []


async def test_nothing_is_said_while_news_comes(hass: HomeAssistant, controller: UhppoteController) -> None:
    entry = await set_up(hass, controller)
    await read(hass, entry)
    assert news_issues(hass) == []
