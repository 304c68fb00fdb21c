"""Who hears about a device, and the guard that keeps one listener's fault from stopping a line."""

import logging
from collections.abc import Callable, Collection
from typing import Protocol

from ..errors import CampusLinkError
from ..model import PollClass, UpdateReport

_LOGGER = logging.getLogger(__name__)


class Subscriber(Protocol):
    """Hears what the polls of one device bring. Called on the event loop; must not block."""

    def on_report(self, poll_class: PollClass, report: UpdateReport) -> None:
        """Take the points of one class that one poll brought; never empty of points."""

    def on_unreachable(self, poll_class: PollClass, error: CampusLinkError) -> None:
        """Learn that the class failed twice in a row: its readings are stale now. Once per outage and class."""

    def on_reachable(self, poll_class: PollClass) -> None:
        """Learn that the class answered for the first time after an outage; its report follows."""


class SubscriberGuard:
    """Tells each class's outage once, and survives a subscriber that raises."""

    __slots__ = ("_device_id", "_has_logged", "_out", "_subscriber")

    def __init__(self, device_id: str, subscriber: Subscriber) -> None:
        """device_id: named in the log when the subscriber raises."""
        self._device_id = device_id
        self._subscriber: Subscriber | None = subscriber
        self._out: set[PollClass] = set()
        self._has_logged = False

    def tell_report(self, poll_class: PollClass, report: UpdateReport) -> None:
        """Pass on what a class brought, after the end of its outage if there was one."""
        if self._subscriber is None:
            return
        if poll_class in self._out:
            self._out.discard(poll_class)
            self._call(self._subscriber.on_reachable, poll_class)
        self._call(self._subscriber.on_report, poll_class, report)

    def tell_unreachable(self, poll_classes: Collection[PollClass], error: CampusLinkError) -> None:
        """Pass on the start of an outage for the classes that are not in one already."""
        if self._subscriber is None:
            return
        for poll_class in sorted(set(poll_classes) - self._out):
            self._out.add(poll_class)
            self._call(self._subscriber.on_unreachable, poll_class, error)

    def mute(self) -> None:
        """Tell nothing from now on: the device was removed."""
        self._subscriber = None

    def _call[**P](self, listener: Callable[P, None], *args: P.args, **kwargs: P.kwargs) -> None:
        try:
            listener(*args, **kwargs)
        except Exception:  # boundary: a listener's fault must not stop the line's other devices
            if not self._has_logged:
                _LOGGER.exception("The subscriber of device %s failed; this is logged once", self._device_id)
            self._has_logged = True
