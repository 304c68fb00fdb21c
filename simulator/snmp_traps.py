"""Traps of a simulated switch, sent by pysnmp."""

from collections.abc import Mapping

from pysnmp.hlapi.v3arch.asyncio import (
    CommunityData,
    ContextData,
    Integer32,
    NotificationType,
    ObjectIdentity,
    OctetString,
    SnmpEngine,
    UdpTransportTarget,
    send_notification,
)

from .gateway import HOST
from .snmp_model import Switch
from .snmp_rows import IF, IF_X
from .system import Body

TRAPS: Mapping[str, str] = {
    "cold_start": "1.3.6.1.6.3.1.1.5.1",
    "link_down": "1.3.6.1.6.3.1.1.5.3",
    "link_up": "1.3.6.1.6.3.1.1.5.4",
    "authentication_failure": "1.3.6.1.6.3.1.1.5.5",
}


async def send_trap(switch: Switch, community: str, body: Body) -> None:
    """Send ``{"trap": "link_down", "port": 1162, "name": "GigabitEthernet0/0/1"}``.

    Raises ValueError for an unknown trap or port of the switch, or a UDP port that is none.
    """
    kind, udp_port = str(body.get("trap", "")), body.get("port", 1162)
    if kind not in TRAPS:
        raise ValueError(f"trap must be one of {', '.join(TRAPS)}")
    if not isinstance(udp_port, int) or not 0 < udp_port < 65536:
        raise ValueError("port must be 1..65535")
    notification = NotificationType(ObjectIdentity(TRAPS[kind]))
    if kind.startswith("link_"):
        notification.add_varbinds(*_link_variables(switch, str(body.get("name", "")), kind))
    engine = SnmpEngine()
    try:
        target = await UdpTransportTarget.create((HOST, udp_port))
        await send_notification(
            engine,
            CommunityData(community, mpModel=1),  # noqa: S508 - simulated switches speak version 2c
            target,
            ContextData(),
            "trap",
            notification,
        )
    finally:
        engine.close_dispatcher()


def _link_variables(switch: Switch, name: str, kind: str) -> list[tuple[str, object]]:
    try:
        port = switch.port(name)
    except KeyError:
        raise ValueError(f"no port {name!r} on {switch.id}") from None
    status = 1 if kind == "link_up" else 2
    return [
        (f"{IF}.1.{port.index}", Integer32(port.index)),
        (f"{IF}.7.{port.index}", Integer32(1)),
        (f"{IF}.8.{port.index}", Integer32(status)),
        (f"{IF_X}.1.{port.index}", OctetString(port.name)),
    ]
