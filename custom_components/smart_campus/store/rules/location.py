"""Where a database is: an address that may hold a password, and what may be shown of it."""

import importlib.util
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from .errors import LocationProblem, StoreLocationError

CONNECT_TIMEOUT_S: Final = 10
STATEMENT_TIMEOUT_S: Final = 60
"""How long one statement may take on a server; a search over millions of rows stays far below."""

DRIVERS: Final = {
    "sqlite": ("sqlite", ""),
    "postgresql": ("postgresql+psycopg2", "psycopg2"),
    "postgres": ("postgresql+psycopg2", "psycopg2"),
    "mysql": ("mysql+pymysql", "pymysql"),
    "mariadb": ("mariadb+pymysql", "pymysql"),
}
"""By scheme: SQLAlchemy's name of dialect and driver, and the module that must be there."""

OWN_DRIVERS: Final = {"mysqldb": "MySQLdb", "pymysql": "pymysql", "psycopg2": "psycopg2"}
"""Drivers an address may name itself, with their modules."""


@dataclass(frozen=True, slots=True)
class StoreLocation:
    """Where the rows are. Its repr and text show neither user nor password nor options."""

    url: URL = field(repr=False)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read an address such as ``postgresql://user:password@host/database``.

        Raises StoreLocationError, whose text does not repeat the address: a person should correct it.
        """
        try:
            url = make_url(text.strip())
        except ArgumentError, ValueError:
            raise StoreLocationError(LocationProblem.MALFORMED) from None
        scheme, _, own = url.drivername.partition("+")
        if scheme not in DRIVERS or (own and own not in OWN_DRIVERS):
            raise StoreLocationError(LocationProblem.KIND)
        drivername, module = (f"{scheme}+{own}", OWN_DRIVERS[own]) if own else DRIVERS[scheme]
        if not url.database:
            raise StoreLocationError(LocationProblem.DATABASE)
        if module and importlib.util.find_spec(module) is None:
            raise StoreLocationError(LocationProblem.DRIVER)
        return cls(url.set(drivername=drivername))

    @classmethod
    def unchecked(cls, text: str) -> Self:
        """Take an address that was valid before, whatever is missing on this machine now."""
        url = make_url(text)
        return cls(url.set(drivername=DRIVERS.get(url.drivername, (url.drivername, ""))[0]))

    @classmethod
    def of_file(cls, path: Path) -> Self:
        """Return the location of a SQLite file."""
        return cls(URL.create("sqlite", database=str(path)))

    @property
    def is_file(self) -> bool:
        """Whether it is a SQLite file of this machine."""
        return self.url.get_backend_name() == "sqlite"

    @property
    def connect_args(self) -> dict[str, Any]:
        """What bounds every wait on a server."""
        match self.url.get_backend_name():
            case "sqlite":
                return {"timeout": CONNECT_TIMEOUT_S, "check_same_thread": False, "isolation_level": None}
            case "postgresql":
                return {
                    "connect_timeout": CONNECT_TIMEOUT_S,
                    "keepalives_idle": CONNECT_TIMEOUT_S,
                    "tcp_user_timeout": 2 * CONNECT_TIMEOUT_S * 1000,
                    "options": f"-c statement_timeout={STATEMENT_TIMEOUT_S * 1000}",
                }
            case _:
                limits = {"connect_timeout": CONNECT_TIMEOUT_S, "charset": "utf8mb4"}
                return limits | {"read_timeout": STATEMENT_TIMEOUT_S, "write_timeout": STATEMENT_TIMEOUT_S}

    def hide(self, text: str) -> str:
        """Return text, such as a driver's error, without this location's secrets."""
        for secret in (self.url.password, self.url.username):
            if secret:
                text = text.replace(str(secret), "***")
        return text

    def __str__(self) -> str:
        """Return what a person calls it: kind, host, database; of a file only its name."""
        kind = self.url.get_backend_name()
        if self.is_file:
            return f"{kind} {Path(self.url.database or '').name}"
        port = f":{self.url.port}" if self.url.port else ""
        return f"{kind} {self.url.host or 'localhost'}{port}/{self.url.database}"
