"""Lending, taking back and retiring: somebody asks, somebody else decides, once, and the ledger follows."""

import asyncio
from datetime import date, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from freezegun.api import FrozenDateTimeFactory
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError, Unauthorized
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import MockUser, async_fire_time_changed
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.equipment.ledger import Edit, EquipmentLedger, async_get_ledger
from custom_components.smart_campus.equipment.rules.asset import AssetState
from custom_components.smart_campus.equipment.rules.change import By, Source
from custom_components.smart_campus.store.rules.errors import StoreUnavailableError
from custom_components.smart_campus.work_orders.approval_desk import DATA_APPROVALS, async_get_approvals
from tests.integration.permissions.giving import permission, written

from .test_pages import event
from .working import Campus, make_campus, settle


@pytest.fixture
async def ledger(hass: HomeAssistant, works: Campus) -> EquipmentLedger:
    """Return a ledger with a camera that has no network, and a projector."""
    found = await async_get_ledger(hass)
    for number in ("CAM-1", "CAM-2"):
        values = {"asset_number": number, "name": f"<b>{number}</b>"}
        await found.async_edit([Edit(site="site1", values=values)], By(Source.PERSON))
    return found


async def ask(works: Campus, who: MockUser | None, state: str = "lent", **data: Any) -> dict[str, Any]:
    request = {"asset_number": "CAM-1", "state": state, "reason": "for a lecture", **data}
    made: dict[str, Any] = await works.act("request_approval", who, **request)
    return made


async def decide(works: Campus, who: MockUser | None, made: dict[str, Any], **data: Any) -> dict[str, Any]:
    decision = {"approval_id": made["approval_id"], "approve": True, "note": "fine", **data}
    decided: dict[str, Any] = await works.act("decide_approval", who, **decision)
    return decided


def state_of(ledger: EquipmentLedger) -> str:
    asset = ledger.find("CAM-1")
    assert asset is not None
    return asset.state.value


async def test_thing_is_lent_once_somebody_else_agreed_and_taken_back_the_same_way(
    works: Campus, ledger: EquipmentLedger
) -> None:
    made = await ask(works, works.teacher, until="2030-01-05")
    assert (made["state"], made["requested_by"], made["until"]) == ("pending", "Teacher", "2030-01-05")
    assert state_of(ledger) == "in_use"
    assert works.state("sensor", "site1_pending_approvals").state == "1"

    decided = await decide(works, works.head, made)
    assert (decided["state"], decided["decided_by"], decided["note"], decided["is_lent"]) == (
        "approved",
        "Head",
        "fine",
        True,
    )
    assert state_of(ledger) == "lent"
    assert works.state("sensor", "site1_pending_approvals").state == "0"

    back = await decide(works, works.deputy, await ask(works, works.teacher, "in_use"))
    assert (back["state"], state_of(ledger)) == ("approved", "in_use")
    asset = ledger.find("CAM-1")
    assert asset is not None
    entry = (await ledger.async_history(asset.asset_id))[0]
    assert (entry.by.source, entry.by.name, entry.change["state"]) == (Source.APPROVAL, "Deputy", ("lent", "in_use"))


async def test_nobody_decides_about_a_request_of_their_own_and_the_log_says_who_tried(
    works: Campus, ledger: EquipmentLedger
) -> None:
    made = await ask(works, works.head, "retired")
    with pytest.raises(ServiceValidationError) as refused:
        await decide(works, works.head, made)
    assert refused.value.translation_key == "approval_own_request"
    assert state_of(ledger) == "in_use"
    assert (await written(works.hass))[-1][:2] == ("denied", "decide_approval")
    await decide(works, works.deputy, made)
    assert state_of(ledger) == "retired"


@pytest.mark.parametrize("name", ["technician", None])
async def test_only_people_who_manage_decide(works: Campus, ledger: EquipmentLedger, name: str | None) -> None:
    made = await ask(works, works.teacher)
    with pytest.raises(Unauthorized if name else ServiceValidationError):
        await decide(works, getattr(works, name) if name else None, made)
    assert state_of(ledger) == "in_use"


async def test_automation_asks_for_nothing(works: Campus, ledger: EquipmentLedger) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await ask(works, None)
    assert refused.value.translation_key == "needs_user"


async def test_who_may_not_control_there_asks_for_nothing(hass: HomeAssistant, campus: object) -> None:
    works = await make_campus(hass, permission("nobody"))
    found = await async_get_ledger(hass)
    await found.async_edit([Edit(site="site1", values={"asset_number": "CAM-1", "name": "x"})], By(Source.PERSON))
    with pytest.raises(Unauthorized):
        await ask(works, works.teacher)


async def test_of_two_who_decide_at_once_the_second_is_refused(works: Campus, ledger: EquipmentLedger) -> None:
    made = await ask(works, works.teacher)
    results = await asyncio.gather(
        decide(works, works.head, made),
        decide(works, works.deputy, made, approve=False, note="no"),
        return_exceptions=True,
    )
    refusals = [each for each in results if isinstance(each, HomeAssistantError)]
    (taken,) = [each for each in results if isinstance(each, dict)]
    assert [each.translation_key for each in refusals] == ["approval_decided"]
    assert refusals[0].translation_placeholders == {"name": taken["decided_by"]}
    assert state_of(ledger) == ("lent" if taken["state"] == "approved" else "in_use")


