"""A switch from what a person entered: its links share one promise to the agent."""

from dataclasses import replace

from ...errors import CodecError
from ...link.credentials import Credentials
from ...link.endpoint import NetworkEndpoint
from ...link.snmp.account import SnmpVersion
from ...link.snmp.backend import open_snmp_link
from ...link.snmp.base import SnmpLink
from ...link.snmp.governor import Governor, Pace
from ...profile.schema import TransportRules
from ..spec import DeviceSpec
from .device import OpenContext, SwitchDevice
from .recording import RecordedSwitch


def open_switch(spec: DeviceSpec) -> SwitchDevice:
    """Return the device; no I/O. Call `preload` of the SNMP backend in a thread once before.

    Raises CodecError when the endpoint is no place on the network, CredentialsError when the credentials are not
    complete.
    """
    if not isinstance(spec.endpoint, NetworkEndpoint):
        raise CodecError("a switch is reached over the network")
    governor = Governor(pace_of(spec.profile.transport))
    link = _link(spec.endpoint, spec.credentials, spec.profile.transport, governor)
    contexts = _context_opener(spec, spec.endpoint, governor) if spec.profile.tables.vlan_contexts else None
    return SwitchDevice(spec.profile, link, spec.catalogue, open_context=contexts)


def open_recorded_switch(spec: DeviceSpec) -> RecordedSwitch:
    """Return a device that can say what it told. Raises like `open_switch`."""
    if not isinstance(spec.endpoint, NetworkEndpoint):
        raise CodecError("a switch is reached over the network")
    rules = spec.profile.transport
    link = _link(spec.endpoint, spec.credentials, rules, Governor(pace_of(rules)))
    return RecordedSwitch(spec.profile, link, spec.catalogue)


def pace_of(rules: TransportRules) -> Pace:
    """Return what is promised to a device of this model."""
    usual = Pace()
    most = rules.max_repetitions
    return replace(usual, first_repetitions=min(usual.first_repetitions, most), most_repetitions=most)


def vlan_credentials(credentials: Credentials, vlan: int) -> Credentials:
    """Return the credentials that show one VLAN: the community with its number, or a context of version 3."""
    if credentials.get("version") == SnmpVersion.V3:
        return Credentials({**credentials, "context": f"vlan-{vlan}"})
    return Credentials({**credentials, "community": f"{credentials.get('community', '')}@{vlan}"})


def _context_opener(spec: DeviceSpec, endpoint: NetworkEndpoint, governor: Governor) -> OpenContext:
    async def open_context(vlan: int) -> SnmpLink:
        return _link(endpoint, vlan_credentials(spec.credentials, vlan), spec.profile.transport, governor)

    return open_context


def _link(endpoint: NetworkEndpoint, credentials: Credentials, rules: TransportRules, governor: Governor) -> SnmpLink:
    return open_snmp_link(endpoint.host, endpoint.port, credentials, governor=governor, timeout_s=rules.timeout_s)
