"""A headless Chromium that looks at the demo as its user does."""

import os
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from playwright.async_api import ConsoleMessage, Page, async_playwright

from .onboarding import USER

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome")
MAC_CHROMIUM = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
QUIET = (
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
TIMEOUT_MS = 60_000
TIME_ZONE = "Asia/Shanghai"
STILLNESS = "() => Promise.all(document.getAnimations().map(animation => animation.finished.catch(() => {})))"

type Size = tuple[int, int]

DESKTOP: Size = (1280, 900)
PHONE: Size = (412, 915)


class BrowserError(Exception):
    """There is no browser, or a page did not show what it should."""


def find_chromium() -> str:
    """Return the path of a Chromium. Raises BrowserError, saying what to install."""
    for name in CHROMIUM_NAMES:
        if path := shutil.which(name):
            return path
    if Path(MAC_CHROMIUM).exists():
        return MAC_CHROMIUM
    raise BrowserError("No Chromium is installed. Install it (Debian: apt-get install chromium fonts-noto-cjk).")


@asynccontextmanager
async def logged_in(url: str, password: str, size: Size, complain: Callable[[str], None]) -> AsyncIterator[Page]:
    """Yield a page on which the demo's user is logged in.

    complain: hears of every error on the browser's console and of every request to another host.
    """
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        try:
            page = await browser.new_page(viewport={"width": size[0], "height": size[1]}, timezone_id=TIME_ZONE)
            page.set_default_timeout(TIMEOUT_MS)
            page.on("console", lambda message: _hear(message, complain))
            page.on("request", lambda request: _check_host(request.url, url, complain))
            await page.goto(url)
            await page.locator("input[name=username]").fill(USER)
            await page.locator("input[name=password]").fill(password)
            await page.keyboard.press("Enter")
            await page.wait_for_function(
                "Object.keys(document.querySelector('home-assistant')?.hass?.devices ?? {}).length"
            )
            yield page
        finally:
            await browser.close()


def _hear(message: ConsoleMessage, complain: Callable[[str], None]) -> None:
    if message.type == "error":
        complain(message.text)


def _check_host(address: str, url: str, complain: Callable[[str], None]) -> None:
    if not address.startswith((url, "data:", "blob:")):
        complain(f"a request left this machine: {address}")


async def device_id(page: Page, model: str) -> str:
    """Return the registry id of the first device whose model contains the text. Raises BrowserError."""
    found = await page.evaluate(
        """model => Object.values(document.querySelector('home-assistant').hass.devices)
             .find(device => device.model?.includes(model))?.id""",
        model,
    )
    if not isinstance(found, str):
        raise BrowserError(f"No device of model {model} is in the registry.")
    return found


async def settle(page: Page, text: str) -> None:
    """Wait until the page shows a text, and until it has stopped moving."""
    await page.get_by_text(text).first.wait_for()
    await page.wait_for_load_state("networkidle")
    await page.evaluate(STILLNESS)
