"""How a recorder is reached from Home Assistant."""

from homeassistant.core import HomeAssistant
from homeassistant.helpers.aiohttp_client import async_get_clientsession
from homeassistant.util import dt as dt_util

from ..campuslink.device.recorder.opening import open_recorder
from ..campuslink.device.recorder.recorder import Recorder
from ..campuslink.device.spec import DeviceSpec
from ..campuslink.link.endpoint import NetworkEndpoint
from ..campuslink.profile.schema import Transport
from .room import share_disk


def make_recorder(hass: HomeAssistant, spec: DeviceSpec) -> Recorder:
    """Return a recorder of any family. Raises CodecError when it cannot be reached as described."""
    is_https = isinstance(spec.endpoint, NetworkEndpoint) and spec.endpoint.transport is Transport.HTTPS
    # Recorders bring a certificate of their own making, which nobody could check
    session = async_get_clientsession(hass, verify_ssl=not is_https)
    recorder = open_recorder(spec, session, zone=dt_util.get_default_time_zone())
    share_disk(hass, recorder)
    return recorder
