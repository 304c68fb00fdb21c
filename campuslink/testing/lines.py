"""A device that speaks lines of text, made of a recording."""

from typing import override

from ..device.recording import Recording
from ..device.text_device import TextDevice
from ..link.base import RestingLink
from ..model import DeviceIdentity, UpdateReport
from ..profile.schema import Catalogue, Profile, Protocol
from .replay import ReplayLink

TEXT_PROTOCOLS = frozenset({Protocol.PJLINK, Protocol.TEXT})


class ReplayLines(ReplayLink, RestingLink):
    """Serves the answers of a `Recording`; what it has no answer to, it does not know."""

    @property
    @override
    def peer(self) -> str | None:
        return None

    @property
    @override
    def wants_password(self) -> bool:
        return False

    @override
    async def rest(self) -> None:
        """Hold nothing that could be released."""

    @override
    async def release(self) -> None:
        """Hold nothing that could be released."""

    @override
    def describe(self) -> dict[str, object]:
        return {}


async def replay_lines(
    recording: Recording, profile: Profile, catalogue: Catalogue
) -> tuple[DeviceIdentity, UpdateReport]:
    """Identify and fully poll a recorded device; return what a poll brings once its refusals are known."""
    device = TextDevice(profile, ReplayLines(recording), catalogue)
    identity = await device.identify()
    await device.poll(device.points)
    return identity, await device.poll(device.points)
