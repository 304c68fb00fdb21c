"""Open pages of work orders, and photos over HTTP: for those who are signed in, and for nobody else."""

import io
from http import HTTPStatus
from pathlib import Path
from typing import Any

import pytest
from aiohttp import FormData
from homeassistant.core import HomeAssistant
from homeassistant.setup import async_setup_component
from PIL import Image
from pytest_homeassistant_custom_component.common import MockUser
from pytest_homeassistant_custom_component.typing import (
    ClientSessionGenerator,
    MockHAClientWebSocket,
    WebSocketGenerator,
)

from custom_components.smart_campus.work_orders.photos import FOLDER

from .working import Campus


async def ask(page: MockHAClientWebSocket, name: str, **data: Any) -> dict[str, Any]:
    """Ask something; events that come first belong to a subscription and are left out."""
    await page.send_json_auto_id({"type": f"smart_campus/work_orders/{name}", **data})
    while (answer := await page.receive_json())["type"] == "event":
        pass
    found: dict[str, Any] = answer
    return found


async def event(page: MockHAClientWebSocket) -> dict[str, Any]:
    while (message := await page.receive_json())["type"] != "event":
        pass
    found: dict[str, Any] = message["event"]
    return found


async def test_page_shows_orders_and_every_change(
    hass: HomeAssistant, works: Campus, area_id: str, hass_ws_client: WebSocketGenerator
) -> None:
    page = await works.client(hass_ws_client, works.teacher)
    assert (await ask(page, "subscribe", area_id=area_id, state="open"))["success"]
    assert await event(page) == {"total": 0, "orders": []}

    made = await works.act("raise_work_order", works.head, title="<script>alert(1)</script>", area_id=area_id)
    shown = await event(page)
    assert (shown["total"], shown["orders"][0]["title"]) == (1, "<script>alert(1)</script>")

    await works.act("finish_work_order", works.head, order_id=made["order_id"])
    assert (await event(page))["total"] == 0


async def test_person_raises_and_finishes_from_the_page_and_may_not_assign(
    hass: HomeAssistant, works: Campus, hass_ws_client: WebSocketGenerator
) -> None:
    page = await works.client(hass_ws_client, works.teacher)
    order = (await ask(page, "create", title="Lamp", area_id=None, priority=None))["result"]["order"]
    assert (order["title"], order["raised_by"], order["photos"]) == ("Lamp", "Teacher", [])
    refused = await ask(page, "assign", order_id=order["order_id"], assigned_to="Technician")
    assert (refused["success"], refused["error"]["code"]) == (False, "unauthorized")
    done = (await ask(page, "finish", order_id=order["order_id"], note="was the fuse"))["result"]["order"]
    assert (done["state"], done["done_note"]) == ("done", "was the fuse")
    again = await ask(page, "finish", order_id=order["order_id"])
    assert again["error"]["translation_key"] == "work_order_over"
    history = (await ask(page, "history", order_id=order["order_id"]))["result"]["history"]
    assert [row["kind"] for row in history] == ["raised", "done"]


@pytest.mark.parametrize("bad", [{"order_id": "../../x"}, {"order_id": "f" * 32}])
async def test_order_that_is_none_is_refused(
    hass: HomeAssistant, works: Campus, hass_ws_client: WebSocketGenerator, bad: dict[str, str]
) -> None:
    page = await works.client(hass_ws_client, works.head)
    assert (await ask(page, "finish", **bad))["success"] is False


def jpeg() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 48), (10, 120, 40)).save(buffer, "JPEG")
    return buffer.getvalue()


def photos_in(hass: HomeAssistant) -> list[str]:
    """Return the names of the files that are kept."""
    folder = Path(hass.config.path(FOLDER))
    return [path.name for path in folder.iterdir()] if folder.exists() else []


class Uploads:
    """Uploads files as somebody, and adds them to an order."""

    def __init__(self, works: Campus, clients: ClientSessionGenerator, sockets: WebSocketGenerator) -> None:
        self.works = works
        self.clients = clients
        self.sockets = sockets

    async def add(self, who: MockUser, data: bytes, name: str = "photo.jpg") -> dict[str, Any]:
        order = await self.works.act("raise_work_order", who, title="Lamp")
        client = await self.clients()
        form = FormData()
        form.add_field("file", data, filename=name)
        answer = await client.post("/api/file_upload", data=form)
        assert answer.status == HTTPStatus.OK
        page = await self.works.client(self.sockets, who)
        return await ask(page, "photo", order_id=order["order_id"], file_id=(await answer.json())["file_id"])


@pytest.fixture
async def uploads(
    hass: HomeAssistant, works: Campus, hass_client: ClientSessionGenerator, hass_ws_client: WebSocketGenerator
) -> Uploads:
    for name in ("file_upload", "websocket_api"):
        assert await async_setup_component(hass, name, {})
    return Uploads(works, hass_client, hass_ws_client)


async def test_photo_is_shown_by_its_signed_link_and_to_nobody_without(
    hass: HomeAssistant, works: Campus, uploads: Uploads, hass_client_no_auth: ClientSessionGenerator
) -> None:
    order = (await uploads.add(works.teacher, jpeg(), "evil <b>name</b>".replace("/", "") + ".jpg"))["result"]["order"]
    (photo,) = order["photos"]
    stranger = await hass_client_no_auth()
    shown = await stranger.get(photo["url"])
    assert (shown.status, shown.content_type) == (HTTPStatus.OK, "image/jpeg")
    assert shown.headers["X-Content-Type-Options"] == "nosniff"
    with Image.open(io.BytesIO(await shown.read())) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (64, 48))
    assert (await stranger.get(photo["url"].partition("?")[0])).status == HTTPStatus.UNAUTHORIZED
    assert photos_in(hass) == [f"{photo['photo_id']}.jpg"]


@pytest.mark.parametrize(
    ("data", "key"),
    [
        (b"<!DOCTYPE html><script>alert(1)</script>", "photo_not_readable"),
        (jpeg() + b"\x00" * (50 * 1024 * 1024), "photo_too_large"),
    ],
    ids=["page", "50 MB"],
)
async def test_what_is_no_photo_is_refused_and_leaves_nothing(
    hass: HomeAssistant, works: Campus, uploads: Uploads, data: bytes, key: str
) -> None:
    refused = await uploads.add(works.teacher, data)
    assert (refused["success"], refused["error"]["translation_key"]) == (False, key)
    assert photos_in(hass) == []
    assert (await works.act("get_work_orders"))["orders"][0]["photos"] == []


async def test_upload_that_is_gone_is_refused(
    hass: HomeAssistant, works: Campus, uploads: Uploads, hass_ws_client: WebSocketGenerator
) -> None:
    order = await works.act("raise_work_order", works.teacher, title="Lamp")
    page = await works.client(hass_ws_client, works.teacher)
    refused = await ask(page, "photo", order_id=order["order_id"], file_id="01J00000000000000000000000")
    assert refused["error"]["translation_key"] == "photo_not_uploaded"
