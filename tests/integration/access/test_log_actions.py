"""Administrators search, check and export the access log; what they do is a row itself."""

import csv
import stat
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.access.log import AccessLog, async_get_access_log
from custom_components.smart_campus.access.log_actions import EXPORTS, async_register_actions
from custom_components.smart_campus.access.rules.row import Outcome, RowKind
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER

from .test_access_log import START, hass_config_dir, swipe  # noqa: F401  the fixture's name is what core asks for

SEARCH = "search_access_log"
EXPORT = "export_access_log"
REVEAL = "reveal_credential"
RETENTION = "set_access_log_retention"
EVERYTHING: tuple[tuple[str, dict[str, Any]], ...] = (
    (SEARCH, {}),
    (EXPORT, {}),
    ("verify_access_log", {}),
    (REVEAL, {"credential": "x"}),
    (RETENTION, {"days": 3}),
)


@pytest.fixture
async def log(hass: HomeAssistant) -> AccessLog:
    async_register_actions(hass)
    return await async_get_access_log(hass)


async def call(hass: HomeAssistant, name: str, user_id: str | None = None, **data: Any) -> Any:
    return await hass.services.async_call(
        DOMAIN, name, data, blocking=True, return_response=True, context=Context(user_id=user_id)
    )


def file_of(hass: HomeAssistant, answer: dict[str, Any]) -> Path:
    return Path(hass.config.path(answer["path"]))


def cells_of(file: Path) -> list[list[str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.reader(opened))


async def test_rows_are_found_by_door_time_card_and_outcome(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(1), swipe(2, door=2), swipe(3, outcome=Outcome.DENIED), swipe(4, card="77")])
    local = dt_util.as_local(START + timedelta(minutes=3)).replace(tzinfo=None).isoformat()

    async def found(**wanted: Any) -> list[int]:
        return [row["event_index"] for row in (await call(hass, SEARCH, **wanted))["rows"]]

    assert await found(door=2) == [2]
    assert await found(outcome="denied") == [3]
    assert await found(card="77") == [4]
    assert await found(credential=log.pseudonym("77")) == [4]
    assert await found(start=local) == [4, 3]
    assert await found(end=local) == [2, 1]
    assert await found(controller="405419896", door=1, end=local) == [1]


async def test_pages_follow_by_cursor(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(number) for number in range(1, 6)])

    first = await call(hass, SEARCH, limit=3)
    second = await call(hass, SEARCH, limit=3, cursor=first["next_cursor"])

    assert [row["event_index"] for row in (*first["rows"], *second["rows"])] == [5, 4, 3, 2, 1]
    assert second["next_cursor"] is None
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SEARCH, cursor="elsewhere")
    assert caught.value.translation_key == "invalid_cursor"


async def test_export_is_a_private_file_outside_what_is_served(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(1, door_name="=cmd|' /C calc'!A0", site='A, "B"')])

    answer = await call(hass, EXPORT)

    file = file_of(hass, answer)
    assert answer["rows"] == 2
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert answer["path"].startswith(EXPORTS)
    assert "www" not in file.parts
    headings, audit, row = cells_of(file)
    named = dict(zip(headings, row, strict=True))
    assert named["Door"] == "'=cmd|' /C calc'!A0"
    assert named["Site"] == 'A, "B"'
    assert (named["Outcome"], named["Kind"]) == ("granted", "event")
    assert "8165538" not in answer["csv"]
    assert "export_access_log" in audit
    assert answer["csv"].encode() == file.read_bytes()


async def test_export_speaks_chinese(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(1)])

    answer = await call(hass, EXPORT, language="zh-Hans", kind="event")

    headings, row = cells_of(file_of(hass, answer))
    named = dict(zip(headings, row, strict=True))
    assert (named["结果"], named["类型"], named["门号"]) == ("放行", "事件", "1")


async def test_language_of_an_export_is_that_of_home_assistant(hass: HomeAssistant, log: AccessLog) -> None:
    hass.config.language = "zh-Hans"

    answer = await call(hass, EXPORT)

    assert cells_of(file_of(hass, answer))[0][0] == "序号"


async def test_long_export_is_told_by_its_file_only(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(number) for number in range(1_200)])

    answer = await call(hass, EXPORT, kind="event")

    assert (answer["rows"], answer["csv"]) == (1_200, None)
    assert len(cells_of(file_of(hass, answer))) == 1_201


