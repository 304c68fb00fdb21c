"""The bundle of strategies and cards: served from this installation, loaded on every page."""

from hashlib import sha256
from pathlib import Path
from typing import Final

from homeassistant.components.frontend import add_extra_js_url
from homeassistant.components.http.server import StaticPathConfig
from homeassistant.core import HomeAssistant

BUNDLE: Final = Path(__file__).parent / "bundle" / "smart-campus.js"
BUNDLE_URL: Final = "/smart_campus_static/smart-campus.js"


async def async_serve_bundle(hass: HomeAssistant) -> None:
    """Serve the bundle and have pages load it; without the frontend there is nobody to load it.

    Browsers keep it for a month: its address names its content, so that an update is never mixed with what they kept.
    """
    if "frontend" not in hass.config.components:
        return
    await hass.http.async_register_static_paths([StaticPathConfig(BUNDLE_URL, str(BUNDLE), cache_headers=True)])
    version = await hass.async_add_executor_job(_hash_bundle)
    add_extra_js_url(hass, f"{BUNDLE_URL}?v={version}")


def _hash_bundle() -> str:
    return sha256(BUNDLE.read_bytes()).hexdigest()[:16]
