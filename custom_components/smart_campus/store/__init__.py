"""Rows that must not be lost: the access log, reports, ledgers, in one database an installation."""

from .durable import DurableStore, async_get_store

__all__ = ["DurableStore", "async_get_store"]
