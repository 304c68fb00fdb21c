"""What a search looks for, where, and with which credentials."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from aiohttp import ClientSession

from ..codec import pjlink
from ..link import rtsp, uhppote
from ..link.snmp import backend
from ..model import EMPTY
from .finding import Service
from .keyring import NO_KEYS, Keyring
from .probers import extron, modbus, web
from .probers.extron import ExtronProber
from .probers.modbus import ModbusProber
from .probers.pjlink import PjlinkProber
from .probers.rtsp import RtspProber
from .probers.snmp import SnmpProber
from .probers.text import TextProber
from .probers.uhppote import UhppoteProber
from .probers.web import WebProber
from .visit import Bench, ServiceProber

MOST_PORTS = 32
"""Ports tried for one service."""
USUAL_PORTS: Mapping[Service, tuple[int, ...]] = MappingProxyType(
    {
        Service.MODBUS: (modbus.DEFAULT_PORT,),
        Service.SNMP: (backend.DEFAULT_PORT,),
        Service.PJLINK: (pjlink.PORT,),
        Service.UHPPOTE: (uhppote.DEFAULT_PORT,),
        Service.WEB: web.DEFAULT_PORTS,
        Service.EXTRON: (extron.DEFAULT_PORT,),
        Service.RTSP: (rtsp.DEFAULT_PORT,),
    }
)
"""Services whose ports can be chosen. A text protocol is tried at the port its profile names."""
ORDER = (
    Service.SNMP,
    Service.UHPPOTE,
    Service.PJLINK,
    Service.WEB,
    Service.EXTRON,
    Service.TEXT,
    Service.RTSP,
    Service.MODBUS,
)
"""In which services are tried at an address: what is quick and names itself first, a bus of silent units last."""


@dataclass(frozen=True, kw_only=True, slots=True)
class ScanPlan:
    """Everything but the addresses."""

    services: frozenset[Service] = frozenset(ORDER)
    ports: Mapping[Service, Sequence[int]] = EMPTY
    """Instead of the usual ones."""
    units: Sequence[int] = modbus.DEFAULT_UNITS
    """Modbus units asked for behind each gateway."""
    keys: Keyring = NO_KEYS

    def ports_of(self, service: Service) -> Sequence[int]:
        """Return the ports at which a service is looked for."""
        return self.ports.get(service) or USUAL_PORTS[service]


def make_probers(plan: ScanPlan, bench: Bench, session: ClientSession) -> tuple[ServiceProber, ...]:
    """Return what looks for the services of a plan; SNMP is left out without credentials, as nobody would answer.

    session: for HTTP; somebody else closes it.
    """
    keys = plan.keys
    makers: Mapping[Service, Callable[[], ServiceProber]] = {
        Service.SNMP: lambda: SnmpProber(bench, keys.snmp, plan.ports_of(Service.SNMP)),
        Service.UHPPOTE: lambda: UhppoteProber(bench, plan.ports_of(Service.UHPPOTE)),
        Service.PJLINK: lambda: PjlinkProber(bench, keys.pjlink, plan.ports_of(Service.PJLINK)),
        Service.WEB: lambda: WebProber(bench, session, keys.web, plan.ports_of(Service.WEB)),
        Service.EXTRON: lambda: ExtronProber(bench, keys.extron, plan.ports_of(Service.EXTRON)),
        Service.TEXT: lambda: TextProber(bench),
        Service.RTSP: lambda: RtspProber(plan.ports_of(Service.RTSP)),
        Service.MODBUS: lambda: ModbusProber(bench, plan.ports_of(Service.MODBUS), plan.units),
    }
    wanted = plan.services if keys.snmp else plan.services - {Service.SNMP}
    return tuple(makers[service]() for service in ORDER if service in wanted)
