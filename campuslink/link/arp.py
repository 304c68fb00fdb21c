"""Which hardware addresses this machine knows of its neighbours on the network."""

import logging
from pathlib import Path

from ..codec.mac_text import normalise_mac

_LOGGER = logging.getLogger(__name__)

ARP_TABLE = Path("/proc/net/arp")
MOST_ARP_BYTES = 1 << 20


def read_arp(path: Path = ARP_TABLE) -> dict[str, str]:
    """Return hardware address by IP address, as this machine knows them; empty where it does not say. Blocks."""
    try:
        with path.open(encoding="ascii", errors="replace") as file:
            lines = file.read(MOST_ARP_BYTES).splitlines()[1:]
    except OSError as err:
        _LOGGER.debug("The addresses this machine knows cannot be read: %s", err)
        return {}
    rows = (line.split() for line in lines)
    found = ((row[0], normalise_mac(row[3])) for row in rows if len(row) >= 6)
    return {host: mac for host, mac in found if mac is not None}
