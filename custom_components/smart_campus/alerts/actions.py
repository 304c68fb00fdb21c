"""Actions on alerts: raise, take on, put off, end, note, and look up."""

import logging
from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, Final

import probatio as vol
from homeassistant.const import ATTR_AREA_ID
from homeassistant.core import HomeAssistant, ServiceCall, ServiceResponse, SupportsResponse, callback
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import area_registry as ar
from homeassistant.helpers import config_validation as cv
from homeassistant.util import dt as dt_util
from homeassistant.util.json import JsonValueType

from ..campuslink.model import Kind
from ..const import DOMAIN
from ..permissions.calls import async_require_in
from ..permissions.guard import Right
from ..site_choice import choose_site
from ..store.actions import translate
from ..store.rules.errors import StoreError
from .describing import describe, describe_transition
from .desk import AlertDesk, async_get_desk
from .filters import CONF_CATEGORY, CONF_KEY, CONF_SEVERITY, CONF_SITE
from .rules.alert import (
    MOST_CAUSE,
    MOST_KEY,
    MOST_NOTE,
    MOST_TITLE,
    Actor,
    Alert,
    AlertReport,
    AlertState,
    Button,
    Category,
    Severity,
)
from .rules.life import LONGEST_SNOOZE, LifeError
from .rules.search import MOST_ON_A_PAGE, Cursor, Query

_LOGGER = logging.getLogger(__name__)

CONF_ALERT_ID: Final = "alert_id"
CONF_TITLE: Final = "title"
CONF_CAUSE: Final = "cause"
CONF_EVIDENCE: Final = "evidence"
CONF_BUTTONS: Final = "buttons"
CONF_PARENT: Final = "parent_key"
CONF_NOTE: Final = "note"
CONF_MINUTES: Final = "minutes"
CONF_BUTTON: Final = "button"
CONF_STATE: Final = "state"
CONF_LIMIT: Final = "limit"
CONF_CURSOR: Final = "cursor"
CONF_HISTORY: Final = "history"
LONGEST_SNOOZE_MIN: Final = LONGEST_SNOOZE.total_seconds() / 60

_ID: Final = vol.All(cv.string, vol.Length(min=1, max=64))
_KEY: Final = vol.All(cv.string, vol.Length(min=1, max=MOST_KEY))
_WHICH: Final = {vol.Optional(CONF_ALERT_ID): _ID, vol.Optional(CONF_KEY): _KEY, vol.Optional(CONF_SITE): cv.string}
_BUTTON: Final = vol.Schema(
    {
        vol.Required("id"): vol.All(cv.slug, vol.Length(max=40)),
        vol.Required("label"): vol.All(cv.string, vol.Length(min=1, max=40)),
        vol.Optional("resolves", default=False): cv.boolean,
    }
)
RAISE: Final = vol.Schema(
    {
        vol.Required(CONF_KEY): _KEY,
        vol.Required(CONF_TITLE): vol.All(cv.string, vol.Length(min=1, max=4 * MOST_TITLE)),
        vol.Optional(CONF_SEVERITY, default=Severity.WARNING.value): vol.In([each.value for each in Severity]),
        vol.Optional(CONF_CATEGORY, default=Category.OTHER.value): vol.In([each.value for each in Category]),
        vol.Optional(CONF_CAUSE, default=""): vol.All(cv.string, vol.Length(max=4 * MOST_CAUSE)),
        vol.Optional(CONF_SITE): cv.string,
        vol.Optional(ATTR_AREA_ID): vol.Any(None, cv.string),
        vol.Optional(CONF_EVIDENCE, default=dict): vol.Schema({cv.string: cv.string}),
        vol.Optional(CONF_BUTTONS, default=list): vol.All(cv.ensure_list, vol.Length(max=4), [_BUTTON]),
        vol.Optional(CONF_PARENT): vol.Any(None, vol.All(cv.string, vol.Length(max=MOST_KEY))),
    }
)
NOTE_TEXT: Final = vol.All(cv.string, vol.Length(max=4 * MOST_NOTE))
ACKNOWLEDGE: Final = vol.Schema(_WHICH)
RESOLVE: Final = vol.Schema({**_WHICH, vol.Optional(CONF_NOTE, default=""): NOTE_TEXT})
SNOOZE: Final = vol.Schema(
    {**_WHICH, vol.Required(CONF_MINUTES): vol.All(vol.Coerce(float), vol.Range(min=1, max=LONGEST_SNOOZE_MIN))}
)
ADD_NOTE: Final = vol.Schema({**_WHICH, vol.Required(CONF_NOTE): NOTE_TEXT})
ANSWER: Final = vol.Schema({**_WHICH, vol.Required(CONF_BUTTON): vol.All(cv.string, vol.Length(min=1, max=40))})
GET: Final = vol.Schema(
    {
        vol.Optional(CONF_ALERT_ID): _ID,
        vol.Optional(CONF_SITE): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(ATTR_AREA_ID): vol.All(cv.ensure_list, [cv.string]),
        vol.Optional(CONF_STATE): vol.All(cv.ensure_list, [vol.In([each.value for each in AlertState])]),
        vol.Optional(CONF_SEVERITY): vol.All(cv.ensure_list, [vol.In([each.value for each in Severity])]),
        vol.Optional(CONF_CATEGORY): vol.All(cv.ensure_list, [vol.In([each.value for each in Category])]),
        vol.Optional(CONF_LIMIT, default=50): vol.All(vol.Coerce(int), vol.Range(min=1, max=MOST_ON_A_PAGE)),
        vol.Optional(CONF_CURSOR): cv.string,
        vol.Optional(CONF_HISTORY, default=False): cv.boolean,
    }
)

