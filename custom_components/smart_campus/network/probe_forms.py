"""The forms of a probe: its settings, and one form for each way of trying a path."""

from collections.abc import Mapping
from typing import Any, Literal

import probatio
from homeassistant.const import PERCENTAGE, UnitOfTime
from homeassistant.helpers.selector import (
    AreaSelector,
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
)

from ..campuslink.errors import CodecError
from ..campuslink.link.probe.target import DEFAULT_PORTS, Family, Target, Thresholds, Way
from ..campuslink.link.probe.target_url import target_from_url, url_of
from ..const import CONF_AREA_ID, CONF_NAME, CONF_NORMAL_S
from .probe_device import CONF_ROUNDS, ROUNDS

CONF_HOST = "host"
CONF_PORT = "port"
CONF_FAMILY = "family"
CONF_QUERY = "query"
CONF_RECORD = "record"
CONF_EXPECT = "expect"
CONF_URL = "url"
CONF_STATUS = "status"
CONF_TRUST = "is_trust_checked"
CONF_LOSS = "loss_percent"
CONF_LATENCY = "latency_ms"
CONF_OFFSET = "offset_ms"
CONF_DAYS = "days_left"

WEB = "web"
STEPS: Mapping[Way, str] = {
    Way.PING: "ping",
    Way.TCP: "tcp",
    Way.DNS: "dns",
    Way.HTTP: WEB,
    Way.HTTPS: WEB,
    Way.NTP: "ntp",
}
"""The step that asks for a target, by way."""
PERIOD_S = (10, 3600)

_LIMITS: Mapping[str, tuple[float, str | None]] = {
    CONF_LOSS: (100, PERCENTAGE),
    CONF_LATENCY: (60_000, UnitOfTime.MILLISECONDS),
    CONF_OFFSET: (86_400_000, UnitOfTime.MILLISECONDS),
    CONF_DAYS: (1000, UnitOfTime.DAYS),
}
_LIMITS_OF = {
    "ping": (CONF_LOSS, CONF_LATENCY),
    "tcp": (CONF_LATENCY,),
    "dns": (CONF_LATENCY,),
    WEB: (CONF_LATENCY, CONF_DAYS),
    "ntp": (CONF_OFFSET, CONF_LATENCY),
}
_USUAL = Thresholds().to_json()
_FIELD_ERRORS = {
    CONF_NAME: "name_missing",
    CONF_HOST: "invalid_host",
    CONF_PORT: "invalid_port",
    CONF_QUERY: "invalid_query",
    CONF_EXPECT: "invalid_expect",
    CONF_STATUS: "invalid_status",
    CONF_URL: "invalid_url",
}


def settings_schema() -> probatio.Schema:
    """Return the form of what all targets share."""
    return probatio.Schema(
        {
            probatio.Required(CONF_NAME): TextSelector(),
            probatio.Optional(CONF_AREA_ID): AreaSelector(),
            probatio.Optional(CONF_NORMAL_S): _number(*PERIOD_S, unit=UnitOfTime.SECONDS),
            probatio.Required(CONF_ROUNDS, default=2): _number(ROUNDS[0], ROUNDS[-1]),
        }
    )


def target_schema(step: str) -> probatio.Schema:
    """Return the form of a target."""
    fields: dict[probatio.Marker, Any] = {probatio.Required(CONF_NAME): TextSelector()}
    fields |= _place_fields(step)
    if step != "dns":
        fields[probatio.Required(CONF_FAMILY, default=Family.ANY.value)] = _choice(list(Family), CONF_FAMILY)
    for limit in _LIMITS_OF[step]:
        most, unit = _LIMITS[limit]
        fields[probatio.Optional(limit)] = _number(0, most, unit=unit, step="any")
    return probatio.Schema(fields)


def usual_values(step: str) -> dict[str, Any]:
    """Return what to prefill the form of a new target with."""
    return {limit: _USUAL[limit] for limit in _LIMITS_OF[step] if _USUAL[limit] is not None}


