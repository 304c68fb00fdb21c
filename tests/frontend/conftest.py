"""A stage for one card at a time, in one Chromium for all tests of a process."""

import os
from collections.abc import AsyncIterator

import pytest_asyncio
from playwright.async_api import async_playwright
from pytest_socket import enable_socket

from demo.browser import QUIET, TIME_ZONE, find_chromium

from .stage import Stage


@pytest_asyncio.fixture(loop_scope="session")
async def stage() -> AsyncIterator[Stage]:
    """Yield an empty stage; afterwards nothing may have been complained of."""
    enable_socket()
    arguments = [*QUIET, *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=find_chromium(), args=arguments)
        try:
            made = Stage(await browser.new_page(timezone_id=TIME_ZONE))
            await made.open()
            yield made
            assert made.complaints == []
        finally:
            await browser.close()
