"""Which things of a site can be reached, told by their coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass

from .rules.text import clean_text


@dataclass(slots=True)
class Thing:
    """A device, or one path of a probe."""

    key: str
    name: str
    device: str
    """Key of the device; of the probe for a path."""
    subentry_id: str
    host: str = ""
    """Where a path ends."""
    is_up: bool | None = None
    """None while it is not known."""
    down_since: float = 0.0
    """Seconds since 1970-01-01 UTC."""
    fell_at: float = 0.0
    """The same by the steady clock."""
    answered_at: float | None = None
    """By the steady clock."""

    @property
    def is_path(self) -> bool:
        """Whether it is one path of a probe."""
        return self.key != self.device


class Reach:
    """Remembers of each thing whether it answers, and since when."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self.things: dict[str, Thing] = {}

    def add(self, key: str, name: str, *, device: str, subentry_id: str, host: str = "") -> Thing:
        """Return the thing of a key, made when it is new; its name may have changed."""
        thing = self.things.get(key)
        if thing is None:
            thing = self.things[key] = Thing(key, "", device, subentry_id, host)
        thing.name = clean_text(name)
        return thing

    def see(self, thing: Thing, is_up: bool | None, *, wall: float, steady: float) -> bool:
        """Take what a report says; return whether it is another than before.

        wall: when an outage began, if it did; steady: now, by a clock that does not jump.
        """
        is_news = thing.is_up is not is_up
        if is_up:
            thing.answered_at = steady
        elif is_up is False and thing.is_up is not False:
            thing.down_since, thing.fell_at = wall, steady
        thing.is_up = is_up
        return is_news

    def forget(self, subentry_id: str) -> None:
        """Let go of a device and its paths."""
        self.things = {key: thing for key, thing in self.things.items() if thing.subentry_id != subentry_id}

    @property
    def fallen(self) -> Mapping[str, float]:
        """Return when each thing that does not answer fell silent, by the steady clock."""
        return {key: thing.fell_at for key, thing in self.things.items() if thing.is_up is False}

    @property
    def answered(self) -> Mapping[str, float]:
        """Return when each thing that answers did so last, by the steady clock."""
        return {
            key: thing.answered_at
            for key, thing in self.things.items()
            if thing.is_up and thing.answered_at is not None
        }
