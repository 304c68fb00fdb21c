"""The address of the only meter on a line, asked of the meter itself."""

from homeassistant.core import HomeAssistant

from ..access.connection import async_find_serial
from ..campuslink.link.endpoint import Endpoint, NetworkEndpoint
from ..campuslink.link.pool import discover_address
from ..campuslink.profile.schema import Protocol, TransportRules
from ..links import shared_lines


async def async_discover_address(hass: HomeAssistant, endpoint: Endpoint, rules: TransportRules) -> str:
    """Return the address as printed on the meter.

    Raises LinkError: no connection, no answer, several answers at once, or a line in use with other settings.
    """
    if isinstance(endpoint, NetworkEndpoint) and rules.protocol is Protocol.UHPPOTE:
        return await async_find_serial(endpoint, rules)
    lines = shared_lines(hass)
    lines.require_raw(endpoint)
    line = lines.raw.acquire(endpoint)
    try:
        return await discover_address(line, rules.protocol, rules=rules)
    finally:
        await lines.raw.release(line)