def form_values(target: Target) -> dict[str, Any]:
    """Return what to prefill the form of a target with."""
    step = STEPS[target.way]
    limits = target.thresholds.to_json()
    values: dict[str, Any] = {
        CONF_NAME: target.name,
        CONF_HOST: target.host,
        CONF_PORT: target.port,
        CONF_FAMILY: target.family.value,
        CONF_QUERY: target.query,
        CONF_RECORD: target.record,
        CONF_EXPECT: ", ".join(target.expect),
        CONF_URL: url_of(target),
        CONF_STATUS: target.status,
        CONF_TRUST: target.is_trust_checked,
        **{limit: limits[limit] for limit in _LIMITS_OF[step]},
    }
    fields = {str(key) for key in target_schema(step).schema}
    return {key: value for key, value in values.items() if key in fields and value not in (None, "")}


def read_target(step: str, entered: Mapping[str, Any], target_id: str) -> tuple[Target | None, dict[str, str]]:
    """Return the target of a form, or None and an error by field."""
    limits = {limit: entered.get(limit) for limit in _LIMITS_OF[step]}
    more = {
        "thresholds": limits,
        CONF_FAMILY: entered.get(CONF_FAMILY, Family.ANY.value),
        CONF_EXPECT: [each for each in str(entered.get(CONF_EXPECT, "")).replace(",", " ").split() if each],
    }
    try:
        if step == WEB:
            return _read_page(entered, target_id, more), {}
        fields = (CONF_HOST, CONF_QUERY, CONF_RECORD)
        texts = {field: str(entered[field]) for field in fields if entered.get(field)}
        numbers = {CONF_PORT: entered.get(CONF_PORT)}
        data = {"id": target_id, CONF_NAME: entered[CONF_NAME], "way": step, **texts, **numbers, **more}
        return Target.from_json(data), {}
    except CodecError as err:
        return None, _field_error(err, target_schema(step))


def _read_page(entered: Mapping[str, Any], target_id: str, more: Mapping[str, Any]) -> Target:
    target = target_from_url(
        str(entered[CONF_URL]),
        target_id=target_id,
        name=str(entered[CONF_NAME]),
        status=entered.get(CONF_STATUS),
        is_trust_checked=entered.get(CONF_TRUST, True),
        **more,
    )
    if STEPS[target.way] != WEB:
        raise CodecError("url: not of a page")
    return target


def _field_error(err: CodecError, schema: probatio.Schema) -> dict[str, str]:
    """Return the error at the field it names; what a URL holds is blamed on the URL."""
    field = str(err).partition(":")[0]
    fields = {str(key) for key in schema.schema}
    place = field if field in fields and field in _FIELD_ERRORS else CONF_URL if CONF_URL in fields else CONF_HOST
    return {place: _FIELD_ERRORS[place]}


def _place_fields(step: str) -> dict[probatio.Marker, Any]:
    port = _number(1, 65535)
    match step:
        case "tcp":
            return {probatio.Required(CONF_HOST): TextSelector(), probatio.Required(CONF_PORT): port}
        case "ntp":
            return {
                probatio.Required(CONF_HOST): TextSelector(),
                probatio.Required(CONF_PORT, default=DEFAULT_PORTS[Way.NTP]): port,
            }
        case "dns":
            return {
                probatio.Optional(CONF_HOST): TextSelector(),
                probatio.Required(CONF_PORT, default=DEFAULT_PORTS[Way.DNS]): port,
                probatio.Required(CONF_QUERY): TextSelector(),
                probatio.Required(CONF_RECORD, default="A"): _choice(["A", "AAAA"]),
                probatio.Optional(CONF_EXPECT): TextSelector(),
            }
        case "web":
            return {
                probatio.Required(CONF_URL): TextSelector(TextSelectorConfig()),
                probatio.Optional(CONF_STATUS): _number(100, 599),
                probatio.Required(CONF_TRUST, default=True): BooleanSelector(),
            }
    return {probatio.Required(CONF_HOST): TextSelector()}


def _number(least: float, most: float, *, unit: str | None = None, step: float | Literal["any"] = 1) -> NumberSelector:
    config = NumberSelectorConfig(min=least, max=most, step=step, mode=NumberSelectorMode.BOX)
    if unit:
        config["unit_of_measurement"] = unit
    return NumberSelector(config)


def _choice(options: list[str], translation_key: str = "") -> SelectSelector:
    config = SelectSelectorConfig(options=[str(each) for each in options], mode=SelectSelectorMode.DROPDOWN)
    if translation_key:
        config["translation_key"] = translation_key
    return SelectSelector(config)
