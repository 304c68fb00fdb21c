"""Pages that listen, and a beat given by hand."""

from typing import Any

import pytest
from aiohttp import web
from homeassistant.core import HomeAssistant
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import floor_registry as fr
from homeassistant.setup import async_setup_component
from homeassistant.util import dt as dt_util
from pytest_homeassistant_custom_component.common import async_fire_time_changed
from pytest_homeassistant_custom_component.typing import WebSocketGenerator

from custom_components.smart_campus.const import DOMAIN
from custom_components.smart_campus.dashboard.pulse import BEAT


class Page:
    """One open page of a signed-in user."""

    def __init__(self, hass: HomeAssistant, socket: Any) -> None:
        self.hass = hass
        self.socket = socket

    async def ask(self, command: str, **fields: Any) -> Any:
        """Ask once; return the result."""
        answer = await self.send(command, **fields)
        assert answer["success"], answer
        return answer["result"]

    async def refused(self, command: str, **fields: Any) -> str:
        """Ask for what is not given; return the code of the error."""
        answer = await self.send(command, **fields)
        assert not answer["success"], answer
        code: str = answer["error"]["code"]
        return code

    async def listen(self, command: str, **fields: Any) -> dict[str, Any]:
        """Subscribe; return the first event."""
        assert (await self.send(command, **fields))["success"]
        return await self.hear()

    async def send(self, command: str, **fields: Any) -> dict[str, Any]:
        await self.socket.send_json_auto_id({"type": f"smart_campus/{command}", **fields})
        answer: dict[str, Any] = await self.socket.receive_json(timeout=20)
        return answer

    async def hear(self) -> dict[str, Any]:
        """Return the next event."""
        event: dict[str, Any] = (await self.socket.receive_json(timeout=20))["event"]
        return event

    async def beat(self) -> None:
        """Let a second pass."""
        async_fire_time_changed(self.hass, dt_util.utcnow() + BEAT)
        await self.hass.async_block_till_done()

    async def is_quiet(self) -> bool:
        """Return whether nothing comes before the answer to a ping."""
        await self.socket.send_json_auto_id({"type": "ping"})
        return bool((await self.socket.receive_json(timeout=20))["type"] == "pong")


@pytest.fixture
async def ready(hass: HomeAssistant) -> None:
    """Set the integration up before a page is opened: afterwards no further view can be served."""
    for component in (DOMAIN, "calendar", "camera"):
        assert await async_setup_component(hass, component, {})


@pytest.fixture(autouse=True)
def no_heartbeat(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let hours pass at once without the server taking its pages for dead."""

    class Lasting(web.WebSocketResponse):
        def __init__(self, *, heartbeat: float | None = None, decode_text: bool = True) -> None:
            super().__init__(decode_text=decode_text)

    monkeypatch.setattr("homeassistant.components.websocket_api.http.web.WebSocketResponse", Lasting)


@pytest.fixture
async def page(ready: None, hass: HomeAssistant, hass_ws_client: WebSocketGenerator) -> Page:
    """Return a page of an administrator."""
    return Page(hass, await hass_ws_client(hass))


@pytest.fixture
async def visitor(
    ready: None, hass: HomeAssistant, hass_ws_client: WebSocketGenerator, hass_read_only_access_token: str
) -> Page:
    """Return a page of somebody who may only look."""
    return Page(hass, await hass_ws_client(hass, hass_read_only_access_token))


def make_area(hass: HomeAssistant, name: str, floor: str | None = None) -> str:
    """Return a new area, on a floor that is made when there is none of its name."""
    floors = fr.async_get(hass)
    known = floors.async_get_floor_by_name(floor) if floor else None
    floor_id = (known or floors.async_create(floor)).floor_id if floor else None
    return ar.async_get(hass).async_create(name, floor_id=floor_id).id
