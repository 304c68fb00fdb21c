"""A recorded switch, polled as a whole."""

from collections.abc import Mapping
from typing import Any

from ..device.recording import Recording
from ..device.switch import SwitchDevice
from ..model import DeviceIdentity, UpdateReport
from ..profile.schema import Catalogue, Profile
from .snmp import FakeSnmpLink

BETWEEN_POLLS_S = 30.0


async def open_recorded(recording: Recording, profile: Profile, catalogue: Catalogue) -> SwitchDevice:
    """Return a device that was polled once, half a minute before its next poll."""
    link = FakeSnmpLink.from_snmprec("\n".join(recording.objects))
    now = [0.0]
    device = SwitchDevice(profile, link, catalogue, clock=lambda: now[0], monotonic=lambda: now[0])
    await device.poll(device.points)
    now[0] += BETWEEN_POLLS_S
    return device


async def replay_switch(
    recording: Recording, profile: Profile, catalogue: Catalogue
) -> tuple[DeviceIdentity, UpdateReport, dict[str, dict[str, Any]]]:
    """Identify and fully poll a recorded switch twice; return what the second poll brings, and the ports by name.

    Raises what `SwitchDevice.identify` and `SwitchDevice.poll` raise.
    """
    device = await open_recorded(recording, profile, catalogue)
    identity = await device.identify()
    report = await device.poll(device.points)
    return identity, report, {port.name: shown(port.to_json()) for port in device.ports}


def shown(port: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of a port, without what is empty."""
    return {key: value for key, value in port.items() if value not in (None, [], ())}