SENTENCES: Final = {
    "already_acknowledged": "alert_already_acknowledged",
    "already_resolved": "alert_already_resolved",
    "unknown_alert": "alert_unknown_alert",
    "snooze_too_long": "alert_snooze_too_long",
    "note_empty": "alert_note_empty",
    "unknown_button": "alert_unknown_button",
}
"""Key of the sentence of each `LifeError`."""

type Work = Callable[[AlertDesk, str, Actor, ServiceCall], Awaitable[Alert]]


@callback
def async_register_actions(hass: HomeAssistant) -> None:
    """Register the actions on alerts."""
    optional, only = SupportsResponse.OPTIONAL, SupportsResponse.ONLY
    register = hass.services.async_register
    register(DOMAIN, "raise_alert", _async_raise, RAISE, supports_response=optional)
    register(DOMAIN, "get_alerts", _async_get, GET, supports_response=only)
    works: dict[str, tuple[vol.Schema, Work]] = {
        "acknowledge_alert": (ACKNOWLEDGE, lambda desk, key, by, _call: desk.async_acknowledge(key, by)),
        "resolve_alert": (RESOLVE, lambda desk, key, by, call: desk.async_resolve(key, by, call.data[CONF_NOTE])),
        "snooze_alert": (SNOOZE, lambda desk, key, by, call: desk.async_snooze(key, by, call.data[CONF_MINUTES])),
        "add_note": (ADD_NOTE, lambda desk, key, by, call: desk.async_add_note(key, by, call.data[CONF_NOTE])),
        "answer_alert": (ANSWER, _async_answer),
    }
    for name, (schema, work) in works.items():
        register(DOMAIN, name, _handler(work), schema, supports_response=optional)


def _handler(work: Work) -> Callable[[ServiceCall], Coroutine[Any, Any, ServiceResponse]]:
    async def handle(call: ServiceCall) -> ServiceResponse:
        desk = await async_get_desk(call.hass)
        alert_id = _alert_id(call, desk)
        if (known := await desk.async_find(alert_id)) is not None:
            await _async_may_answer(call, known)
        try:
            alert = await work(desk, alert_id, await async_actor(call), call)
        except LifeError as err:
            raise as_sentence(err) from None
        return describe(call.hass, alert)

    return handle


async def _async_may_answer(call: ServiceCall, alert: Alert) -> None:
    """Raise NotPermittedError when whoever called may not answer alerts where this one is.

    One of a site that is gone is anybody's who may control something in Home Assistant.
    """
    if (entry := call.hass.config_entries.async_get_entry(alert.site)) is None:
        return
    device = entry.subentries.get(alert.device_subentry_id or "")
    kind = Kind(device.subentry_type) if device and device.subentry_type in set(Kind) else None
    await async_require_in(call, entry, Right.CONTROL, kind=kind, area_id=alert.area_id)


