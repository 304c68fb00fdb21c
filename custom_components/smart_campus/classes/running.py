"""Runs the steps of a class: who may, all at once, none held up by another, and what became of each."""

import asyncio
from collections.abc import Iterable
from typing import Any, Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, Unauthorized
from homeassistant.helpers.translation import async_get_translations

from ..campuslink.model import Kind
from ..permissions.guard import Right, async_require
from .rules.outcome import Outcome, Result
from .steps import Class, Step

ANSWER_WITHIN_S: Final = 25.0
"""A page gives up after half a minute. What takes longer goes on, and is told as pending."""


async def async_permitted(held: Class, steps: Iterable[Step], what: str) -> tuple[list[Step], list[Step]]:
    """Return the steps that whoever asked may have done, and the others. Raises Unauthorized when those are all.

    Asked, and written down, once for each kind of device.
    """
    wanted = tuple(steps)
    refused: dict[Kind | None, Unauthorized] = {}
    for kind in dict.fromkeys(step.kind for step in wanted):
        try:
            await async_require(
                held.hass,
                held.rooms.entry,
                held.context.user_id,
                Right.CONTROL,
                what=what,
                kind=kind,
                area_id=held.room.area_id,
            )
        except Unauthorized as err:
            refused[kind] = err
    permitted = [step for step in wanted if step.kind not in refused]
    if wanted and not permitted:
        raise next(iter(refused.values()))
    return permitted, [step for step in wanted if step.kind in refused]


async def async_run(held: Class, permitted: list[Step], refused: list[Step], language: str) -> list[dict[str, Any]]:
    """Do the steps, all at once; return what became of each device, in order."""
    tasks = [held.hass.async_create_background_task(_async_try(step), f"class: {step.what}") for step in permitted]
    if tasks:
        await asyncio.wait(tasks, timeout=ANSWER_WITHIN_S)
    rows = []
    for step, task in zip(permitted, tasks, strict=True):
        result = task.result() if task.done() else Result(Outcome.PENDING)
        rows.append(await _async_describe(held.hass, step, result, language))
    return rows + [await _async_describe(held.hass, step, Result(Outcome.REFUSED), language) for step in refused]


async def _async_try(step: Step) -> Result | HomeAssistantError:
    try:
        return await step.work()
    except HomeAssistantError as err:
        return err


async def _async_describe(
    hass: HomeAssistant, step: Step, result: Result | HomeAssistantError, language: str
) -> dict[str, Any]:
    if isinstance(result, Result):
        outcome, code, text = result.outcome, result.code or result.outcome.value, result.text(language)
    else:
        is_refused = isinstance(result, Unauthorized)
        outcome = Outcome.REFUSED if is_refused else Outcome.FAILED
        code, text = result.translation_key or outcome.value, await async_sentence(hass, result, language)
    return {
        "device_id": step.device_id,
        "name": step.name,
        "kind": step.kind.value if step.kind else None,
        "step": step.what.value,
        "outcome": outcome.value,
        "code": code,
        "text": text,
    }


async def async_sentence(hass: HomeAssistant, err: HomeAssistantError, language: str) -> str:
    """Return what an error says, in a language; one that has no translation says what it says."""
    if err.translation_domain and err.translation_key:
        known = await async_get_translations(hass, language, "exceptions", {err.translation_domain})
        key = f"component.{err.translation_domain}.exceptions.{err.translation_key}.message"
        if template := known.get(key):
            filled = err.translation_placeholders or {}
            try:
                return template.format(**filled)
            except KeyError, IndexError:
                return template
    return str(err) or Result(Outcome.FAILED).text(language)
