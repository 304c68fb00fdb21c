"""One Epiphan Pearl over HTTP with a plain login, its paths counted from the base of its REST service."""

from typing import override

from aiohttp import ClientSession

from ..codec.pearl import read_message
from ..errors import RefusalReason, RefusedError
from .credentials import Credentials
from .endpoint import NetworkEndpoint
from .web import WebLink, base_of, basic_login

BASES = ("/api/v2.0", "/api")
"""Where the service is, on newer and on older firmware."""


class PearlLink(WebLink):
    """Requests are serial. `find_base` comes before the first of them."""

    _locks_out = False

    def __init__(
        self, session: ClientSession, endpoint: NetworkEndpoint, credentials: Credentials, *, timeout_s: float = 5.0
    ) -> None:
        """Make a link over a session that somebody else closes. credentials: ``username`` and ``password``."""
        super().__init__(session, base_of(endpoint), basic=basic_login(credentials), timeout_s=timeout_s)
        self._prefix: str | None = None

    @property
    @override
    def line(self) -> str:
        return f"pearl:{self._base.host}:{self._base.port}"

    async def find_base(self) -> None:
        """Find where the service is; free of cost once it was found. Raises RefusedError where there is none."""
        if self._prefix is not None:
            return
        for base in BASES:
            try:
                await self.get(f"{base}/system/firmware/version")
            except RefusedError as err:
                if err.reason is not RefusalReason.ADDRESS:
                    raise
                continue
            self._prefix = base
            return
        raise RefusedError(RefusalReason.ADDRESS, "no REST service of a Pearl answers there")

    def path(self, path: str) -> str:
        """Return the whole path of a part of the service; parts a device named are escaped by `escaped`."""
        return f"{self._prefix or BASES[0]}/{path}"

    @override
    def _explain(self, body: bytes) -> str:
        return read_message(body)
