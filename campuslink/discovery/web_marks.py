"""By what recorders and gates give themselves away over HTTP before anybody logs in. No I/O.

Each family has a path that no other device has. A server that knows nothing of such a path answers 404 (or the page it
answers everything with); whoever wants a login for it, and for it only, is of the family. Where everything wants a
login, only what the server calls itself counts. Sources: ISAPI as public clients use it, Dahua HTTP API V2.84,
Epiphan Pearl OpenAPI 2.0.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from ..profile.schema import Protocol

NOWHERE = "/campuslink/nothing-is-here"
"""A path no device has: what a server says of it is what it says of everything it does not know."""
_REALM = re.compile(r'realm="([^"]{0,200})"')


@dataclass(frozen=True, slots=True)
class Look:
    """What a server answered to one GET without a login."""

    status: int
    challenge: str = ""
    """The whole WWW-Authenticate header."""
    server: str = ""
    body: bytes = b""

    @property
    def realm(self) -> str:
        """Return what the server calls the thing one logs in to; empty where it wants no login."""
        found = _REALM.search(self.challenge)
        return found[1] if found else ""

    @property
    def wants_login(self) -> bool:
        """Return whether a login is wanted."""
        return self.status == 401


@dataclass(frozen=True, slots=True)
class Family:
    """One make of recorders or gates."""

    label: str
    protocol: Protocol
    paths: tuple[str, ...]
    realms: tuple[str, ...]
    """How a realm of the family begins."""
    servers: tuple[str, ...] = ()
    """How the Server header of the family begins."""
    words: tuple[bytes, ...] = ()
    """What stands in the body of an answer of the family."""

    def fits(self, look: Look, elsewhere: Look) -> bool:
        """Tell whether a server is of the family. look: at one of its paths; elsewhere: at `NOWHERE`."""
        if self._names_itself(look):
            return True
        return look.wants_login and not elsewhere.wants_login

    def _names_itself(self, look: Look) -> bool:
        realm, server, body = look.realm.casefold(), look.server.casefold(), look.body.lower()
        if look.status not in {200, 401, 403}:
            return False
        return (
            any(realm.startswith(beginning) for beginning in self.realms)
            or any(server.startswith(beginning) for beginning in self.servers)
            or any(word in body for word in self.words)
        )


FAMILIES = (
    Family(
        label="Hikvision",
        protocol=Protocol.ISAPI,
        paths=("/ISAPI/System/deviceInfo",),
        realms=("ip camera", "ds-", "embedded net dvr", "hikvision"),
        servers=("app-webs", "dnvrs-webs", "dvrdvs-webs", "hikvision-webs"),
        words=(b"isapi.org/ver20", b"hikvision.com/ver"),
    ),
    Family(
        label="Dahua",
        protocol=Protocol.DAHUA,
        paths=("/cgi-bin/magicBox.cgi?action=getSystemInfo",),
        realms=("login to ",),
    ),
    Family(
        label="Epiphan Pearl",
        protocol=Protocol.PEARL,
        paths=("/api/v2.0/system/firmware/version", "/api/system/firmware/version"),
        realms=("pearl", "epiphan"),
    ),
)


def family_of(looks: Mapping[str, Look], elsewhere: Look) -> Family | None:
    """Return the family of a server, None for any other. looks: by path, of those that were asked."""
    for family in FAMILIES:
        if any(path in looks and family.fits(looks[path], elsewhere) for path in family.paths):
            return family
    return None
