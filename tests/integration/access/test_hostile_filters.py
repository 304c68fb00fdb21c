"""Filters of any kind find nothing or are refused in a sentence; none breaks the log."""

from contextlib import suppress
from typing import Any

import probatio as vol
import pytest
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import ServiceValidationError

from custom_components.smart_campus.access.log import AccessLog, async_get_access_log
from custom_components.smart_campus.access.log_actions import async_register_actions
from custom_components.smart_campus.const import DOMAIN

from .test_access_log import hass_config_dir, swipe  # noqa: F401  the fixture's name is what core asks for

HOSTILE: list[dict[str, Any]] = [
    {"door": 10**30},
    {"door": float("inf")},
    {"cursor": f"{10**30}-1"},
    {"cursor": f"1-{10**30}"},
    {"cursor": "1" * 10_000 + "-1"},
    {"controller": "\x00'; DROP TABLE access_log; --"},
    {"user": "\ud800"},
    {"card": "\ud800"},
    {"credential": "x" * 100_000},
    {"start": "0001-01-01 00:00:00"},
    {"end": "9999-12-31 23:59:59"},
]


@pytest.fixture
async def log(hass: HomeAssistant) -> AccessLog:
    async_register_actions(hass)
    log = await async_get_access_log(hass)
    await log.append([swipe(1)])
    return log


@pytest.mark.parametrize("filters", HOSTILE, ids=[f"{number}-{next(iter(one))}" for number, one in enumerate(HOSTILE)])
async def test_it_is_refused_or_finds_nothing(hass: HomeAssistant, log: AccessLog, filters: dict[str, Any]) -> None:
    with suppress(vol.Invalid, ServiceValidationError):
        await hass.services.async_call(DOMAIN, "search_access_log", dict(filters), blocking=True, return_response=True)
    found: Any = await hass.services.async_call(DOMAIN, "search_access_log", {}, blocking=True, return_response=True)
    assert len(found["rows"]) == 1
