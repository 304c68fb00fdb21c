"""What every device is to its poller and its reader, whatever protocol it speaks."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Any, Protocol, override

from ..model import EMPTY, DeviceEvent, DeviceIdentity, PollClass, Reading, UpdateReport, Value
from ..profile.schema import Catalogue, Profile


class DevicePush(Protocol):
    """Hears what a device tells unasked. Called on the event loop; must not block."""

    def on_push(self, readings: Mapping[str, Reading]) -> None:
        """Take readings that replace a part of the snapshot."""

    def on_news(self, points: Collection[str] | None = None) -> None:
        """Learn that a poll is worth while now; points: None for everything wanted."""

    def on_event(self, event: DeviceEvent) -> None:
        """Learn of something that happened."""


class PollableDevice(Protocol):
    """One device. Calls are serial: each waits for the one before."""

    @property
    def profile(self) -> Profile:
        """How its model family speaks."""

    @property
    def catalogue(self) -> Catalogue:
        """The vocabulary of its kind."""

    @property
    def line(self) -> str:
        """Key of the physical line, equal for all devices that share it; holds no secret."""

    @property
    def points(self) -> Mapping[str, PollClass]:
        """Everything it can be asked for, computed points included, with how often."""

    @property
    def refused(self) -> Mapping[str, str]:
        """Point id to what the device said, for every point that is not asked for."""

    async def prepare(self) -> None:
        """Find what polling depends on. Free of cost once it succeeded. Raises LinkError, MismatchError."""

    async def identify(self) -> DeviceIdentity:
        """Return who the device says it is. Raises MismatchError with the evidence, LinkError without an answer."""

    async def poll(self, points: Collection[str]) -> UpdateReport:
        """Read the points; those it does not have are ignored. Raises only when nothing useful came back."""

    async def write(self, point: str, value: Value) -> Reading:
        """Set a point and return what it reads as afterwards. Raises NotWritableError, RefusedError, LinkError."""

    def restore_totals(self, readings: Mapping[str, Reading]) -> None:
        """Judge the first totals after a restart against these, the last good ones before it."""

    def follow(self, push: DevicePush | None) -> None:
        """Tell this listener what comes unasked; None ends it. A device that never does so ignores it."""

    def describe(self) -> dict[str, Any]:
        """Return what a diagnostic file says of the device as JSON, redacted."""

    async def close(self) -> None:
        """Let go of the line; it closes behind the last device."""


class BaseDevice(PollableDevice):
    """What devices of every protocol have in common: what they were opened with, and who follows them."""

    def __init__(self, profile: Profile, catalogue: Catalogue, points: Mapping[str, PollClass] = EMPTY) -> None:
        """points: everything it can be asked for, unless `_offer` says so later."""
        self._profile = profile
        self._catalogue = catalogue
        self._push: DevicePush | None = None
        self._offer(points)

    def _offer(self, points: Mapping[str, PollClass]) -> None:
        self._points: Mapping[str, PollClass] = MappingProxyType(dict(points))

    @property
    @override
    def profile(self) -> Profile:
        return self._profile

    @property
    @override
    def catalogue(self) -> Catalogue:
        return self._catalogue

    @property
    @override
    def points(self) -> Mapping[str, PollClass]:
        return self._points

    @property
    @override
    def refused(self) -> Mapping[str, str]:
        return EMPTY

    @override
    async def prepare(self) -> None:
        """Do nothing: most devices need nothing before they are polled."""

    @override
    def restore_totals(self, readings: Mapping[str, Reading]) -> None:
        """Do nothing: most devices count no totals."""

    @override
    def follow(self, push: DevicePush | None) -> None:
        self._push = push
