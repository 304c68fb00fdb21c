"""Reports of inspections: who may read them, in which language, who signs them, and how they are listed."""

import csv
import io
from http import HTTPStatus
from typing import Any

import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError
from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockUser,
)
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.network.inspection.keeping import async_get_shelf

from .inspecting import LIST, RUN, SIGN, call, inspect
from .network_site import Stage


@pytest.mark.parametrize(("language", "title"), [("en", "Network inspection"), ("zh-Hans", "网络巡检报告")])
async def test_link_of_a_response_opens_the_report_without_signing_in_again(
    hass: HomeAssistant, site: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator, language: str, title: str
) -> None:
    report = await inspect(hass, language=language)
    client = await hass_client_no_auth()

    page = await client.get(report["html"])
    table = await client.get(report["csv"])

    assert page.status == HTTPStatus.OK
    assert title in await page.text()
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert table.headers["Content-Disposition"].startswith('attachment; filename="network-inspection-')
    rows = list(csv.reader(io.StringIO((await table.text()).removeprefix("\ufeff"))))
    assert len(rows) > 5


async def test_report_is_not_shown_to_strangers(
    hass: HomeAssistant, site: MockConfigEntry, hass_client_no_auth: ClientSessionGenerator
) -> None:
    report = await inspect(hass)
    client = await hass_client_no_auth()

    assert (await client.get(report["html"].partition("?")[0])).status == HTTPStatus.UNAUTHORIZED
    assert (await client.get(report["html"].replace("lang=en", "lang=zh-Hans"))).status == HTTPStatus.UNAUTHORIZED


async def test_report_speaks_the_language_of_whoever_reads_it(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator, hass_admin_user: MockUser,
    hass_storage: dict[str, Any],
) -> None:  # fmt: skip
    address = (await inspect(hass))["html"].partition("?")[0]
    hass_storage[f"frontend.user_data_{hass_admin_user.id}"] = {
        "version": 1, "data": {"language": {"language": "zh-Hans", "number_format": "language"}},
    }  # fmt: skip
    client = await hass_client()

    assert "网络巡检报告" in await (await client.get(address)).text()
    assert "Network inspection" in await (await client.get(f"{address}?lang=en")).text()


@pytest.mark.parametrize("name", [f"{'0' * 32}.html", "x.html", f"{'0' * 32}.pdf", f"{'A' * 32}.html"])
async def test_report_that_is_not_there_is_not_found(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator, name: str
) -> None:
    client = await hass_client()

    assert (await client.get(f"/api/smart_campus/inspection/{name}")).status == HTTPStatus.NOT_FOUND


async def test_report_is_signed_once_by_a_named_person(
    hass: HomeAssistant, site: MockConfigEntry, hass_client: ClientSessionGenerator
) -> None:
    report_id = (await inspect(hass))["report_id"]
    li, han = (MockUser(name=name, is_owner=True).add_to_hass(hass) for name in ("Li Lei", "Han Meimei"))

    await call(hass, SIGN, li.id, report_id=report_id, remark="done <script>\x00 " + "x" * 2_000)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SIGN, han.id, report_id=report_id)

    assert caught.value.translation_key == "already_signed"
    (listed,) = (await call(hass, LIST))["reports"]
    assert listed["signed_by"] == "Li Lei"
    kept = await (await async_get_shelf(hass)).async_read(report_id)
    assert kept
    assert kept[1]
    assert len(kept[1].remark) == 1_000
    page = await (await (await hass_client()).get(listed["html"])).text()
    assert "done &lt;script&gt;" in page


async def test_automation_or_stranger_signs_nothing(hass: HomeAssistant, site: MockConfigEntry) -> None:
    report_id = (await inspect(hass))["report_id"]

    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SIGN, report_id=report_id)
    assert caught.value.translation_key == "needs_user"
    user = MockUser().add_to_hass(hass)
    with pytest.raises(ServiceValidationError) as caught:
        await call(hass, SIGN, user.id, report_id="0" * 32)
    assert caught.value.translation_key == "unknown_report"


async def test_reports_are_listed_the_newest_first(hass: HomeAssistant, stage: Stage, site: MockConfigEntry) -> None:
    ids = []
    for _ in range(3):
        ids.append((await inspect(hass, site="site1"))["report_id"])
        stage.freezer.tick(60)

    listed = (await call(hass, LIST, limit=2))["reports"]

    assert [report["report_id"] for report in listed] == [ids[2], ids[1]]
    assert (await call(hass, LIST, site="elsewhere"))["reports"] == []
    with pytest.raises(ServiceValidationError):
        await call(hass, RUN, site="elsewhere")
