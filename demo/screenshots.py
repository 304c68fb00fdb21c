"""Pictures of the running demo in both languages, for the documentation: python -m demo.screenshots [FOLDER]."""

import asyncio
import sys
from pathlib import Path

from .browser import DESKTOP, BrowserError, device_id, logged_in, settle
from .folder import CHECKOUT, DemoFolder
from .runner import Demo

PICTURES = CHECKOUT / "docs" / "images"
MODEL = "SDM630"
SHOWN = {"en": ("en", "Active power"), "zh-Hans": ("zh", "有功功率")}
"""Suffix of the file names and a name that the device page must show, by language."""


async def take_pictures(language: str, target: Path) -> list[str]:
    """Start the demo in a language and picture its pages. Return what the browser complained of."""
    suffix, name = SHOWN[language]
    complaints: list[str] = []
    demo = Demo(DemoFolder.open(language, fresh=True), language, say=lambda text: print(text, file=sys.stderr))  # noqa: T201
    try:
        ready = await demo.start(0)
        url, password = ready.split()[1], ready.rsplit("password=", 1)[1]
        async with logged_in(url, password, DESKTOP, complaints.append) as page:
            await page.goto(f"{url}/config/devices/device/{await device_id(page, MODEL)}")
            await settle(page, name)
            await page.screenshot(path=target / f"device-page-{suffix}.png")
            await page.goto(f"{url}/config/integrations/integration/smart_campus")
            await settle(page, "SDM630")
            await page.screenshot(path=target / f"integration-page-{suffix}.png")
    finally:
        await demo.stop()
    return complaints


async def main() -> None:
    """Take every picture; exit 1 when the browser complained."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES
    target.mkdir(parents=True, exist_ok=True)
    complaints = [complaint for language in SHOWN for complaint in await take_pictures(language, target)]
    if complaints:
        raise BrowserError("\n".join(complaints))


if __name__ == "__main__":
    asyncio.run(main())
