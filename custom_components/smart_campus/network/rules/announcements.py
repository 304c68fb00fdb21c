"""What people are told about things that cannot be reached: once for each fault, whatever restarts meanwhile."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from .root_cause import Cause
from .text import finite, list_of, mapping_of


@dataclass(frozen=True, kw_only=True, slots=True)
class Announcement:
    """One thing to tell."""

    thing: str
    culprit: str
    """What it is because of, or was; the thing itself when it is its own cause."""
    since: float
    """Seconds since 1970-01-01 UTC."""
    is_unreachable: bool
    """False: it can be reached again."""
    is_first: bool = True
    """False: it was told before that it cannot be reached, but because of something that is well by now."""
    is_root: bool = True
    """Whether it is its own cause; when it can be reached again, whether that was ever told."""


@dataclass(frozen=True, slots=True)
class _Told:
    culprit: str
    since: float
    was_root: bool
    """Whether it was ever told as its own cause."""


@dataclass(slots=True)
class Announcements:
    """Remembers what was told. A thing must stay unreachable for a while, so that its cause is found out first."""

    hold_s: float = 60.0
    _told: dict[str, _Told] = field(default_factory=dict)
    _pending: dict[str, float] = field(default_factory=dict)

    @property
    def told(self) -> frozenset[str]:
        """Return what people know to be unreachable."""
        return frozenset(self._told)

    def update(
        self,
        *,
        unreachable: Mapping[str, float],
        reachable: Collection[str],
        causes: Mapping[str, Cause],
        hushed: Collection[str],
        now: float,
    ) -> tuple[Announcement, ...]:
        """Return what to tell now.

        unreachable: since when (seconds since 1970-01-01 UTC), with a cause for each. What is neither reachable nor
        unreachable is not known: nothing is told of it, nothing forgotten. hushed: planned work, told when it is over
        and the thing still cannot be reached. now: by a clock that does not jump.
        """
        self._pending = {thing: self._pending.get(thing, now) for thing in unreachable}
        told = [*self._over(reachable)]
        for thing, since in unreachable.items():
            if now - self._pending[thing] < self.hold_s or thing in hushed:
                continue
            if (announcement := self._tell(causes[thing], since)) is not None:
                told.append(announcement)
        return tuple(told)

    def keep_only(self, things: Collection[str]) -> None:
        """Forget things that are not part of the installation any more."""
        self._told = {thing: told for thing, told in self._told.items() if thing in things}

    def to_json(self) -> dict[str, Any]:
        """Return a JSON object for `from_json`."""
        return {thing: [told.culprit, told.since, told.was_root] for thing, told in self._told.items()}

    @classmethod
    def from_json(cls, data: object, hold_s: float = 60.0) -> Self:
        """Rebuild what `to_json` returned; what is damaged is left out."""
        rows = {thing: list_of(item) for thing, item in mapping_of(data).items()}
        return cls(
            hold_s,
            {
                thing: _Told(str(row[0]), finite(row[1]) or 0.0, bool(row[2]))
                for thing, row in rows.items()
                if len(row) == 3
            },
        )

    def _over(self, reachable: Collection[str]) -> Iterator[Announcement]:
        for thing in [thing for thing in self._told if thing in reachable]:
            told = self._told.pop(thing)
            yield Announcement(
                thing=thing, culprit=told.culprit, since=told.since, is_unreachable=False, is_root=told.was_root
            )

    def _tell(self, cause: Cause, since: float) -> Announcement | None:
        told = self._told.get(cause.thing)
        if told is None:
            self._told[cause.thing] = _Told(cause.culprit, since, cause.is_root)
            return Announcement(
                thing=cause.thing, culprit=cause.culprit, since=since, is_unreachable=True, is_root=cause.is_root
            )
        is_new_root = cause.is_root and not told.was_root
        self._told[cause.thing] = replace(told, culprit=cause.culprit, was_root=told.was_root or cause.is_root)
        if not is_new_root:
            return None
        return Announcement(
            thing=cause.thing, culprit=cause.culprit, since=told.since, is_unreachable=True, is_first=False
        )
