"""From what says which recorder is meant to the recorder, by the protocol of its profile."""

from collections.abc import Callable, Mapping
from datetime import tzinfo
from pathlib import Path

from aiohttp import ClientSession

from ...errors import CodecError
from ...link.credentials import Credentials
from ...link.endpoint import NetworkEndpoint
from ...link.isapi import IsapiLink
from ...link.obs import ObsLink
from ...link.pearl import PearlLink
from ...link.sis import SisLink
from ...link.web import WebLink, base_of, basic_login, digest_login
from ...profile.schema import Protocol, Transport
from ..spec import DeviceSpec
from .dahua import DahuaRecorder
from .extron import ExtronRecorder
from .hardware import Clocks, HardwareRecorder
from .isapi import IsapiRecorder
from .obs import ObsRecorder
from .pearl import PearlRecorder
from .recorder import Recorder
from .stream.device import StreamRecorder, open_stream_recorder
from .stream.settings import StreamSettings

HOST_KEY = "host_key"
"""Option of recorders reached through SSH: the fingerprint of their key, as `ExtronRecorder.host_key` told it."""

FOLDER = "folder"
"""Option of recorders that hand out no files: where the folder they record to is mounted on this machine."""

type OpenRecorder = Callable[[DeviceSpec, ClientSession | None], Recorder]
"""Raises CodecError when the device cannot be reached as described. No I/O."""


def open_recorder(
    spec: DeviceSpec, session: ClientSession | None, *, zone: tzinfo | None = None, clocks: Clocks | None = None
) -> Recorder:
    """Return a recorder; nothing is asked of it yet.

    session: for recorders reached over HTTP; somebody else closes it. It decides whether certificates are checked.
    zone: of the clocks of recorders that name none; None for this machine's. clocks: other ones than this machine's.
    Raises CodecError when the profile is none of a recorder, or the endpoint does not fit.
    """
    opener = OPENERS.get(spec.profile.transport.protocol)
    if opener is None:
        raise CodecError(f"no recorder speaks {spec.profile.transport.protocol}")
    recorder = opener(spec, session)
    if isinstance(recorder, HardwareRecorder):
        recorder.zone = zone
        if clocks is not None:
            recorder.use_clocks(clocks)
    return recorder


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


def _open_extron(spec: DeviceSpec, session: ClientSession | None) -> Recorder:
    """Return an SMP. Its files come from the web server of the same host, with the password of its administrator."""
    endpoint = network_endpoint(spec)
    timeout_s = spec.profile.transport.timeout_s
    host_key = spec.options.get(HOST_KEY, "")
    link = SisLink(
        endpoint, spec.credentials, host_key=host_key if isinstance(host_key, str) else "", timeout_s=timeout_s
    )
    web = None
    if session is not None and (port := param(spec, "web_port")):
        scheme = Transport.HTTPS if param(spec, "web_https") else Transport.HTTP
        place = NetworkEndpoint(transport=scheme, host=endpoint.host, port=port)
        login = Credentials({"username": "admin", **spec.credentials})
        web = WebLink(session, base_of(place), basic=basic_login(login), timeout_s=timeout_s)
    scale = 0.1 if param(spec, "level_tenths") else 1.0
    return ExtronRecorder(spec.profile, spec.catalogue, link, web, level_scale=scale)


def _open_isapi(spec: DeviceSpec, session: ClientSession | None) -> Recorder:
    endpoint = network_endpoint(spec)
    link = IsapiLink(
        need_session(session),
        endpoint.host,
        endpoint.port,
        spec.credentials,
        is_https=endpoint.transport is Transport.HTTPS,
        timeout_s=spec.profile.transport.timeout_s,
    )
    return IsapiRecorder(
        spec.profile,
        spec.catalogue,
        link,
        channel=param(spec, "channel"),
        stream=param(spec, "stream"),
        takes_utc=bool(param(spec, "times_in_utc")),
    )


def _open_stream(spec: DeviceSpec, _: ClientSession | None) -> StreamRecorder:
    return open_stream_recorder(spec.profile, spec.catalogue, StreamSettings.of(spec))


def _open_dahua(spec: DeviceSpec, session: ClientSession | None) -> Recorder:
    link = WebLink(
        need_session(session),
        base_of(network_endpoint(spec)),
        digest=digest_login(spec.credentials),
        timeout_s=spec.profile.transport.timeout_s,
    )
    return DahuaRecorder(spec.profile, spec.catalogue, link, channel=param(spec, "channel"))


def _open_obs(spec: DeviceSpec, session: ClientSession | None) -> Recorder:
    timeout_s = spec.profile.transport.timeout_s
    link = ObsLink(need_session(session), network_endpoint(spec), spec.credentials, timeout_s=timeout_s)
    folder = spec.options.get(FOLDER, "")
    return ObsRecorder(
        spec.profile, spec.catalogue, link, folder=Path(folder) if isinstance(folder, str) and folder else None
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
    Protocol.RTSP: _open_stream,
    Protocol.SIS: _open_extron,
    Protocol.ISAPI: _open_isapi,
    Protocol.OBS: _open_obs,
    Protocol.DAHUA: _open_dahua,
}
"""How a recorder is opened, by protocol."""
