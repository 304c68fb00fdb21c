"""Which library reads: gufo_snmp where it installs, pysnmp elsewhere and for all that gufo_snmp cannot do."""

import importlib
import time
from collections.abc import Callable
from enum import StrEnum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from ..credentials import Credentials
from .account import account_from
from .base import SnmpLink, SnmpStatistics
from .governor import Governor, Pace

if TYPE_CHECKING:
    from .pysnmp_link import PysnmpLink

DEFAULT_PORT = 161
TIMEOUT_S = 2.0
RETRIES = 1

_GUFO_INSIDE = ("GetIter", "SnmpV2cClientSocket", "SnmpV3ClientSocket")


class Backend(StrEnum):
    """A library that reads."""

    GUFO = "gufo_snmp"
    PYSNMP = "pysnmp"


@cache
def preload() -> Backend:
    """Load both libraries and return which one reads. Blocks for up to a second the first time."""
    importlib.import_module(".pysnmp_link", __package__)
    importlib.import_module(".traps", __package__)
    return backend_in_use()


@cache
def backend_in_use() -> Backend:
    """Return which library reads, decided once: gufo_snmp needs a wheel for the platform. Imports, so it may block."""
    try:
        inside = importlib.import_module("gufo.snmp._fast")
        importlib.import_module(".gufo", __package__)
    except ImportError:
        return Backend.PYSNMP
    return Backend.GUFO if all(hasattr(inside, name) for name in _GUFO_INSIDE) else Backend.PYSNMP


def backend_version() -> str:
    """Return name and version of the library that reads, for a person."""
    name = backend_in_use().value
    try:
        return f"{name} {version(name)}"
    except PackageNotFoundError:
        return name


def open_snmp_link(
    host: str,
    port: int,
    credentials: Credentials,
    *,
    pace: Pace | None = None,
    governor: Governor | None = None,
    timeout_s: float = TIMEOUT_S,
    backend: Backend | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> SnmpLink:
    """Return a link to an agent. Call `preload` in a thread once before.

    No I/O. governor: of other links to the same agent, which keep one promise together. backend: instead of the one in
    use. Raises CredentialsError when the credentials are not complete.
    """
    account = account_from(credentials)
    governor = governor or Governor(pace, clock=clock)

    def exact(statistics: SnmpStatistics | None) -> PysnmpLink:
        from .pysnmp_link import PysnmpLink  # noqa: PLC0415 - slow to load

        return PysnmpLink(
            host,
            port,
            account,
            governor=governor,
            timeout_s=timeout_s,
            retries=RETRIES,
            statistics=statistics,
            clock=clock,
        )

    if (backend or backend_in_use()) is Backend.GUFO:
        from . import gufo  # noqa: PLC0415 - not installed everywhere

        if gufo.can_read(account):
            return gufo.GufoLink(
                host, port, account, governor=governor, exact=exact, timeout_s=timeout_s, retries=RETRIES, clock=clock
            )
    return exact(None)
