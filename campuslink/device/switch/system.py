"""How a switch names itself, and which profile that means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from ...codec.octets import decode_mac, decode_octets
from ...errors import CodecError, MismatchError
from ...link.snmp.base import SnmpLink, SnmpValue
from ...profile.schema import Profile, Protocol

DESCRIPTION = "1.3.6.1.2.1.1.1.0"
OBJECT_ID = "1.3.6.1.2.1.1.2.0"
NAME = "1.3.6.1.2.1.1.5.0"
LOCATION = "1.3.6.1.2.1.1.6.0"
_CHASSIS = "3.2.0"


@dataclass(frozen=True, kw_only=True, slots=True)
class SystemInfo:
    """What the system group and LLDP say of the device itself; cleaned, empty where nothing is said."""

    object_id: str = ""
    description: str = ""
    name: str = ""
    location: str = ""
    chassis_id: str | None = None
    """What its neighbours call it by: mostly a MAC address."""


def system_objects(profile: Profile) -> list[str]:
    """Return the objects `read_system` takes."""
    lldp = profile.tables.lldp
    return [DESCRIPTION, OBJECT_ID, NAME, LOCATION, *([f"{lldp}.{_CHASSIS}"] if lldp else [])]


def read_system(profile: Profile, objects: Mapping[str, SnmpValue]) -> SystemInfo:
    """Return what the answers say."""
    return SystemInfo(
        object_id=str(objects.get(OBJECT_ID, "")),
        description=_text(objects.get(DESCRIPTION)),
        name=_text(objects.get(NAME)),
        location=_text(objects.get(LOCATION)),
        chassis_id=_chassis(objects.get(f"{profile.tables.lldp}.{_CHASSIS}")),
    )


async def ask_system(link: SnmpLink) -> SystemInfo:
    """Read who a device of an unknown model says it is. Raises what the link raises."""
    objects = await link.get([DESCRIPTION, OBJECT_ID, NAME, LOCATION])
    return SystemInfo(
        object_id=str(objects.get(OBJECT_ID, "")),
        description=_text(objects.get(DESCRIPTION)),
        name=_text(objects.get(NAME)),
        location=_text(objects.get(LOCATION)),
    )


def rank_system(profiles: Iterable[Profile], system: SystemInfo) -> list[tuple[Profile, bool]]:
    """Return the profiles whose marks fit what an agent says of itself, the surest first, and whether they name it."""
    found: list[tuple[tuple[int, bool], Profile]] = []
    for profile in profiles:
        if profile.transport.protocol is Protocol.SNMP:
            ranks = [mark.rank for mark in profile.identify.system if mark.fits(system.object_id, system.description)]
            if ranks:
                found.append((max(ranks), profile))
    found.sort(key=lambda each: each[0], reverse=True)
    return [(profile, rank > (0, False)) for rank, profile in found]


def require_system(profile: Profile, system: SystemInfo) -> None:
    """Demand that the device names itself as the profile says. Raises MismatchError."""
    if not any(mark.fits(system.object_id, system.description) for mark in profile.identify.system):
        wanted = " or ".join(_show(mark.object_id, mark.describes) for mark in profile.identify.system)
        said = _show(system.object_id, (system.description[:60],))
        raise MismatchError(f"sysObjectID and sysDescr: {said}, expected {wanted}")


def _show(object_id: str, words: tuple[str, ...]) -> str:
    text = f" with {' or '.join(map(repr, words))}" if any(words) else ""
    return f"{object_id or 'any'}{text}"


def _text(value: SnmpValue | None) -> str:
    return (decode_octets(value) or "") if isinstance(value, bytes) else ""


def _chassis(value: SnmpValue | None) -> str | None:
    if not isinstance(value, bytes) or not value:
        return None
    try:
        return decode_mac(value)
    except CodecError:
        return decode_octets(value)
