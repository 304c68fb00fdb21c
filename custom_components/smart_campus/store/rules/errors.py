"""What can keep a row from the durable store, as one tree."""

from enum import StrEnum


class StoreError(Exception):
    """Root of every error the durable store raises on purpose."""


class StoreUnavailableError(StoreError):
    """The database does not answer, and what was asked cannot wait for it. Try again later."""


class StoreFullError(StoreError):
    """Neither database nor spool takes another row: the disk or the spool is full. Nothing was written."""


class StoreRefusedError(StoreError):
    """The database answers, but takes these rows by no means."""


class StoreNotEmptyError(StoreError):
    """The database to move to holds rows already."""


class LocationProblem(StrEnum):
    """What is wrong with the address of a database."""

    MALFORMED = "store_url_malformed"
    KIND = "store_url_kind"
    DRIVER = "store_url_driver"
    DATABASE = "store_url_database"


class StoreLocationError(StoreError):
    """The address of a database cannot be used. Its text never shows the address, which may hold a password."""

    def __init__(self, problem: LocationProblem) -> None:
        super().__init__(problem.value)
        self.problem = problem
