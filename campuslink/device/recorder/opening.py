"""From what says which recorder is meant to the recorder, by the protocol of its profile."""

from collections.abc import Callable, Mapping

from aiohttp import ClientSession

from ...errors import CodecError
from ...link.endpoint import NetworkEndpoint
from ...link.pearl import PearlLink
from ...profile.schema import Protocol
from ..spec import DeviceSpec
from .pearl import PearlRecorder
from .recorder import Recorder

type OpenRecorder = Callable[[DeviceSpec, ClientSession | None], Recorder]
"""Raises CodecError when the device cannot be reached as described. No I/O."""


def open_recorder(spec: DeviceSpec, session: ClientSession | None) -> Recorder:
    """Return a recorder; nothing is asked of it yet.

    session: for recorders reached over HTTP; somebody else closes it. It decides whether certificates are checked.
    Raises CodecError when the profile is none of a recorder, or the endpoint does not fit.
    """
    opener = OPENERS.get(spec.profile.transport.protocol)
    if opener is None:
        raise CodecError(f"no recorder speaks {spec.profile.transport.protocol}")
    return opener(spec, session)


def param(spec: DeviceSpec, name: str) -> int:
    """Return an installation parameter as a whole number, its default where nobody set it."""
    return int(spec.params.get(name, spec.profile.params[name].default))


def _open_pearl(spec: DeviceSpec, session: ClientSession | None) -> Recorder:
    endpoint = network_endpoint(spec)
    link = PearlLink(need_session(session), endpoint, spec.credentials, timeout_s=spec.profile.transport.timeout_s)
    prefix = "m" if param(spec, "multitrack") else ""
    return PearlRecorder(
        spec.profile,
        spec.catalogue,
        link,
        recorder=f"{prefix}{param(spec, 'recorder')}",
        channel=str(param(spec, "channel")),
        has_cms=bool(param(spec, "cms")),
    )


def network_endpoint(spec: DeviceSpec) -> NetworkEndpoint:
    """Return the place on the network. Raises CodecError for any other."""
    if not isinstance(spec.endpoint, NetworkEndpoint):
        raise CodecError("a recorder is reached over the network")
    return spec.endpoint


def need_session(session: ClientSession | None) -> ClientSession:
    """Return the session. Raises CodecError without one."""
    if session is None:
        raise CodecError("this recorder is reached over HTTP, and no session was given")
    return session


OPENERS: Mapping[Protocol, OpenRecorder] = {
    Protocol.PEARL: _open_pearl,
}
"""How a recorder is opened, by protocol."""
