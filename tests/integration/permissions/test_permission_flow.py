"""A permission is given to people picked by name, changed, and refused where it would give nobody anything."""

from collections.abc import Generator
from typing import Any
from unittest.mock import patch

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType, InvalidData
from pytest_homeassistant_custom_component.common import MockConfigEntry, MockUser

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.permissions.rules.permission import Permission, Right
from custom_components.smart_campus.permissions.settings import async_permissions_of

from ..conftest import make_site
from .giving import permission

FINE: dict[str, Any] = {"name": "Caretakers", "users": ["li"], "right": "control"}


@pytest.fixture(autouse=True)
def no_site() -> Generator[None]:
    with patch("custom_components.smart_campus.async_setup_entry", return_value=True):
        yield


@pytest.fixture(autouse=True)
def people(hass: HomeAssistant) -> None:
    MockUser(id="li", name="Li").add_to_hass(hass)
    MockUser(id="wang", name="Wang").add_to_hass(hass)
    MockUser(id="machine", name="Supervisor", system_generated=True).add_to_hass(hass)


def added(hass: HomeAssistant, *subentries: Any) -> MockConfigEntry:
    entry = make_site(*subentries)
    entry.add_to_hass(hass)
    return entry


async def begin(hass: HomeAssistant, entry: MockConfigEntry) -> Any:
    return await hass.config_entries.subentries.async_init((entry.entry_id, "permission"), context={"source": "user"})


async def go_on(hass: HomeAssistant, result: Any, **entered: Any) -> Any:
    return await hass.config_entries.subentries.async_configure(result["flow_id"], entered)


def choices(result: Any, field: str) -> list[Any]:
    return next(each for key, each in result["data_schema"].schema.items() if key == field).config["options"]


async def test_permission_is_given(hass: HomeAssistant) -> None:
    entry = added(hass)
    result = await begin(hass, entry)
    people = [each for each in choices(result, "users") if each["value"] in ("li", "wang", "machine")]
    assert people == [{"value": "li", "label": "Li"}, {"value": "wang", "label": "Wang"}]
    result = await go_on(
        hass, result, name=" Care  takers ", users=["li"], right="manage", areas=["hall"], floors=["g"], kinds=["gate"]
    )
    assert (result["type"], result["title"]) == (FlowResultType.CREATE_ENTRY, "Care takers")
    assert async_permissions_of(hass, entry) == (
        Permission(
            user_ids=frozenset({"li"}),
            right=Right.MANAGE,
            area_ids=frozenset({"hall"}),
            floor_ids=frozenset({"g"}),
            kinds=frozenset({Kind.GATE}),
        ),
    )


async def test_permission_without_places_holds_everywhere(hass: HomeAssistant) -> None:
    entry = added(hass)
    await go_on(hass, await begin(hass, entry), **FINE)
    assert async_permissions_of(hass, entry) == (Permission(user_ids=frozenset({"li"}), right=Right.CONTROL),)


@pytest.mark.parametrize(
    ("entered", "errors"),
    [
        ({"name": " \t"}, {"name": "name_missing"}),
        ({"name": "x" * 101}, {"name": "name_too_long"}),
        ({"name": "GIVEN"}, {"name": "permission_exists"}),
        ({"users": []}, {"users": "user_missing"}),
    ],
)
async def test_unfit_permission_is_refused_and_can_be_mended(
    hass: HomeAssistant, entered: dict[str, Any], errors: dict[str, str]
) -> None:
    entry = added(hass, permission("li"))
    result = await go_on(hass, await begin(hass, entry), **FINE | entered)
    assert result["errors"] == errors
    assert (await go_on(hass, result, **FINE))["type"] is FlowResultType.CREATE_ENTRY


async def test_machines_and_strangers_are_given_nothing(hass: HomeAssistant) -> None:
    result = await begin(hass, added(hass))
    with pytest.raises(InvalidData):
        await go_on(hass, result, **FINE | {"users": ["machine"]})


async def test_permission_is_changed_without_people_who_are_gone(hass: HomeAssistant) -> None:
    entry = added(hass, permission("li", "gone", kinds=["gate"]))
    result = await entry.start_subentry_reconfigure_flow(hass, "given")
    suggested = {str(key): (key.description or {}).get("suggested_value") for key in result["data_schema"].schema}
    assert (suggested["name"], suggested["users"], suggested["kinds"]) == ("given", ["li"], ["gate"])
    result = await go_on(hass, result, name="Given", users=["wang"], right="manage")
    assert result["reason"] == "reconfigure_successful"
    assert entry.subentries["given"].title == "Given"
    assert async_permissions_of(hass, entry) == (Permission(user_ids=frozenset({"wang"}), right=Right.MANAGE),)