async def test_request_that_is_refused_changes_nothing_and_may_be_made_again(
    works: Campus, ledger: EquipmentLedger
) -> None:
    made = await ask(works, works.teacher)
    with pytest.raises(ServiceValidationError) as refused:
        await ask(works, works.technician)
    assert refused.value.translation_key == "approval_pending"
    decided = await decide(works, works.head, made, approve=False, note="is needed here")
    assert (decided["state"], state_of(ledger)) == ("refused", "in_use")
    again = await ask(works, works.technician)
    with pytest.raises(ServiceValidationError):
        await works.act("withdraw_approval", works.teacher, approval_id=again["approval_id"])
    back = await works.act("withdraw_approval", works.technician, approval_id=again["approval_id"])
    assert back["state"] == "withdrawn"
    rows = (await works.act("get_approvals", works.head, asset_number="cam-1"))["approvals"]
    assert [row["state"] for row in rows] == ["withdrawn", "refused"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        ({"asset_number": "nothing"}, "asset_unknown"),
        ({"state": "in_use"}, "approval_not_needed"),
        ({"until": "2001-01-01"}, "approval_until_invalid"),
        ({"state": "retired", "until": "2030-01-01"}, "approval_until_invalid"),
        ({"reason": "\x07 "}, "approval_needs_reason"),
    ],
)
async def test_request_that_makes_no_sense_is_refused_in_a_sentence(
    works: Campus, ledger: EquipmentLedger, data: dict[str, Any], key: str
) -> None:
    with pytest.raises(ServiceValidationError) as refused:
        await ask(works, works.teacher, **data)
    assert refused.value.translation_key == key


async def test_loan_becomes_overdue_by_the_date_and_another_day_may_be_asked_for(
    works: Campus, ledger: EquipmentLedger, freezer: FrozenDateTimeFactory
) -> None:
    today = dt_util.now().date()
    await decide(works, works.head, await ask(works, works.teacher, until=today.isoformat()))
    sensor = "site1_overdue_loans"
    assert works.state("sensor", sensor).state == "0"

    tomorrow = dt_util.start_of_local_day() + timedelta(days=1, hours=1, seconds=3)
    freezer.move_to(tomorrow)
    async_fire_time_changed(works.hass, tomorrow)
    await settle(works.hass)
    state = works.state("sensor", sensor)
    assert (state.state, state.attributes["assets"]) == ("1", ["CAM-1"])
    (row,) = (await works.act("get_approvals", works.head))["approvals"]
    assert (row["is_lent"], row["is_overdue"]) == (True, True)

    later = (today + timedelta(days=10)).isoformat()
    extended = await decide(works, works.head, await ask(works, works.teacher, until=later))
    assert (extended["until"], extended["is_lent"]) == (later, True)
    assert works.state("sensor", sensor).state == "0"
    assert state_of(ledger) == "lent"


async def test_what_was_agreed_to_reaches_the_ledger_although_it_did_not_at_once(
    works: Campus, ledger: EquipmentLedger
) -> None:
    made = await ask(works, works.teacher)
    gone = StoreUnavailableError("gone")
    with patch.object(EquipmentLedger, "async_edit", side_effect=gone):
        decided = await decide(works, works.head, made)
    assert (decided["state"], state_of(ledger)) == ("approved", "in_use")
    await (await async_get_approvals(works.hass)).async_catch_up()
    assert state_of(ledger) == "lent"
    await (await async_get_approvals(works.hass)).async_catch_up()
    asset = ledger.find("CAM-1")
    assert asset is not None
    history = await ledger.async_history(asset.asset_id)
    changes = [entry.change["state"] for entry in history if "state" in entry.change]
    assert [change for change in changes if change[1] == "lent"] == [("in_use", "lent")]


async def test_loan_is_known_after_home_assistant_ended(works: Campus, ledger: EquipmentLedger) -> None:
    await decide(works, works.head, await ask(works, works.teacher, until="2030-01-05"))
    await ask(works, works.teacher, "retired", asset_number="CAM-2")
    del works.hass.data[DATA_APPROVALS]  # what a new process begins with
    desk = await async_get_approvals(works.hass)
    lent = ledger.find("CAM-1")
    assert lent is not None
    loan = desk.loan_of(lent)
    assert loan is not None
    assert loan.until == date(2030, 1, 5)
    assert [each.wanted for each in desk.open] == [AssetState.RETIRED]


async def test_page_of_approvals_says_what_the_viewer_may_decide(
    hass: HomeAssistant, works: Campus, ledger: EquipmentLedger, hass_ws_client: WebSocketGenerator
) -> None:
    made = await ask(works, works.head)
    for who, may_decide in ((works.head, False), (works.deputy, True), (works.technician, False)):
        page = await works.client(hass_ws_client, who)
        await page.send_json_auto_id({"type": "smart_campus/approvals/subscribe", "state": "pending"})
        shown = (await event(page))["approvals"][0]
        assert (shown["may_decide"], shown["asset_name"]) == (may_decide, "<b>CAM-1</b>")
    page = await works.client(hass_ws_client, works.deputy)
    await page.send_json_auto_id({"type": "smart_campus/approvals/subscribe", "state": "pending"})
    assert (await event(page))["total"] == 1
    await page.send_json_auto_id(
        {"type": "smart_campus/approvals/decide", "approval_id": made["approval_id"], "approve": True}
    )
    assert (await event(page))["total"] == 0
    page = await works.client(hass_ws_client, works.technician)
    again = await ask(works, works.teacher, "retired")
    await page.send_json_auto_id(
        {"type": "smart_campus/approvals/decide", "approval_id": again["approval_id"], "approve": True, "note": ""}
    )
    answer = await page.receive_json()
    assert (answer["success"], answer["error"]["code"]) == (False, "unauthorized")
