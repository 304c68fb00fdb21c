"""The access log in Home Assistant: its API, its secrets, and what goes on at night."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.smart_campus.access.log import AccessLog, async_get_access_log
from custom_components.smart_campus.access.rules.retention import RetentionRule
from custom_components.smart_campus.access.rules.row import AccessRow, Outcome, RowKind
from custom_components.smart_campus.access.rules.search import Query
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER, async_get_store
from custom_components.smart_campus.store.rules.errors import StoreUnavailableError

START = datetime(2026, 9, 1, 7, 30, tzinfo=UTC)


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    return hass_tmp_config_dir


@pytest.fixture
async def log(hass: HomeAssistant) -> AccessLog:
    return await async_get_access_log(hass)


@pytest.fixture
def folder(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(FOLDER))


def holding(folder: Path, wanted: bytes) -> list[str]:
    return [file.name for file in folder.iterdir() if wanted in file.read_bytes()]


def swipe(index: int, **values: Any) -> AccessRow:
    given: dict[str, Any] = {
        "time": START + timedelta(minutes=index),
        "kind": RowKind.EVENT,
        "outcome": Outcome.GRANTED,
        "controller": "405419896",
        "door": 1,
        "card": "8165538",
        "event_index": index,
    }
    return AccessRow(**{**given, **values})


async def test_rows_are_found_under_the_pseudonym_of_their_card(log: AccessLog) -> None:
    await log.append([swipe(1), swipe(2, card="1234567")])

    page = await log.async_search(Query(credential=log.pseudonym("8165538")))

    assert [row["event_index"] for row in page.rows] == [1]
    assert (await log.async_verify()).is_intact


async def test_no_file_of_the_database_holds_a_card_number(hass: HomeAssistant, folder: Path, log: AccessLog) -> None:
    await log.append([swipe(1)])
    await (await async_get_store(hass)).async_checkpoint(hold=False)

    assert (folder / DATABASE_FILE).exists()
    assert holding(folder, b"8165538") == []
    assert "8165538" not in repr(swipe(1))


async def test_last_event_is_known_per_controller(log: AccessLog) -> None:
    assert await log.last_event_index("405419896") is None
    await log.append([swipe(7), swipe(8), swipe(3, controller="303986753")])

    assert await log.last_event_index("405419896") == 8
    assert await log.last_event_index("303986753") == 3


async def test_last_event_counts_what_waits_for_the_database(hass: HomeAssistant, folder: Path) -> None:
    (folder / DATABASE_FILE).mkdir(parents=True)
    log = await async_get_access_log(hass)

    await log.append([swipe(7), swipe(9), swipe(1, controller="303986753")])

    assert await log.last_event_index("405419896") == 9
    with pytest.raises(StoreUnavailableError):
        await log.last_event_index("111111111")


async def test_secrets_outlive_a_restart(hass: HomeAssistant, hass_storage: dict[str, Any], log: AccessLog) -> None:
    await log.append([swipe(1)])

    again = AccessLog(await async_get_store(hass), log._settings)
    await again.async_start()

    assert hass_storage["smart_campus.access_log"]["data"]["secrets"].keys() == {"chain", "pseudonym", "number"}
    assert again.pseudonym("8165538") == log.pseudonym("8165538")
    assert (await again.async_verify()).is_intact
    assert await async_get_access_log(hass) is log


async def test_number_of_a_card_is_revealed_and_the_request_is_a_row(log: AccessLog) -> None:
    await log.append([swipe(1)])
    credential = log.pseudonym("8165538")

    assert await log.async_reveal(credential, user_id="u1", user="Wang Fang") == "8165538"

    (row,) = (await log.async_search(Query(kind="audit"))).rows
    assert (row["command"], row["user_name"], row["credential"]) == ("reveal_credential", "Wang Fang", credential)
    assert await log.async_reveal("unknown", user_id="u1", user="Wang Fang") is None


async def test_rows_whose_time_is_over_are_removed_at_night_and_the_rest_stays_verifiable(
    hass: HomeAssistant, log: AccessLog, freezer: Any
) -> None:
    now = dt_util.start_of_local_day() + timedelta(days=1, hours=3, minutes=20, seconds=1)
    await log.append([swipe(1, time=now - timedelta(days=31)), swipe(2, time=now - timedelta(days=1))])
    await log.async_set_retention(RetentionRule(days=30), remove=False)

    freezer.move_to(now)
    async_fire_time_changed(hass, now)
    await hass.async_block_till_done(wait_background_tasks=True)

    rows = (await log.async_search(Query())).rows
    assert [(row["event_index"], row["command"]) for row in rows] == [(None, "retention"), (2, "")]
    verdict = await log.async_verify()
    assert verdict.is_intact
    assert verdict.removed == 1


async def test_night_without_a_database_removes_nothing_and_says_so(
    hass: HomeAssistant, folder: Path, freezer: Any, caplog: pytest.LogCaptureFixture
) -> None:
    (folder / DATABASE_FILE).mkdir(parents=True)
    log = await async_get_access_log(hass)
    await log.async_set_retention(RetentionRule(days=30), remove=False)
    now = dt_util.start_of_local_day() + timedelta(days=1, hours=3, minutes=20, seconds=1)

    freezer.move_to(now)
    async_fire_time_changed(hass, now)
    await hass.async_block_till_done(wait_background_tasks=True)

    assert "stay until tomorrow" in caplog.text


async def test_retention_rule_can_be_replaced_and_taken_back(hass: HomeAssistant, log: AccessLog) -> None:
    await log.async_set_retention(RetentionRule(days=30), remove=False)
    await log.async_set_retention(RetentionRule(days=90), remove=False)
    await log.async_set_retention(RetentionRule(days=7, kind="audit"), remove=False)
    await log.async_set_retention(RetentionRule(days=0, kind="audit"), remove=True)

    again = AccessLog(await async_get_store(hass), log._settings)
    await again.async_start()

    assert again.rules == (RetentionRule(days=90),)