async def _async_answer(desk: AlertDesk, alert_id: str, actor: Actor, call: ServiceCall) -> Alert:
    """Press a button of an alert. Raises LifeError when that changes nothing."""
    answer = await desk.async_answer(alert_id, call.data[CONF_BUTTON], actor)
    if answer.alert is None or not answer.is_done:
        code = answer.code if answer.code in SENTENCES else "unknown_button"
        raise LifeError(code, answer.text)
    return answer.alert


async def _async_raise(call: ServiceCall) -> ServiceResponse:
    data = call.data
    area_id = data.get(ATTR_AREA_ID)
    area = ar.async_get(call.hass).async_get_area(area_id) if area_id else None
    site = choose_site(call.hass, data.get(CONF_SITE), area_id)
    await async_require_in(call, site, Right.CONTROL, area_id=area_id)
    report = AlertReport(
        key=data[CONF_KEY],
        severity=Severity(data[CONF_SEVERITY]),
        category=Category(data[CONF_CATEGORY]),
        title=data[CONF_TITLE],
        cause=data[CONF_CAUSE],
        site=site.entry_id,
        room="" if area is None else area.name,
        area_id=area_id,
        evidence=data[CONF_EVIDENCE],
        parent_key=data.get(CONF_PARENT),
        buttons=tuple(Button(each["id"], each["label"], each["resolves"]) for each in data[CONF_BUTTONS]),
    )
    desk = await async_get_desk(call.hass)
    return describe(call.hass, await desk.async_raise(report))


async def _async_get(call: ServiceCall) -> ServiceResponse:
    desk = await async_get_desk(call.hass)
    data = call.data
    try:
        if (alert_id := data.get(CONF_ALERT_ID)) is not None:
            alert = await desk.async_find(alert_id)
            found, following = ([] if alert is None else [alert]), None
        else:
            page = await desk.async_search(_query(data))
            found, following = list(page.alerts), page.following
        rows: list[JsonValueType] = []
        for alert in found:
            row = describe(call.hass, alert)
            if data[CONF_HISTORY]:
                row["history"] = [describe_transition(each) for each in await desk.async_history(alert.id)]
            rows.append(row)
    except StoreError as err:
        raise translate(err) from None
    return {"alerts": rows, "cursor": None if following is None else str(following)}


def _query(data: dict[str, Any]) -> Query:
    try:
        after = Cursor.parse(data[CONF_CURSOR]) if data.get(CONF_CURSOR) else None
    except ValueError:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="invalid_cursor") from None
    return Query(
        sites=frozenset(data.get(CONF_SITE, ())),
        areas=frozenset(data.get(ATTR_AREA_ID, ())),
        states=frozenset(data.get(CONF_STATE, ())),
        severities=frozenset(data.get(CONF_SEVERITY, ())),
        categories=frozenset(data.get(CONF_CATEGORY, ())),
        after=after,
        limit=data[CONF_LIMIT],
    )


def as_sentence(err: LifeError) -> HomeAssistantError:
    """Return why an alert cannot take something, as a sentence for a person."""
    placeholders = {name: _local(name, value) for name, value in err.text.placeholders.items()}
    return ServiceValidationError(
        translation_domain=DOMAIN, translation_key=SENTENCES[err.code], translation_placeholders=placeholders
    )


async def async_actor(call: ServiceCall) -> Actor:
    """Return who called an action: a user, or an automation."""
    user_id = call.context.user_id
    user = await call.hass.auth.async_get_user(user_id) if user_id else None
    if user is None:
        return Actor("", None, "automation")
    return Actor(user.name or "", user.id, "action")


def _alert_id(call: ServiceCall, desk: AlertDesk) -> str:
    """Return which alert is meant: by its id, or by the key of its fault."""
    if (alert_id := call.data.get(CONF_ALERT_ID)) is not None:
        return str(alert_id)
    if (key := call.data.get(CONF_KEY)) is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="alert_not_named")
    site = call.data.get(CONF_SITE)
    found = next((each for each in desk.alerts if each.key == key and site in (None, each.site)), None)
    if found is None:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="alert_unknown_alert")
    return found.id


def _local(name: str, value: str) -> str:
    at = dt_util.parse_datetime(value) if name == "at" else None
    return value if at is None else f"{dt_util.as_local(at):%Y-%m-%d %H:%M}"
