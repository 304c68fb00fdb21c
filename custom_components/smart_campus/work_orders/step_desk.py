"""What desks have in common whose things change in steps: on a disk first, then in memory, then told."""

import asyncio
import logging
import uuid
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from homeassistant.core import HomeAssistant, callback
from homeassistant.util import dt as dt_util

from ..recordings.rules.actor import Actor
from ..store import DurableStore
from ..store.rules.errors import StoreError
from .rules.chronicle import Chronicle, Step, fold_steps, step_of

_LOGGER = logging.getLogger(__name__)


class Thing(Protocol):
    """What changes in steps."""

    @property
    def id(self) -> str:
        """Its id."""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to do."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Sort[T: Thing]:
    """What a desk needs to know of its things."""

    name: str
    """For the log."""
    chronicle: Chronicle
    fold: Callable[[T | None, Step], T | None]
    head_of: Callable[[T], Mapping[str, Any]]


class StepDesk[T: Thing]:
    """What is open is in memory; all of it is in the store. Whoever changes something holds `turn`."""

    def __init__(self, hass: HomeAssistant, store: DurableStore, sort: Sort[T]) -> None:
        self._hass = hass
        self._store = store
        self._sort = sort
        self._things: dict[str, T] = {}
        self._is_complete = False
        self.turn = asyncio.Lock()

    async def async_start(self) -> None:
        """Make the store ready, and catch up; a store that does not answer is asked again by whatever comes next."""
        await self._store.async_use(self._sort.chronicle.store_part)
        try:
            await self.async_catch_up()
        except StoreError as err:
            _LOGGER.warning("%s of before cannot be read yet: %s", self._sort.name, err)

    async def async_catch_up(self) -> None:
        """Take up what is open, unless that was done. Raises StoreError."""
        async with self.turn:
            await self._async_complete()

    async def async_history(self, thing_id: str) -> list[Step]:
        """Return everything that happened to something. Raises StoreError."""
        chronicle = self._sort.chronicle
        return await self._store.async_read(lambda connection: chronicle.steps_of(connection, [thing_id]))

    async def async_look_up(self, thing_id: str) -> T | None:
        """Return something that is open or over. Raises StoreError when nobody can tell."""
        if (thing := self._things.get(thing_id)) is not None:
            return thing
        return fold_steps(self._sort.fold, await self.async_history(thing_id)).get(thing_id)

    async def _async_complete(self) -> None:
        if self._is_complete:
            return
        chronicle = self._sort.chronicle
        waiting = [step_of(payload) for payload in await self._store.async_waiting(chronicle.part)]
        found = await self._store.async_read(chronicle.open_steps)
        known = {step.id for step in found}
        found += [step for step in waiting if step is not None and step.id not in known]
        for thing in fold_steps(self._sort.fold, found).values():
            self._keep(thing)
        self._is_complete = True

    async def _async_take(self, before: T | None, kind: str, data: Mapping[str, Any], actor: Actor) -> T:
        """Let something happen, by whoever holds `turn`. before: None for something new. Raises StoreError."""
        subject = uuid.uuid7().hex if before is None else before.id
        step = Step(id=uuid.uuid7().hex, subject_id=subject, kind=kind, at=dt_util.utcnow(), data=data)
        after = self._sort.fold(before, step)
        if after is None:
            raise RuntimeError(f"{kind} happened to something that never began")
        payload = self._sort.chronicle.payload(step, self._sort.head_of(after))
        await self._store.async_append(self._sort.chronicle.part, [payload])
        self._keep(after)
        self._tell(kind, after, actor)
        return after

    def _keep(self, thing: T) -> None:
        if thing.is_open:
            self._things[thing.id] = thing
        else:
            self._things.pop(thing.id, None)

    @callback
    @abstractmethod
    def _tell(self, kind: str, thing: T, actor: Actor) -> None:
        """Tell what happened to whoever listens."""
