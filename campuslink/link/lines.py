"""Links to devices that speak lines of text; each has its line for itself."""

from ..profile.schema import Protocol, TransportRules
from .credentials import Credentials
from .endpoint import Endpoint
from .pjlink import PjlinkLink
from .text import LineLink, TextLink


def open_lines(endpoint: Endpoint, rules: TransportRules, credentials: Credentials) -> LineLink:
    """Return a link for PJLINK or TEXT; it connects with its first request."""
    if rules.protocol is Protocol.PJLINK:
        return PjlinkLink(endpoint, rules, credentials)
    return TextLink(endpoint, rules)
