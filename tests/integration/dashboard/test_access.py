"""Only administrators see who came through the doors; each new row is told once."""

from datetime import UTC, datetime, timedelta

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockConfigEntry, async_fire_time_changed

from custom_components.smart_campus.access.log import async_get_access_log
from custom_components.smart_campus.access.rules.row import AccessRow, Outcome, RowKind
from custom_components.smart_campus.dashboard import pulse, streaming
from tests.integration.conftest import FakeCampus, set_up

from .conftest import Page

START = datetime(2026, 11, 2, 8, tzinfo=UTC)


def swipe(number: int, *, site: str = "site1", kind: RowKind = RowKind.EVENT, name: str = "Door") -> AccessRow:
    return AccessRow(
        time=START + timedelta(minutes=number),
        kind=kind,
        outcome=Outcome.GRANTED,
        site_id=site,
        site="North",
        controller="405419896",
        door=1,
        door_name=name,
        card="6154412",
        event_index=number,
    )


@pytest.fixture
async def site(ready: None, hass: HomeAssistant, campus: FakeCampus) -> MockConfigEntry:
    return await set_up(hass)


async def test_newest_rows_come_first_then_each_new_one(hass: HomeAssistant, page: Page, site: MockConfigEntry) -> None:
    log = await async_get_access_log(hass)
    await log.append([swipe(number, name="<b>Door</b>") for number in range(5)])
    await log.append([swipe(7, kind=RowKind.AUDIT), swipe(8, kind=RowKind.PERMISSION), swipe(9, site="other")])
    event = await page.listen("dashboard/access/subscribe", site=site.entry_id, limit=3)
    assert [row["event_index"] for row in event["events"]] == [4, 3, 2]
    assert event["events"][0]["door_name"] == "<b>Door</b>"
    assert "6154412" not in str(event)
    assert event["events"][0]["credential"] == log.pseudonym("6154412")

    await page.beat()
    assert await page.is_quiet()
    await log.append([swipe(10), swipe(11, kind=RowKind.COMMAND)])
    await page.beat()
    assert [row["event_index"] for row in (await page.hear())["events"]] == [11, 10]
    await log.append([swipe(12, site="other")])
    await page.beat()
    assert await page.is_quiet()


async def test_a_new_row_is_told_at_once(
    hass: HomeAssistant, page: Page, site: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "BEAT", timedelta(days=1))
    monkeypatch.setattr(streaming, "REST_S", 0)
    log = await async_get_access_log(hass)
    event = await page.listen("dashboard/access/subscribe", site=site.entry_id)
    for number in range(3):
        await log.append([swipe(number)])
        event = await page.hear()
        assert [row["event_index"] for row in event["events"]] == [number]


async def test_a_burst_is_told_with_the_next_beat(
    hass: HomeAssistant, page: Page, site: MockConfigEntry, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pulse, "BEAT", timedelta(days=1))
    monkeypatch.setattr(streaming, "REST_S", 3600)
    log = await async_get_access_log(hass)
    await page.listen("dashboard/access/subscribe", site=site.entry_id)
    for number in range(20):
        await log.append([swipe(number)])
    await hass.async_block_till_done()
    assert await page.is_quiet()
    async_fire_time_changed(hass, dt_util.utcnow() + timedelta(days=1))
    await hass.async_block_till_done()
    assert len((await page.hear())["events"]) == 20


async def test_others_are_refused(visitor: Page, site: MockConfigEntry) -> None:
    assert await visitor.refused("dashboard/access/subscribe", site=site.entry_id) == "unauthorized"


async def test_unknown_site_is_said(page: Page, site: MockConfigEntry) -> None:
    assert await page.refused("dashboard/access/subscribe", site="nowhere") == "not_found"
