"""Windows on the page of an administrator: given, seen, taken away; the clear number of a card stays out of events."""

from datetime import timedelta
from types import MappingProxyType
from typing import Any

import pytest
from homeassistant.config_entries import ConfigSubentry
from homeassistant.core import Event, HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from simulator.uhppote_board import Board
from simulator.uhppote_controller import UhppoteController
from tests.integration.dashboard.conftest import Page

from ..conftest import settle
from .conftest import KEY, entity_of, gate, local, read, rows_of, start

VISITOR = 7000001


@pytest.fixture
async def page(hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Page:
    """Return a page of an administrator."""
    assert await async_setup_component(hass, DOMAIN, {})
    return Page(hass, await hass_ws_client(hass))


def window(hass: HomeAssistant, *doors: int, begins_h: float = 1, ends_h: float = 3) -> dict[str, Any]:
    now = dt_util.utcnow()
    return {
        "credential": str(VISITOR),
        "doors": [entity_of(hass, "lock", f"door{door}_lock") for door in doors],
        "from": local(now + timedelta(hours=begins_h)),
        "to": local(now + timedelta(hours=ends_h)),
    }


async def test_a_window_is_given_seen_and_taken_away(
    hass: HomeAssistant, page: Page, controller: UhppoteController, board: Board
) -> None:
    entry = await start(hass, controller)
    first = await page.listen("dashboard/windows/subscribe", site=entry.entry_id)
    assert first["windows"] == []
    assert [(each["entity_id"], each["gate"], each["door"]) for each in first["doors"]] == [
        (entity_of(hass, "lock", f"door{door}_lock"), "North gate", door) for door in range(1, 5)
    ]

    assert await page.ask("access/grant", **window(hass, 1, 3)) is None
    assert [board.cards[VISITOR].doors[door] > 0 for door in range(4)] == [True, False, True, False]
    await page.beat()
    (shown,) = (await page.hear())["windows"]
    assert [(door["gate"], door["door"]) for door in shown["doors"]] == [("North gate", 1), ("North gate", 3)]
    assert str(VISITOR) not in str(shown)
    await page.beat()
    assert await page.is_quiet()

    assert await page.ask("access/revoke", windows=shown["windows"]) is None
    assert VISITOR not in board.cards
    await page.beat()
    assert (await page.hear())["windows"] == []
    assert await page.refused("access/revoke", windows=shown["windows"]) == "home_assistant_error"


async def test_the_clear_number_is_in_no_event_and_the_person_is_in_the_log(
    hass: HomeAssistant, page: Page, controller: UhppoteController
) -> None:
    events: list[Event] = []
    hass.bus.async_listen("*", events.append)
    entry = await start(hass, controller)
    await page.ask("access/grant", **window(hass, 1, begins_h=-1))
    await read(hass, entry)
    assert events != []
    assert str(VISITOR) not in str([event.as_dict() for event in events])
    (user,) = {row["user_id"] for row in await rows_of(hass, kind="command")}
    assert (await hass.auth.async_get_user(user)) is not None


@pytest.mark.parametrize("hours", [{"begins_h": 3, "ends_h": 1}, {"begins_h": -3, "ends_h": -1}])
async def test_a_window_that_cannot_be_is_refused(
    hass: HomeAssistant, page: Page, controller: UhppoteController, board: Board, hours: dict[str, float]
) -> None:
    await start(hass, controller)
    assert await page.refused("access/grant", **window(hass, 1, **hours)) == "home_assistant_error"
    assert VISITOR not in board.cards


async def test_a_silent_gate_keeps_its_part_of_a_window_and_no_other(
    hass: HomeAssistant, page: Page, controller: UhppoteController, board: Board
) -> None:
    other = Board(serial=405419897, now=lambda: dt_util.now().replace(tzinfo=None))
    async with UhppoteController(other) as second:
        entry = await start(hass, controller)
        south = {**gate(second), "subentry_id": "south", "title": "South gate", "unique_id": "gate:405419897"}
        data = {**south["data"], "key": "gate2", "address": "405419897"}
        hass.config_entries.async_add_subentry(entry, ConfigSubentry(**{**south, "data": MappingProxyType(data)}))
        await settle(hass, entry)
        locks = er.async_get(hass)
        doors = [locks.async_get_entity_id("lock", DOMAIN, f"{key}_door1_lock") for key in (KEY, "gate2")]
        await page.ask("access/grant", **{**window(hass), "doors": doors})
        assert [VISITOR in each.cards for each in (board, other)] == [True, True]

        await controller.stop()
        first = await page.listen("dashboard/windows/subscribe", site=entry.entry_id)
        (shown,) = first["windows"]
        assert [door["gate"] for door in shown["doors"]] == ["North gate", "South gate"]
        assert await page.refused("access/revoke", windows=shown["windows"]) == "home_assistant_error"
        assert [VISITOR in each.cards for each in (board, other)] == [True, False]
        await page.beat()
        (left,) = (await page.hear())["windows"]
        assert ([door["gate"] for door in left["doors"]], left["is_to_end"]) == (["North gate"], True)

        await controller.start()
        await page.ask("access/revoke", windows=left["windows"])
        assert VISITOR not in board.cards


async def test_windows_are_shown_again_when_their_site_comes_back(
    hass: HomeAssistant, page: Page, controller: UhppoteController
) -> None:
    entry = await start(hass, controller)
    await page.ask("access/grant", **window(hass, 2))
    assert await hass.config_entries.async_unload(entry.entry_id)
    assert await page.refused("dashboard/windows/subscribe", site=entry.entry_id) == "not_found"
    assert await hass.config_entries.async_setup(entry.entry_id)
    shown = await page.listen("dashboard/windows/subscribe", site=entry.entry_id)
    assert [door["door"] for each in shown["windows"] for door in each["doors"]] == [2]
