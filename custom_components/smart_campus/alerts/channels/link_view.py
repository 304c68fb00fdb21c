"""The page a link opens. Looking at it changes nothing, for chats fetch links by themselves; only POST acknowledges."""

import asyncio
from collections import OrderedDict
from http import HTTPStatus
from typing import Final

from aiohttp import web
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.http import KEY_HASS, HomeAssistantView
from homeassistant.util import dt as dt_util

from ...const import DOMAIN
from ..desk import async_get_desk
from ..rules.alert import Actor, Alert
from ..rules.words import render
from .memory import ChannelMemory, async_get_memory
from .presses import say
from .rules.bucket import TurnBucket
from .rules.links import MOST_TOKEN, ExpiredError, LinkToken, SealError
from .rules.page import HEADERS, Page, render_page
from .rules.words import word
from .wording import LINK_PATH

MOST_BUCKETS: Final = 1_000
LOOKS_PER_MINUTE: Final = 60
PRESSES_PER_MINUTE: Final = 20
WORK_TIMEOUT_S: Final = 10


class AlertLinkView(HomeAssistantView):
    """Shows one alert to whoever has its link, and lets them acknowledge it."""

    url = f"{LINK_PATH}/{{token}}"
    name = f"api:{DOMAIN}:alert"
    requires_auth = False
    cors_allowed = False

    def __init__(self) -> None:
        self._buckets: OrderedDict[str, TurnBucket] = OrderedDict()
        self._lock = asyncio.Lock()

    async def get(self, request: web.Request, token: str) -> web.Response:
        """Return the page."""
        hass = request.app[KEY_HASS]
        if not self._may(hass, f"look {request.remote}", LOOKS_PER_MINUTE):
            return _answer(_plain(hass, "too_often", request), HTTPStatus.TOO_MANY_REQUESTS)
        memory = await async_get_memory(hass)
        try:
            found = memory.seal.open_link(token[: MOST_TOKEN + 1], memory.now_s)
        except SealError as err:
            return _refuse(hass, err, request)
        alert = await _async_alert(hass, found)
        return _answer(_page(hass, alert, found, is_used=memory.is_used(found)))

    async def post(self, request: web.Request, token: str) -> web.Response:
        """Acknowledge, once a link; say what became of it."""
        hass = request.app[KEY_HASS]
        memory = await async_get_memory(hass)
        if not self._may(hass, f"press {request.remote}", PRESSES_PER_MINUTE):
            return _answer(_plain(hass, "too_often", request), HTTPStatus.TOO_MANY_REQUESTS)
        try:
            found = memory.seal.open_link(token[: MOST_TOKEN + 1], memory.now_s)
        except SealError as err:
            return _refuse(hass, err, request)
        if not self._may(hass, f"alert {found.alert_id}", PRESSES_PER_MINUTE):
            return _answer(_plain(hass, "too_often", request), HTTPStatus.TOO_MANY_REQUESTS)
        said = ""
        try:
            async with asyncio.timeout(WORK_TIMEOUT_S), self._lock:
                if not memory.is_used(found):
                    desk = await async_get_desk(hass)
                    actor = Actor(_name(hass, memory, found), None, found.channel)
                    answer = await desk.async_answer(found.alert_id, "acknowledge", actor)
                    said = say(hass, answer, found.language)
                    await memory.async_use(found)
        except TimeoutError:
            return _answer(_plain(hass, "not_taken", request), HTTPStatus.SERVICE_UNAVAILABLE)
        return _answer(_page(hass, await _async_alert(hass, found), found, said=said, is_used=True))

    def _may(self, hass: HomeAssistant, who: str, per_minute: int) -> bool:
        bucket = self._buckets.pop(who, None) or TurnBucket(size=per_minute, per_minute=per_minute)
        self._buckets[who] = bucket
        while len(self._buckets) > MOST_BUCKETS:
            self._buckets.popitem(last=False)
        return bucket.take(hass.loop.time())


def _name(hass: HomeAssistant, memory: ChannelMemory, token: LinkToken) -> str:
    if (person := memory.person_of(token)) is not None and person.name:
        return person.name
    for entry in hass.config_entries.async_entries(DOMAIN):
        if (subentry := entry.subentries.get(token.channel)) is not None:
            return word("by_group", token.language, title=subentry.title)
    return word("somebody", token.language)


async def _async_alert(hass: HomeAssistant, token: LinkToken) -> Alert | None:
    return await (await async_get_desk(hass)).async_find(token.alert_id)


def _page(hass: HomeAssistant, alert: Alert | None, token: LinkToken, *, said: str = "", is_used: bool) -> Page:
    language = token.language
    if alert is None:
        return Page(language=language, title=word("page_title", language), said=word("link_unknown", language))
    zone = dt_util.get_time_zone(hass.config.time_zone)
    if not said and alert.resolved_at is not None:
        said = word("is_resolved", language, at=f"{alert.resolved_at.astimezone(zone):%Y-%m-%d %H:%M}")
    if not said and alert.acknowledged_at is not None:
        by = alert.acknowledged_by
        name = by.name if by is not None and by.name else word("somebody", language)
        at = f"{alert.acknowledged_at.astimezone(zone):%Y-%m-%d %H:%M}"
        said = word("is_acknowledged", language, name=name, at=at)
    rows = [(word("room", language), alert.room)] if alert.room else []
    rows.append((word("since", language), f"{alert.raised_at.astimezone(zone):%Y-%m-%d %H:%M}"))
    return Page(
        language=language,
        title=render(alert.title, language, zone),
        text=render(alert.cause, language, zone),
        severity=alert.severity,
        rows=rows,
        said=said,
        can_acknowledge=alert.is_unanswered and not is_used,
    )


def _refuse(hass: HomeAssistant, err: SealError, request: web.Request) -> web.Response:
    if isinstance(err, ExpiredError):
        return _answer(_plain(hass, "link_expired", request), HTTPStatus.GONE)
    return _answer(_plain(hass, "link_unknown", request), HTTPStatus.NOT_FOUND)


def _plain(hass: HomeAssistant, key: str, request: web.Request) -> Page:
    """Return a page that tells nothing of any alert, in the language of the browser."""
    accepted = request.headers.get("Accept-Language", "").strip() or hass.config.language
    language = "zh-Hans" if accepted.lower().startswith("zh") else "en"
    return Page(language=language, title=word("page_title", language), said=word(key, language))


def _answer(page: Page, status: HTTPStatus = HTTPStatus.OK) -> web.Response:
    return web.Response(
        text=render_page(page), status=status, content_type="text/html", charset="utf-8", headers=HEADERS
    )


@callback
def async_register_link_view(hass: HomeAssistant) -> None:
    """Serve the page from now on."""
    hass.http.register_view(AlertLinkView())
