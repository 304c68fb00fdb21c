"""Pages load the bundle from this installation, under an address that changes with its content."""

import re
from hashlib import sha256
from pathlib import Path

from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.dashboard.bundle import BUNDLE_URL

COMMITTED = Path(__file__).parents[3] / "custom_components/smart_campus/dashboard/bundle/smart-campus.js"


async def test_page_loads_the_bundle_that_is_committed(
    hass: HomeAssistant, hass_client_no_auth: ClientSessionGenerator
) -> None:
    hass.config.components.add("onboarding")
    assert await async_setup_component(hass, "frontend", {})
    assert await async_setup_component(hass, DOMAIN, {})
    client = await hass_client_no_auth()

    page = await (await client.get("/")).text()
    urls = re.findall(rf'import\("({BUNDLE_URL}\?v=[0-9a-f]+)"\)', page)
    answer = await client.get(urls[0])

    assert len(urls) == 1
    assert await answer.read() == COMMITTED.read_bytes()
    assert sha256(COMMITTED.read_bytes()).hexdigest().startswith(urls[0].partition("?v=")[2])
    assert answer.headers["Content-Type"].startswith("text/javascript")
    assert "max-age" in answer.headers["Cache-Control"]


async def test_site_starts_without_the_frontend(hass: HomeAssistant) -> None:
    assert await async_setup_component(hass, DOMAIN, {})
    assert "frontend" not in hass.config.components


def test_bundle_asks_no_other_host() -> None:
    text = COMMITTED.read_text("utf-8")
    hosts = set(re.findall(r"https?://([\w.-]+)", text))
    # Names of XML vocabularies, the licence of Lit, and the page of the documentation; nothing that is fetched.
    assert hosts <= {"www.w3.org", "lit.dev", "github.com"}
    assert not re.search(r"\bimport\s*\(|\bfrom\s*[\"']", text)
