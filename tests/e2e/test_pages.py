"""The pages a person sees, in a real browser against the running demo, in both languages."""

import asyncio
from pathlib import Path

import pytest

from demo.browser import DESKTOP, PHONE, Size, device_id, logged_in, settle

from .demo_process import RunningDemo, running_demo

pytestmark = [pytest.mark.servers, pytest.mark.xdist_group("demo")]

NAMES = {
    "en": ("Active power", "Energy import", "Add energy meter"),
    "zh-Hans": ("有功功率", "正向有功电能", "添加能耗表计"),
}


async def _look(demo: RunningDemo, size: Size, names: tuple[str, ...]) -> list[str]:
    complaints: list[str] = []
    async with logged_in(demo.url, demo.password, size, complaints.append) as page:
        power, energy, add = names
        await page.goto(f"{demo.url}/config/devices/device/{await device_id(page, 'SDM630')}")
        await settle(page, power)
        await page.get_by_text(energy).first.wait_for()
        await page.goto(f"{demo.url}/config/integrations/integration/smart_campus")
        await settle(page, add)
    return complaints


@pytest.mark.parametrize("language", NAMES)
def test_device_and_site_pages_show_translated_names_and_no_console_error(language: str, tmp_path: Path) -> None:
    with running_demo("--language", language, "--folder", str(tmp_path / "demo")) as demo:
        for size in (DESKTOP, PHONE):
            assert asyncio.run(_look(demo, size, NAMES[language])) == []
