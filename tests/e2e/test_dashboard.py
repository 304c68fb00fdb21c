"""The dashboard that makes itself, in front of the demo: every view whole and accessible, and what is pressed there."""

from collections.abc import AsyncIterator
from functools import cache
from typing import Any

import pytest
import pytest_asyncio
from playwright.async_api import FilePayload, Page

from demo.api import ApiError
from demo.browser import DESKTOP
from demo.folder import CHECKOUT
from demo.walk import Walk

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

AXE = CHECKOUT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
STANDARDS = "{runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']}"
"""Rules about whole pages, landmarks and headings, are Home Assistant's to keep; each card alone keeps them all."""
PHONE = (390, 844)
MAIN_CARDS = {
    "attention": "smart-campus-alert-list-card",
    "buildings": "smart-campus-room-grid-card",
    "recordings": "smart-campus-recordings-card",
    "network": "smart-campus-inspection-card",
    "energy": "hui-tile-card",
    "gates": "smart-campus-access-card",
    "equipment": "smart-campus-equipment-card",
    "room": "smart-campus-class-card",
    "switch": "smart-campus-port-map-card",
}
"""What each view is opened for."""
ROOM = {"en": "Reading room", "zh-Hans": "阅览室"}
PROJECTOR = "projector-reading-room"
NAME = {"en": "Smart Campus", "zh-Hans": "智慧校园"}
WORDS = {
    "acknowledge": {"en": "Acknowledge", "zh-Hans": "确认"},
    "add": {"en": "Add dashboard", "zh-Hans": "添加仪表盘"},
    "create": {"en": "Create", "zh-Hans": "创建"},
    "sign": {"en": "Sign off", "zh-Hans": "签字"},
}
POWER_S = 150.0


@pytest_asyncio.fixture(loop_scope="session")
async def page(walk: Walk) -> AsyncIterator[Page]:
    """Yield the page; it is as large as before afterwards, and shows nothing that goes on."""
    yield walk.page
    await walk.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
    await walk.page.goto("about:blank")


async def campus(walk: Walk) -> dict[str, Any]:
    """Return the demo's site as dashboards know it."""
    (site,) = (await walk.demo.api.command("smart_campus/dashboard/campus"))["sites"]
    return dict(site)


async def path_of(walk: Walk, view: str) -> str:
    """Return where a view is; that of a room or a switch shows the first one."""
    site = await campus(walk)
    parts = {"room": f"room-{site['rooms'][0]['room']}", "switch": f"switch-{site['switches'][0]['device_id']}"}
    return f"/smart-campus/{parts.get(view, view)}"


@cache
def axe() -> str:
    """Return the script. A thread to read it in would outlive the test."""
    return AXE.read_text(encoding="utf-8")


async def violations(page: Page) -> list[str]:
    """Return what axe finds wrong with cards of ours; Home Assistant's own are not ours to mend."""
    await page.evaluate(axe())
    found = await page.evaluate(
        "async () => (await axe.run(document, STANDARDS)).violations".replace("STANDARDS", STANDARDS)
    )
    return [
        f"{each['id']}: {node['target']} {node['failureSummary']}"
        for each in found
        for node in each["nodes"]
        if "smart-campus-" in str(node["target"]) or "smart-campus-" in node["html"]
    ]


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
@pytest.mark.parametrize("view", MAIN_CARDS)
async def test_view_is_whole_accessible_and_no_wider_than_the_window(
    walk: Walk, page: Page, view: str, size: tuple[int, int]
) -> None:
    await page.set_viewport_size({"width": size[0], "height": size[1]})
    await walk.go(await path_of(walk, view))
    await page.locator(MAIN_CARDS[view]).first.wait_for()
    await walk.until_still()
    assert await page.locator("hui-error-card, smart-campus-error-card").count() == 0
    assert await page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert await violations(page) == []


async def test_dashboard_is_offered_in_the_dialog_and_made_by_it(walk: Walk, page: Page) -> None:
    async def made() -> list[str]:
        found = {each["url_path"] for each in await walk.demo.api.command("lovelace/dashboards/list")}
        return sorted(found - before)

    async def strategies() -> list[str]:
        """Return what makes the new dashboards; one that is listed is stored a moment later."""
        try:
            configs = [await walk.demo.api.command("lovelace/config", url_path=path) for path in await made()]
        except ApiError:
            return []
        return [config["strategy"]["type"] for config in configs]

    async def is_made() -> bool:
        return await strategies() == ["custom:smart-campus"]

    async def is_closed() -> bool:
        return bool(await page.evaluate("!history.state?.dialog"))

    before: set[str] = set()
    before |= set(await made())
    await walk.go("/config/lovelace/dashboards")
    await page.get_by_role("button", name=WORDS["add"][walk.language]).first.click()
    await page.locator("dashboard-card h2:visible").filter(has_text=NAME[walk.language]).click()
    dialog = page.locator("dialog-lovelace-dashboard-detail")
    await dialog.get_by_role("button", name=WORDS["create"][walk.language], exact=True).click()
    await walk.until(is_made)
    (path,) = await made()
    # The dialog takes itself out of the browser's history as it closes, and leads back whoever went on before that
    await walk.until(is_closed)
    await walk.go(f"/{path}/buildings")
    await page.locator("smart-campus-room-grid-card a.tile").first.wait_for()


