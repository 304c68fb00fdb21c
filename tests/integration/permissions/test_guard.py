"""Whoever was given nothing is refused, whoever was given something gets exactly that, and both are written down."""

from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import Unauthorized
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.permissions.guard import Right, async_require, may, may_in, may_somewhere
from custom_components.smart_campus.store.durable import DurableStore
from custom_components.smart_campus.store.rules.errors import StoreFullError

from ..conftest import make_site
from .giving import permission, written


@pytest.fixture
def li(hass: HomeAssistant) -> MockUser:
    """Return somebody who may control everything in Home Assistant and administers nothing."""
    group = next(group for group in hass.auth._store._groups.values() if group.id == "system-users")
    return MockUser(id="li", name="Li", groups=[group]).add_to_hass(hass)


def added(hass: HomeAssistant, *permissions: object) -> MockConfigEntry:
    entry = make_site(*permissions)  # type: ignore[arg-type]  any subentry will do
    entry.add_to_hass(hass)
    return entry


@pytest.fixture
def hall(hass: HomeAssistant) -> str:
    floor = fr.async_get(hass).async_create("Ground")
    return ar.async_get(hass).async_create("Hall", floor_id=floor.floor_id).id


async def test_without_a_permission_everybody_controls_and_administrators_manage(
    hass: HomeAssistant, li: MockUser, hass_admin_user: MockUser, hass_read_only_user: MockUser
) -> None:
    entry = added(hass)
    assert may(hass, entry, li, Right.CONTROL, kind=Kind.PROJECTOR, area_id="somewhere")
    assert not may(hass, entry, li, Right.MANAGE)
    assert may(hass, entry, hass_admin_user, Right.MANAGE)
    assert not may(hass, entry, hass_read_only_user, Right.CONTROL)
    assert may(hass, entry, None, Right.MANAGE)


async def test_with_a_permission_others_may_nothing_and_administrators_everything(
    hass: HomeAssistant, li: MockUser, hass_admin_user: MockUser
) -> None:
    entry = added(hass, permission("wang"))
    assert not may(hass, entry, li, Right.CONTROL)
    assert not may_somewhere(hass, entry, li, Right.CONTROL)
    assert not may_in(hass, entry, li, Right.CONTROL, "hall")
    assert may(hass, entry, hass_admin_user, Right.MANAGE)
    assert may(hass, entry, None, Right.CONTROL)


@pytest.mark.parametrize(
    ("asked", "is_given"),
    [
        pytest.param(({}, Right.CONTROL, Kind.GATE, "yard"), True, id="whole site"),
        pytest.param(({}, Right.CONTROL, None, None), True, id="whole site, no device"),
        pytest.param(({}, Right.MANAGE, None, None), False, id="control does not manage"),
        pytest.param(({"right": "manage"}, Right.CONTROL, None, None), True, id="managing controls"),
        pytest.param(({"areas": ["hall"]}, Right.CONTROL, Kind.GATE, "hall"), True, id="the room"),
        pytest.param(({"areas": ["hall"]}, Right.CONTROL, Kind.GATE, "yard"), False, id="another room"),
        pytest.param(({"areas": ["hall"]}, Right.CONTROL, Kind.GATE, None), False, id="a room is not the site"),
        pytest.param(({"floors": ["ground"]}, Right.CONTROL, Kind.GATE, "hall"), True, id="room of the floor"),
        pytest.param(({"floors": ["ground"]}, Right.CONTROL, Kind.GATE, "yard"), False, id="room of no floor"),
        pytest.param(({"floors": ["roof"], "areas": ["hall"]}, Right.CONTROL, None, "hall"), True, id="either place"),
        pytest.param(({"kinds": ["gate"]}, Right.CONTROL, Kind.GATE, "yard"), True, id="the kind"),
        pytest.param(({"kinds": ["gate"]}, Right.CONTROL, Kind.SWITCH, "yard"), False, id="another kind"),
        pytest.param(({"kinds": ["gate"]}, Right.CONTROL, None, "yard"), False, id="a kind is not what is no device"),
        pytest.param(
            ({"kinds": ["gate"], "areas": ["hall"]}, Right.CONTROL, Kind.GATE, "yard"), False, id="both must fit"
        ),
    ],
)
async def test_permission_gives_what_it_says(
    hass: HomeAssistant, hall: str, asked: tuple[dict[str, Any], Right, Kind | None, str | None], is_given: bool
) -> None:
    li, (given, right, kind, area_id) = MockUser(id="li"), asked
    entry = added(hass, permission("li", **given))
    assert may(hass, entry, li, right, kind=kind, area_id=area_id) is is_given


async def test_permissions_add_up_and_follow_a_change(hass: HomeAssistant, li: MockUser) -> None:
    entry = added(hass, permission("li", kinds=["gate"]), permission("li", kinds=["switch"], subentry_id="second"))
    assert may(hass, entry, li, Right.CONTROL, kind=Kind.GATE)
    assert may(hass, entry, li, Right.CONTROL, kind=Kind.SWITCH)
    hass.config_entries.async_remove_subentry(entry, "second")
    assert may(hass, entry, li, Right.CONTROL, kind=Kind.GATE)
    assert not may(hass, entry, li, Right.CONTROL, kind=Kind.SWITCH)


async def test_hints_for_a_page_look_past_the_kind(hass: HomeAssistant, li: MockUser) -> None:
    entry = added(hass, permission("li", kinds=["gate"], areas=["hall"]))
    assert may_somewhere(hass, entry, li, Right.CONTROL)
    assert not may_somewhere(hass, entry, li, Right.MANAGE)
    assert may_in(hass, entry, li, Right.CONTROL, "hall")
    assert not may_in(hass, entry, li, Right.CONTROL, "yard")


async def test_what_was_let_and_what_was_refused_is_in_the_log(hass: HomeAssistant, li: MockUser, hall: str) -> None:
    entry = added(hass, permission("li", kinds=["gate"]))
    await async_require(hass, entry, "li", Right.CONTROL, what="open_door", kind=Kind.GATE, area_id=hall)
    with pytest.raises(Unauthorized) as refused:
        await async_require(hass, entry, "li", Right.MANAGE, what="import_ledger")
    await async_require(hass, entry, None, Right.CONTROL, what="start_class", area_id="gone")
    with pytest.raises(Unauthorized):
        await async_require(hass, entry, "nobody", Right.CONTROL, what="open_door", kind=Kind.GATE)
    assert await written(hass) == [
        ("granted", "open_door", "control gate", "Hall", "Li", "North"),
        ("denied", "import_ledger", "manage", "", "Li", "North"),
        ("granted", "start_class", "control", "gone", "", "North"),
        ("denied", "open_door", "control gate", "", "", "North"),
    ]
    assert (refused.value.translation_key, refused.value.translation_placeholders) == (
        "not_permitted",
        {"site": "North"},
    )


async def test_store_that_takes_nothing_keeps_nobody_from_working(
    hass: HomeAssistant, li: MockUser, caplog: pytest.LogCaptureFixture
) -> None:
    entry = added(hass)
    with patch.object(DurableStore, "async_append", side_effect=StoreFullError("no room")):
        await async_require(hass, entry, "li", Right.CONTROL, what="start_class")
        with pytest.raises(Unauthorized):
            await async_require(hass, entry, "li", Right.MANAGE, what="import_ledger")
    assert "start_class of Li could not be logged" in caplog.text
