"""A phone with the Home Assistant app: registers as the app does, shows what is pushed to it, and can be pressed."""

import asyncio
import contextlib
import itertools
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import aiohttp
from aiohttp import web

from .gateway import HOST
from .system import Action, Body, Identity, Json

MOST_SHOWN = 200
TIMEOUT_S = 10
CLEAR = "clear_notification"
ANDROID = {"manufacturer": "Google", "model": "Pixel 9", "os_name": "Android", "os_version": "16"}
IOS = {"manufacturer": "Apple", "model": "iPhone17,1", "os_name": "iOS", "os_version": "26.1"}


@dataclass(kw_only=True, slots=True)
class Shown:
    """A notification as it stands on the screen."""

    number: int
    """Counts what was pushed; a replaced notification has the number of its newest push."""
    title: str
    message: str
    data: Mapping[str, Any] = field(default_factory=dict)

    def to_json(self) -> Json:
        """Return it as the side door tells it."""
        return {"number": self.number, "title": self.title, "message": self.message, "data": dict(self.data)}


class PhoneError(RuntimeError):
    """Home Assistant did not take what the phone sent."""


class Phone:
    """One phone. Use ``async with`` to let it receive."""

    def __init__(self, name: str, *, device_id: str, is_apple: bool = False, port: int = 0) -> None:
        """name: of the device, as its owner calls it. port: where pushes arrive; 0 takes a free one."""
        self.name = name
        self.device_id = device_id
        self.about = IOS if is_apple else ANDROID
        self.port = port
        self.screen: list[Shown] = []
        """What can be seen now, the newest last."""
        self.pushes: deque[Json] = deque(maxlen=MOST_SHOWN)
        """All that was pushed, clearings as well."""
        self.status = 201
        """What a push is answered with: 429 and 500 for a relay with trouble."""
        self.hangs = False
        self.webhook = ""
        """Address of the registration's web hook; empty before the phone was registered."""
        self._pushed = asyncio.Event()
        self._numbers = itertools.count(1)
        self._runner: web.AppRunner | None = None
        self._channel: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Phone:
        app = web.Application()
        app.add_routes([web.post("/push", self._push)])
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, HOST, self.port).start()
        self.port = self._runner.addresses[0][1]
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._channel is not None:
            self._channel.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._channel
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def push_url(self) -> str:
        """Where the relay of the app would be."""
        return f"http://{HOST}:{self.port}/push"

    async def register(self, url: str, token: str, *, is_local_only: bool = False) -> str:
        """Register with a Home Assistant as the owner of an access token; return the id of its web hook.

        is_local_only: without a relay, so that only an open channel reaches it. Raises PhoneError.
        """
        app_data = {"push_websocket_channel": True}
        relay = {} if is_local_only else {"push_token": f"token-{self.device_id}", "push_url": self.push_url}
        body = {
            "device_id": self.device_id,
            "app_id": "io.homeassistant.companion.android",
            "app_name": "Home Assistant",
            "app_version": "2026.10.1",
            "device_name": self.name,
            "supports_encryption": False,
            "app_data": {**app_data, **relay},
            **self.about,
        }
        found = await self._send(f"{url}/api/mobile_app/registrations", body, {"Authorization": f"Bearer {token}"})
        self.webhook = f"{url}/api/webhook/{found['webhook_id']}"
        return str(found["webhook_id"])

    async def open_channel(self, url: str, token: str) -> None:
        """Receive over a web socket of our own instead of the relay, as phones without Google do."""
        is_open = asyncio.Event()
        self._channel = asyncio.create_task(self._listen(url, token, is_open))
        async with asyncio.timeout(TIMEOUT_S):
            await is_open.wait()

    async def press(self, action: str, *, tag: str = "", reply: str = "") -> None:
        """Press a button of a notification, by its id or its label; without a tag, of the newest that has it."""
        shown = next(
            (
                each
                for each in reversed(self.screen)
                if (not tag or each.data.get("tag") == tag) and _find(each, action)
            ),
            None,
        )
        if shown is None or (button := _find(shown, action)) is None:
            raise ValueError(f"no notification with the button {action}")
        data = {"action": button["action"], "tag": shown.data.get("tag", ""), "title": button["title"]}
        await self.fire("mobile_app_notification_action", data | ({"reply_text": reply} if reply else {}))
        # The app takes a notification away once one of its buttons was pressed, unless it is sticky.
        if str(shown.data.get("sticky", "false")).lower() != "true":
            self.screen.remove(shown)

    async def fire(self, event_type: str, data: Mapping[str, object]) -> None:
        """Fire an event of the app, as its owner."""
        await self._send(self.webhook, {"type": "fire_event", "data": {"event_type": event_type, "event_data": data}})

    def find(self, tag: str) -> Shown | None:
        """Return what is on the screen under a tag."""
        return next((each for each in self.screen if each.data.get("tag") == tag), None)

    async def wait_push(self, count: int = 1) -> None:
        """Return once so many pushes have come in all."""
        while len(self.pushes) < count:
            self._pushed.clear()
            await self._pushed.wait()

    def take(self, body: Mapping[str, Any]) -> None:
        """Show what was pushed, as the app does: a tag replaces, and clears."""
        data = body.get("data") or {}
        tag = data.get("tag")
        self.pushes.append(dict(body))
        if tag:
            self.screen = [each for each in self.screen if each.data.get("tag") != tag]
        if body["message"] != CLEAR:
            title = str(body.get("title", ""))
            self.screen.append(Shown(number=next(self._numbers), title=title, message=str(body["message"]), data=data))
            del self.screen[:-MOST_SHOWN]
        self._pushed.set()

    async def _push(self, request: web.Request) -> web.Response:
        body = await request.json()
        if self.hangs:
            await asyncio.sleep(TIMEOUT_S * 2)
        if self.status == 201:
            self.take(body)
            limits = {"successful": 1, "errors": 0, "maximum": 500, "resetsAt": "2026-11-26T00:00:00.000Z"}
            return web.json_response({"target": body["push_token"], "rateLimits": limits}, status=201)
        return web.json_response({"errorType": "Trouble", "message": "Trouble"}, status=self.status)

    async def _listen(self, url: str, token: str, is_open: asyncio.Event) -> None:
        async with aiohttp.ClientSession() as session, session.ws_connect(f"{url}/api/websocket") as socket:
            await socket.receive_json()
            await socket.send_json({"type": "auth", "access_token": token})
            await socket.receive_json()
            ids = itertools.count(1)
            hook = self.webhook.rpartition("/")[2]
            channel = {"type": "mobile_app/push_notification_channel", "webhook_id": hook, "support_confirm": True}
            await socket.send_json({"id": next(ids), **channel})
            async for message in socket:
                found = message.json()
                if found["type"] == "result":
                    is_open.set()
                elif found["type"] == "event":
                    body = found["event"]
                    confirm = {"webhook_id": hook, "confirm_id": body.pop("hass_confirm_id")}
                    await socket.send_json({"id": next(ids), "type": "mobile_app/push_notification_confirm", **confirm})
                    self.take(body)

    async def _send(self, url: str, body: Mapping[str, object], headers: Mapping[str, str] | None = None) -> Any:  # noqa: ANN401
        timeout = aiohttp.ClientTimeout(total=TIMEOUT_S)
        async with (
            aiohttp.ClientSession(timeout=timeout) as session,
            session.post(url, json=body, headers=headers) as answer,
        ):
            if answer.status >= 400:
                raise PhoneError(f"{answer.status} {await answer.text()}")
            return await answer.json(content_type=None) if answer.content_length else {}


