"""One running demo with a browser a language, for all walks; the two languages run side by side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from pytest_socket import enable_socket

from demo.walk import Walk, walking

LANGUAGES = [
    pytest.param(language, marks=pytest.mark.xdist_group(f"demo_{language}")) for language in ("en", "zh-Hans")
]


@pytest_asyncio.fixture(scope="session", loop_scope="session", params=LANGUAGES)
async def walk(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Walk]:
    """Walk through the demo; afterwards neither the browser nor the log may have complained."""
    enable_socket()
    complaints: list[str] = []
    folder: Path = tmp_path_factory.mktemp("demo")
    async with walking(request.param, folder, complaints.append) as walk:
        yield walk
    assert complaints == []
