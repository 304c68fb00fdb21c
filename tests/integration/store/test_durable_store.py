"""The durable store in Home Assistant: opened once, closed in order, its troubles told as repairs."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from homeassistant.core import Context, HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.helpers import issue_registry as ir
from pytest_homeassistant_custom_component.common import MockUser
from sqlalchemy import Column, Connection, MetaData, String, Table, insert, select

from custom_components.smart_campus.backup import async_post_backup, async_pre_backup
from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.store import DurableStore, async_get_store
from custom_components.smart_campus.store.actions import async_register_actions, translate
from custom_components.smart_campus.store.durable import (
    DATABASE_FILE,
    FOLDER,
    SPOOL_FILE,
    STORE_FULL,
    STORE_UNREACHABLE,
)
from custom_components.smart_campus.store.rules.errors import StoreFullError, StoreRefusedError
from custom_components.smart_campus.store.rules.part import Anchors, Payload, StorePart
from custom_components.smart_campus.system_health import async_describe_health

METADATA = MetaData()
WORD = Table("word", METADATA, Column("text", String(40), primary_key=True))


def apply(connection: Connection, payloads: Sequence[Payload], _anchors: Anchors) -> Anchors:
    connection.execute(insert(WORD), [dict(payload) for payload in payloads])
    return {}


WORDS = StorePart(name="words", metadata=METADATA, apply=apply)


def words_in(connection: Connection) -> list[str]:
    return list(connection.scalars(select(WORD.c.text)))


@pytest.fixture
def hass_config_dir(hass_tmp_config_dir: str) -> str:
    return hass_tmp_config_dir


@pytest.fixture
def folder(hass: HomeAssistant) -> Path:
    return Path(hass.config.path(FOLDER))


async def open_store(hass: HomeAssistant) -> DurableStore:
    store = await async_get_store(hass)
    await store.async_use(WORDS)
    return store


async def set_url(hass: HomeAssistant, url: str, **data: Any) -> None:
    async_register_actions(hass)
    await hass.services.async_call(DOMAIN, "set_store_url", {"url": url, **data}, blocking=True)


async def test_rows_are_in_the_file_of_the_configuration_folder(hass: HomeAssistant, folder: Path) -> None:
    store = await open_store(hass)

    await store.async_append("words", [{"text": "one"}])

    assert await store.async_read(words_in) == ["one"]
    assert await store.async_write(words_in) == ["one"]
    assert (folder / DATABASE_FILE).exists()
    assert await async_get_store(hass) is store
    assert await store.async_anchors() == {}


async def test_database_that_is_gone_raises_a_repair_and_takes_it_back(hass: HomeAssistant, folder: Path) -> None:
    (folder / DATABASE_FILE).mkdir(parents=True)
    store = await open_store(hass)
    await store.async_append("words", [{"text": "one"}])
    await hass.async_block_till_done()

    issue = ir.async_get(hass).async_get_issue(DOMAIN, STORE_UNREACHABLE)
    assert issue
    assert issue.translation_placeholders == {"location": "sqlite smart_campus.db", "trouble": store.state.trouble}
    assert await store.async_waiting("words") == [{"text": "one"}]
    assert (await async_describe_health(hass))["durable_store"].endswith("1 waiting")
    with pytest.raises(HomeAssistantError) as caught:
        await set_url(hass, f"sqlite:///{folder / 'elsewhere.db'}")
    assert caught.value.translation_key == "store_unavailable"

    (folder / DATABASE_FILE).rmdir()
    await set_url(hass, "", keep_history=False)
    await hass.async_block_till_done()

    assert ir.async_get(hass).async_get_issue(DOMAIN, STORE_UNREACHABLE) is None
    assert await store.async_read(words_in) == ["one"]


async def test_full_disk_raises_a_repair_until_a_row_is_saved(hass: HomeAssistant, folder: Path) -> None:
    for name in (DATABASE_FILE, SPOOL_FILE):
        (folder / name).mkdir(parents=True)
    store = await open_store(hass)

    for _ in range(2):
        with pytest.raises(StoreFullError):
            await store.async_append("words", [{"text": "one"}])
    assert ir.async_get(hass).async_get_issue(DOMAIN, STORE_FULL)

    (folder / SPOOL_FILE).rmdir()
    await store.async_append("words", [{"text": "one"}])
    assert ir.async_get(hass).async_get_issue(DOMAIN, STORE_FULL) is None


async def test_new_address_is_used_after_a_restart_and_kept_in_a_private_file(
    hass: HomeAssistant, hass_storage: dict[str, Any], folder: Path
) -> None:
    store = await open_store(hass)
    await store.async_append("words", [{"text": "one"}])
    url = f"sqlite:///{folder}/other.db"

    await set_url(hass, url)

    assert await store.async_read(words_in) == ["one"]
    assert hass_storage["smart_campus.store"]["data"] == {"url": url}
    assert (await async_describe_health(hass))["durable_store"] == "sqlite other.db"
    again = DurableStore(hass, store._address)
    await again.async_start()
    assert again.state.location == "sqlite other.db"
    await hass.async_add_executor_job(again._running.stop)


@pytest.mark.parametrize(
    ("url", "key"),
    [
        ("nonsense", "store_url_invalid"),
        ("oracle://user:password@host/rows", "store_url_invalid"),
        ("mysql+mysqldb://user:password@host/rows", "store_url_driver"),
    ],
)
async def test_address_that_cannot_be_used_is_refused_and_not_kept(
    hass: HomeAssistant, hass_storage: dict[str, Any], url: str, key: str
) -> None:
    await open_store(hass)

    with pytest.raises(ServiceValidationError) as caught:
        await set_url(hass, url)

    assert caught.value.translation_key == key
    assert "password" not in str(caught.value)
    assert "smart_campus.store" not in hass_storage


async def test_history_is_not_copied_over_other_rows(hass: HomeAssistant, folder: Path) -> None:
    store = await open_store(hass)
    await store.async_append("words", [{"text": "one"}])
    await set_url(hass, f"sqlite:///{folder}/other.db")

    with pytest.raises(ServiceValidationError) as caught:
        await set_url(hass, "")

    assert caught.value.translation_key == "store_not_empty"


async def test_only_administrators_set_the_database(hass: HomeAssistant) -> None:
    async_register_actions(hass)
    user = MockUser(is_owner=False).add_to_hass(hass)

    with pytest.raises(Unauthorized):
        await hass.services.async_call(
            DOMAIN, "set_store_url", {"url": ""}, blocking=True, context=Context(user_id=user.id)
        )


async def test_stored_address_whose_driver_is_missing_keeps_rows_waiting(
    hass: HomeAssistant, hass_storage: dict[str, Any]
) -> None:
    hass_storage["smart_campus.store"] = {
        "version": 1,
        "minor_version": 1,
        "key": "smart_campus.store",
        "data": {"url": "mysql+mysqldb://user:password@host/rows"},
    }
    store = await open_store(hass)

    await store.async_append("words", [{"text": "one"}])

    assert store.state.waiting == 1
    assert store.state.trouble == "No module named 'MySQLdb'"


async def test_file_rests_while_a_backup_runs(hass: HomeAssistant, folder: Path) -> None:
    await async_pre_backup(hass)
    store = await open_store(hass)
    await async_pre_backup(hass)
    before = (folder / DATABASE_FILE).read_bytes()

    await store.async_append("words", [{"text": "one"}])

    assert (folder / DATABASE_FILE).read_bytes() == before
    await async_post_backup(hass)
    assert (folder / DATABASE_FILE).read_bytes() != before


async def test_rows_a_database_refuses_are_said_in_a_sentence(hass: HomeAssistant) -> None:
    store = await open_store(hass)
    await store.async_append("words", [{"text": "one"}])

    with pytest.raises(StoreRefusedError) as caught:
        await store.async_append("words", [{"text": "one"}])

    assert translate(caught.value).translation_key == "store_refused"
    assert await store.async_read(words_in) == ["one"]