async def test_export_that_cannot_be_written_says_so(hass: HomeAssistant, log: AccessLog) -> None:
    Path(hass.config.path(EXPORTS)).write_text("a file where the folder should be")  # noqa: ASYNC240

    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, EXPORT)

    assert caught.value.translation_key == "export_not_written"


async def test_verdict_names_the_rows_that_were_touched(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(number) for number in range(1, 6)])
    assert await call(hass, "verify_access_log") == {
        "intact": True, "rows": 5, "removed_by_rule": 0, "last_row": 5, "faults": [],
    }  # fmt: skip

    await log._store.async_write(
        lambda connection: connection.exec_driver_sql("UPDATE access_log SET door = 7 WHERE seq = 3")
    )

    answer = await call(hass, "verify_access_log")
    assert answer["faults"] == [{"fault": "changed", "row": 3}]
    assert answer["intact"] is False


async def test_card_number_is_revealed_to_a_person_and_the_request_is_a_row(
    hass: HomeAssistant, log: AccessLog
) -> None:
    await log.append([swipe(1)])
    user = MockUser(name="Wang Fang", is_owner=True).add_to_hass(hass)
    credential = log.pseudonym("8165538")

    answer = await call(hass, REVEAL, user.id, credential=credential)

    assert answer["card"] == "8165538"
    (row,) = (await call(hass, SEARCH, kind=RowKind.AUDIT))["rows"]
    assert (row["user_name"], row["user_id"], row["credential"]) == ("Wang Fang", user.id, credential)


async def test_unknown_pseudonym_reveals_nothing_and_is_a_row_all_the_same(hass: HomeAssistant, log: AccessLog) -> None:
    user = MockUser(name="Wang Fang", is_owner=True).add_to_hass(hass)

    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, REVEAL, user.id, credential="nobody")

    assert caught.value.translation_key == "unknown_credential"
    assert len((await call(hass, SEARCH))["rows"]) == 1


async def test_automation_may_not_see_card_numbers(hass: HomeAssistant, log: AccessLog) -> None:
    await log.append([swipe(1)])

    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, REVEAL, credential=log.pseudonym("8165538"))

    assert caught.value.translation_key == "needs_user"


async def test_retention_is_set_and_taken_back(hass: HomeAssistant, log: AccessLog) -> None:
    await call(hass, RETENTION, days=180)
    answer = await call(hass, RETENTION, days=30, kind="audit", site="site1")
    assert answer == {
        "rules": [{"days": 180, "site": None, "kind": None}, {"days": 30, "site": "site1", "kind": "audit"}]
    }

    assert await call(hass, RETENTION, kind="audit", site="site1") == {
        "rules": [{"days": 180, "site": None, "kind": None}]
    }
    commands = [row["command"] for row in (await call(hass, SEARCH))["rows"]]
    assert commands == [RETENTION] * 3


@pytest.mark.parametrize(("name", "data"), EVERYTHING)
async def test_only_administrators_get_at_the_log(
    hass: HomeAssistant, log: AccessLog, name: str, data: dict[str, Any]
) -> None:
    user = MockUser(is_owner=False).add_to_hass(hass)

    with pytest.raises(Unauthorized):
        await call(hass, name, user.id, **data)


@pytest.mark.parametrize(("name", "data"), [pair for pair in EVERYTHING if pair[0] != RETENTION])
async def test_database_that_is_gone_is_said_in_a_sentence(
    hass: HomeAssistant, name: str, data: dict[str, Any]
) -> None:
    Path(hass.config.path(FOLDER, DATABASE_FILE)).mkdir(parents=True)  # noqa: ASYNC240 - before anything runs
    async_register_actions(hass)
    user = MockUser(is_owner=True).add_to_hass(hass)

    with pytest.raises(HomeAssistantError) as caught:
        await call(hass, name, user.id, **data)

    assert caught.value.translation_key == "store_unavailable"


async def test_rule_that_cannot_be_written_down_is_not_set(hass: HomeAssistant, log: AccessLog) -> None:
    await hass.async_add_executor_job(log._store._running.stop)

    with pytest.raises(HomeAssistantError):
        await call(hass, RETENTION, days=1)

    assert log.rules == ()
