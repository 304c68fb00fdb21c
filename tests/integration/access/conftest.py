"""A site with one simulated door controller on a real socket, and Home Assistant that reads it."""

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from homeassistant.config_entries import ConfigEntry, ConfigSubentryDataWithId
from homeassistant.core import HomeAssistant
from homeassistant.helpers import entity_registry as er
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.smart_campus.access.connection import DATA_LISTENER
from custom_components.smart_campus.access.log import AccessLog, async_get_access_log
from custom_components.smart_campus.access.rules.search import Query
from custom_components.smart_campus.campuslink.link.uhppote_listener import PushListener
from custom_components.smart_campus.const import DOMAIN
from simulator.uhppote_board import Board, Card
from simulator.uhppote_controller import UhppoteController

from ..conftest import make_site, settle

SERIAL = 405419896
KEY = "gate1"
CARD = 6154412
ALLOWED = {"allow_open": True, "allow_modes": True, "allow_release": True}


@pytest.fixture(autouse=True)
def _allow_loopback(socket_enabled: None) -> None:
    """The controller listens on the loopback address."""


@pytest.fixture
def board() -> Board:
    """A controller whose clock is right, with one card for doors 1 and 2."""
    board = Board(serial=SERIAL, now=lambda: dt_util.now().replace(tzinfo=None))
    day, today = timedelta(days=1), dt_util.now().date()
    board.cards[CARD] = Card(number=CARD, start=today - day, end=today + 365 * day, doors=(1, 1, 0, 0))
    return board


@pytest.fixture
async def controller(board: Board) -> AsyncIterator[UhppoteController]:
    async with UhppoteController(board) as controller:
        yield controller


def gate(controller: UhppoteController, *, transport: str = "udp", **options: Any) -> ConfigSubentryDataWithId:
    """Return the subentry of the controller."""
    return ConfigSubentryDataWithId(
        subentry_id="gate",
        subentry_type="gate",
        title="North gate",
        unique_id=f"gate:{SERIAL}",
        data={
            "profile": "uhppote-ut0311",
            "endpoint": {"transport": transport, "host": controller.host, "port": controller.port},
            "address": str(SERIAL),
            "key": KEY,
            "options": options,
        },
    )


async def start(hass: HomeAssistant, controller: UhppoteController, **options: Any) -> MockConfigEntry:
    """Set up a site with the controller, and read it once."""
    hass.data[DATA_LISTENER] = PushListener(port=0, address="127.0.0.1")
    entry = make_site(gate(controller, **options))
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await settle(hass, entry)
    return entry


async def read(hass: HomeAssistant, entry: ConfigEntry) -> None:
    """Read the controller once, and let states be written."""
    await entry.runtime_data.coordinators["gate"].polled.poll_now()
    await hass.async_block_till_done()


def entity_of(hass: HomeAssistant, platform: str, key: str) -> str:
    """Return the entity id of one of the controller's entities."""
    entity_id = er.async_get(hass).async_get_entity_id(platform, DOMAIN, f"{KEY}_{key}")
    assert entity_id is not None
    return entity_id


def state_of(hass: HomeAssistant, platform: str, key: str) -> str:
    """Return the state of one of the controller's entities."""
    state = hass.states.get(entity_of(hass, platform, key))
    assert state is not None
    return state.state


async def rows_of(hass: HomeAssistant, **query: Any) -> list[dict[str, Any]]:
    """Return the rows of the access log, the oldest first."""
    log: AccessLog = await async_get_access_log(hass)
    page = await log.async_search(Query(limit=1000, **query))
    return sorted(page.rows, key=lambda row: row["seq"])


def local(moment: datetime) -> str:
    """Return a moment as a person enters it."""
    return dt_util.as_local(moment).replace(tzinfo=None).isoformat(sep=" ", timespec="seconds")
