"""Whoever moves the log to another database is in the log that is left and in the one that goes on."""

import sqlite3
from pathlib import Path

import pytest
from homeassistant.core import Context, HomeAssistant
from pytest_homeassistant_custom_component.common import MockUser

from custom_components.smart_campus.access.log import async_get_access_log
from custom_components.smart_campus.access.rules.search import Query
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.store.actions import async_register_actions
from custom_components.smart_campus.store.durable import DATABASE_FILE, FOLDER

from .test_access_log import hass_config_dir, swipe  # noqa: F401  the fixture's name is what core asks for


def commands_in(file: Path) -> list[tuple[str, str]]:
    connection = sqlite3.connect(file)
    found = connection.execute("SELECT command, user_name FROM access_log WHERE kind = 'audit' ORDER BY seq").fetchall()
    connection.close()
    return found


@pytest.mark.parametrize("keeps", [True, False])
async def test_a_move_is_a_row(hass: HomeAssistant, tmp_path: Path, hass_admin_user: MockUser, keeps: bool) -> None:
    async_register_actions(hass)
    log = await async_get_access_log(hass)
    await log.append([swipe(1)])
    other = tmp_path / "other.db"
    data = {"url": f"sqlite:///{other}", "keep_history": keeps}
    context = Context(user_id=hass_admin_user.id)
    await hass.services.async_call(DOMAIN, "set_store_url", data, blocking=True, context=context)

    moved = ("set_store_url", hass_admin_user.name)
    assert commands_in(other) == [moved]
    assert commands_in(Path(hass.config.path(FOLDER, DATABASE_FILE))) == ([] if keeps else [moved])
    rows = (await log.async_search(Query(kind="audit"))).rows
    assert rows[0]["reason"] == f"coming from sqlite {DATABASE_FILE}" + ("" if keeps else ", without its rows")
    assert (await log.async_verify()).is_intact
