"""Pictures of the running demo in both languages, for the documentation: python -m demo.screenshots [FOLDER]."""

import asyncio
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from .browser import BrowserError, device_id, settle
from .folder import CHECKOUT
from .walk import Walk, walking

PICTURES = CHECKOUT / "docs" / "images"
SUFFIXES = {"en": "en", "zh-Hans": "zh"}
"""Of the file names, by language."""
DEVICE_PAGES = {"device-page": "SDM630", "switch-page": "S5720", "projector-page": "EB-"}
"""Model whose device is pictured, by file name."""
NAMES = {"en": "Energy import", "zh-Hans": "正向有功电能"}
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
            for name in ("rooms", "doors", "alerts"):
                await walk.go(f"/smart-campus/{name}")
                await _picture(walk, target / f"demo-{name}-{suffix}.png")
            await _picture_network(walk, target, suffix)
    return complaints


async def _picture_network(walk: Walk, target: Path, suffix: str) -> None:
    async def is_known() -> bool:
        found = await walk.ask("get_topology", site=walk.demo.entry_id)
        return len(found["findings"]) >= PORTS_IN_TROUBLE

    await walk.until(is_known, within_s=TROUBLE_S)
    await walk.go("/smart-campus/network")
    await _picture(walk, target / f"demo-network-{suffix}.png")
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
