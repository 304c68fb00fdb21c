"""What channels remember is bounded, and a damaged file stops nobody from being told."""

from datetime import timedelta
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from custom_components.smart_campus.alerts.channels.memory import (
    LINK_LIFE,
    MOST_PEOPLE,
    MOST_USED,
    STORAGE_KEY,
    ChannelMemory,
    Person,
)
from custom_components.smart_campus.alerts.channels.rules.links import LinkToken


async def loaded(hass: HomeAssistant, **settings: Any) -> ChannelMemory:
    memory = ChannelMemory(hass, **settings)
    await memory.async_load()
    return memory


def token(nonce: str, expires_at_s: float) -> LinkToken:
    return LinkToken("a", "c", "r", "en", int(expires_at_s), nonce)


@pytest.mark.parametrize(
    "data",
    [
        {"keys": 7},
        {"keys": [["!", 1]]},
        {"keys": [["AAAA", 1e12]]},
        {"keys": [[1, 2], None]},
        {"used": ["x"], "people": {"a": 1}},
        {"used": {"x": "y"}},
        {"people": []},
        {},
    ],
)
async def test_damaged_file_counts_as_empty(hass: HomeAssistant, hass_storage: dict[str, Any], data: Any) -> None:
    hass_storage[STORAGE_KEY] = {"version": 1, "minor_version": 1, "key": STORAGE_KEY, "data": data}
    memory = await loaded(hass)
    text = memory.make_link(alert_id="a", channel="c", receiver="r", language="en")
    assert memory.seal.open_link(text, memory.now_s).alert_id == "a"


async def test_used_links_are_forgotten_once_they_would_be_over(hass: HomeAssistant) -> None:
    now = dt_util.utcnow()
    memory = await loaded(hass, wall=lambda: now)
    old = token("old", (now + LINK_LIFE).timestamp())
    assert await memory.async_use(old)
    now += LINK_LIFE + timedelta(seconds=1)
    assert await memory.async_use(token("new", now.timestamp() + 60))
    assert not memory.is_used(old)


async def test_no_more_links_and_people_are_kept_than_there_is_room_for(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    memory = await loaded(hass)
    memory._used = {str(n): int(memory.now_s) + 100 + n for n in range(MOST_USED)}
    assert await memory.async_use(token("last", memory.now_s + 10_000))
    assert memory.is_used(token("last", 0))
    for n in range(MOST_PEOPLE + 5):
        memory.remember("c", f"user{n}", Person(f"Name {n}", "en"))
    assert memory.person_at("c", "user0") is None
    assert memory.person_at("c", f"user{MOST_PEOPLE}") == Person(f"Name {MOST_PEOPLE}", "en")
    assert await memory.async_use(token("again", memory.now_s + 10_000))
    kept = hass_storage[STORAGE_KEY]["data"]
    assert (len(kept["used"]), len(kept["people"])) == (MOST_USED, MOST_PEOPLE)


async def test_addresses_are_not_kept_readable(hass: HomeAssistant, hass_storage: dict[str, Any]) -> None:
    memory = await loaded(hass)
    memory.remember("c", "13800138000", Person("Li Wei", "en"))
    await memory.async_use(token("n", memory.now_s + 100))
    assert "13800138000" not in str(hass_storage[STORAGE_KEY])
