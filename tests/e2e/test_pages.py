"""The pages a person sees, in a real browser against the running demo, in both languages and two sizes."""

import pytest

from demo.browser import DESKTOP, PHONE, Size, device_id, logged_in, settle
from demo.walk import Walk

pytestmark = [
    pytest.mark.servers,
    pytest.mark.asyncio(loop_scope="session"),
    pytest.mark.usefixtures("socket_enabled"),
]

NAMES = {
    "en": ("Active power", "Energy import", "Add energy meter"),
    "zh-Hans": ("有功功率", "正向有功电能", "添加能耗表计"),
}


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
async def test_device_and_site_pages_show_translated_names_and_no_console_error(walk: Walk, size: Size) -> None:
    complaints: list[str] = []
    power, energy, add = NAMES[walk.language]
    async with logged_in(walk.demo.url, walk.demo.password, size, complaints.append) as page:
        await page.goto(f"{walk.demo.url}/config/devices/device/{await device_id(page, 'SDM630')}")
        await settle(page, power)
        await page.get_by_text(energy).first.wait_for()
        await page.goto(f"{walk.demo.url}/config/integrations/integration/smart_campus")
        await settle(page, add)
    assert complaints == []
