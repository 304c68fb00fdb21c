"""Pictures of the running demo in both languages, for the documentation: python -m demo.screenshots [FOLDER]."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .api import Json
from .browser import DESKTOP, PHONE, BrowserError, device_id, settle
from .dashboard import CAMPUS, VIEWS
from .folder import CHECKOUT
from .walk import Walk, walking

PICTURES = CHECKOUT / "docs" / "images"
SUFFIXES = {"en": "en", "zh-Hans": "zh"}
"""Of the file names, by language."""
DEVICE_PAGES = {"device-page": "SDM630", "switch-page": "S5720", "projector-page": "EB-"}
"""Model whose device is pictured, by file name."""
NAMES = {"en": "Energy import", "zh-Hans": "正向有功电能"}
ROOM = "302"
"""Part of the name of the room that is pictured."""
STILL_LOADING = "hui-image ha-spinner"
"""What stands in the place of a camera's first picture."""
TROUBLE_S = 240.0
"""How long until every port in trouble is known to be."""
PORTS_IN_TROUBLE = 3


async def take_pictures(language: str, target: Path) -> list[str]:
    """Start the demo in a language and picture its pages. Return what the browser and the log complained of."""
    complaints: list[str] = []
    suffix = SUFFIXES[language]
    with TemporaryDirectory() as folder:
        async with walking(language, Path(folder) / "demo", complaints.append) as walk:
            for name, model in DEVICE_PAGES.items():
                await walk.go(f"/config/devices/device/{await device_id(walk.page, model)}")
                await _picture(walk, target / f"{name}-{suffix}.png", NAMES[language] if model == "SDM630" else "")
            await walk.go("/config/integrations/integration/smart_campus")
            await _picture(walk, target / f"integration-page-{suffix}.png", "SDM630")
            await _await_trouble(walk)
            for view, path in (await _views(walk)).items():
                for size, ending in ((DESKTOP, ""), (PHONE, "-phone")):
                    await walk.page.set_viewport_size({"width": size[0], "height": size[1]})
                    await walk.go(path)
                    if size == DESKTOP:  # a camera below the edge of a phone is not asked for its picture
                        await walk.page.locator(STILL_LOADING).first.wait_for(state="hidden")
                    await _picture(walk, target / f"dashboard-{view}{ending}-{suffix}.png")
            await walk.page.set_viewport_size({"width": DESKTOP[0], "height": DESKTOP[1]})
            await _picture_report(walk, target, suffix)
    return complaints


async def _views(walk: Walk) -> dict[str, str]:
    """Return the path of each view of the dashboard, of one room and of one switch, by name."""
    (site,) = (await walk.demo.api.command("smart_campus/dashboard/campus"))["sites"]
    room = next(each["room"] for each in site["rooms"] if ROOM in each["name"])
    flapping = next(each for each in (await _findings(walk)) if each["fault"] == "flapping")
    parts = {"room": f"room-{room}", "switch": f"switch-{flapping['device_id']}"}
    return {view: f"/{CAMPUS}/{path}" for view, path in {**{view: view for view in VIEWS}, **parts}.items()}


async def _findings(walk: Walk) -> list[dict[str, Json]]:
    """Return which ports are in trouble."""
    found: list[dict[str, Json]] = (await walk.ask("get_topology", site=walk.demo.entry_id))["findings"]
    return found


async def _await_trouble(walk: Walk) -> None:
    async def is_known() -> bool:
        return len(await _findings(walk)) >= PORTS_IN_TROUBLE

    await walk.until(is_known, within_s=TROUBLE_S)


async def _picture_report(walk: Walk, target: Path, suffix: str) -> None:
    answer = await walk.ask("run_network_inspection", site=walk.demo.entry_id, language=walk.language)
    await walk.go(answer["reports"][0]["html"])
    await _picture(walk, target / f"inspection-report-{suffix}.png")


async def _picture(walk: Walk, path: Path, text: str = "") -> None:
    if text:
        await settle(walk.page, text)
    else:
        await walk.until_still()
    await walk.page.screenshot(path=path)


async def main() -> None:
    """Take every picture; exit 1 when the browser or the log complained."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    complaints = [complaint for language in SUFFIXES for complaint in await take_pictures(language, target)]
    if complaints:
        raise BrowserError("\n".join(complaints))


if __name__ == "__main__":
    asyncio.run(main())