async def test_alert_is_acknowledged_on_the_page_by_who_is_logged_in(walk: Walk, page: Page) -> None:
    title = "A tap drips <b>loudly</b>"
    await walk.call("raise_alert", key="tap", title=title, severity="notice", category="other")
    await walk.go("/smart-campus/attention")
    alert = page.locator("smart-campus-alert-row").filter(has_text=title)
    await alert.get_by_role("button", name=WORDS["acknowledge"][walk.language]).click()

    async def is_acknowledged() -> bool:
        found = (await walk.ask("get_alerts", state="acknowledged"))["alerts"]
        return [each["acknowledged_by"] for each in found if each["key"] == "tap"] == [user]

    user = (await walk.demo.api.command("auth/current_user"))["name"]
    await walk.until(is_acknowledged)
    await walk.call("resolve_alert", key="tap")
    await alert.wait_for(state="detached")


async def test_class_is_started_and_ended_with_one_press_each(walk: Walk, page: Page) -> None:
    room = next(each["room"] for each in (await campus(walk))["rooms"] if each["name"] == ROOM[walk.language])
    await walk.go(f"/smart-campus/room-{room}")
    card = page.locator("smart-campus-class-card")
    anyway = card.locator("button.danger")

    async def is_on() -> bool:
        return (await walk.measure(PROJECTOR))["power"] == "on"

    async def is_off() -> bool:
        if await anyway.count():  # a lesson goes on, so the card asks once more
            await anyway.click()
        return (await walk.measure(PROJECTOR))["power"] in ("off", "cooling")

    await card.locator("button[name=start_class]").click()
    await walk.until(is_on, within_s=POWER_S)
    await card.locator("button[name=end_class]:not([disabled])").click()
    await walk.until(is_off, within_s=POWER_S)


async def test_inspection_is_signed_on_the_page(walk: Walk, page: Page) -> None:
    await walk.ask("run_network_inspection", site=walk.demo.entry_id, language=walk.language)
    await walk.go("/smart-campus/network")
    card, sign = page.locator("smart-campus-inspection-card"), WORDS["sign"][walk.language]
    await card.get_by_role("button", name=sign).click()
    await card.locator("textarea, input[type=text]").first.fill("Looked through")
    await card.locator("smart-campus-dialog button.primary").click()
    await card.get_by_text("Looked through").wait_for()
    await card.get_by_text((await walk.demo.api.command("auth/current_user"))["name"]).first.wait_for()


async def test_ledger_with_three_wrong_rows_is_imported_without_them(walk: Walk, page: Page) -> None:
    rows = (
        "资产编号,名称,类别,购置日期,状态,备注",
        "T-0001,讲台,,2024-09-01,在用,<b>木质</b>",
        "T-0002,白板,,2024-09-31,在用,",
        "T-0003,座椅,,2024-09-01,失踪,",
        "T-0004,智能锁,飞船,2024-09-01,在用,",
        "T-0005,音箱,,2024-09-01,维修,",
    )
    ledger = FilePayload(name="台账.csv", mimeType="text/csv", buffer="\n".join(rows).encode("gb18030"))
    await walk.go("/smart-campus/equipment")
    card = page.locator("smart-campus-equipment-import-card")
    await card.locator("input[type=file]").set_input_files(ledger)
    errors = card.locator("smart-campus-import-check-result table").first.locator("tbody tr")
    await errors.first.wait_for()
    places = [await row.locator("td, th").first.inner_text() for row in await errors.all()]
    assert ["".join(filter(str.isdigit, place)) for place in places] == ["3", "4", "5"]
    await card.locator("button.primary").click()

    async def found() -> list[str]:
        answer = await walk.demo.api.command("smart_campus/equipment/list", search="T-000", offset=0, limit=10)
        return sorted(each["asset_number"] for each in answer["assets"])

    async def is_imported() -> bool:
        return await found() == ["T-0001", "T-0005"]

    await walk.until(is_imported, within_s=60)