class PhoneSystem:
    """A phone as a part of the campus: the side door shows its screen and presses its buttons."""

    def __init__(self, identity: Identity, phone: Phone) -> None:
        self.identity = identity
        self.phone = phone

    async def start(self) -> None:
        """Receive. Raises OSError when the port is taken."""
        await self.phone.__aenter__()

    async def stop(self) -> None:
        """Receive nothing any more."""
        await self.phone.__aexit__()

    def devices(self) -> Sequence[Json]:
        """Return the phone with what is on its screen."""
        endpoint = {"transport": "tcp", "host": HOST, "port": self.phone.port}
        screen = [shown.to_json() for shown in self.phone.screen]
        return [self.identity.to_json(endpoint=endpoint, screen=screen, pushes=len(self.phone.pushes))]

    def values(self, device_id: str) -> Mapping[str, object]:
        """Return how many notifications are on its screen. Raises KeyError for another device."""
        self._check(device_id)
        return {"shown": len(self.phone.screen)}

    def actions(self, device_id: str) -> Mapping[str, Action]:
        """Return what its owner does. Raises KeyError for another device."""
        self._check(device_id)
        return {"register": self._register, "press": self._press, "relay": self._relay, "sweep": self._sweep}

    async def _register(self, body: Body) -> None:
        """Register; a name given with it is what its owner calls the phone from now on."""
        self.phone.name = str(body.get("name") or self.phone.name)
        try:
            await self.phone.register(_text(body, "url"), _text(body, "token"))
        except PhoneError as err:
            raise ValueError(f"Home Assistant refused the phone: {err}") from err

    async def _press(self, body: Body) -> None:
        await self.phone.press(_text(body, "button"), tag=str(body.get("tag", "")))

    async def _relay(self, body: Body) -> None:
        status = body.get("status", 201)
        if not isinstance(status, int) or not 200 <= status < 600:
            raise ValueError("status: an HTTP status, 201 for a relay in order")
        self.phone.status = status

    async def _sweep(self, _body: Body) -> None:
        self.phone.screen.clear()

    def _check(self, device_id: str) -> None:
        if device_id != self.identity.id:
            raise KeyError(device_id)


def _find(shown: Shown, action: str) -> Mapping[str, Any] | None:
    """Return a button by its whole id, the part of it that says what it does, or its label."""
    for button in shown.data.get("actions", ()):
        if action in (button["action"], button["title"], *button["action"].split("@")[1:2]):
            return dict(button)
    return None


def _text(body: Body, key: str) -> str:
    value = body.get(key)
    if not isinstance(value, str) or not value:
        raise ValueError(f"{key}: a text is needed")
    return value
