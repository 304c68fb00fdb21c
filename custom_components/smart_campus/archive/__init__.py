"""The archive: recordings on their way from recorders to the place that keeps them, until it proved that it does."""

from .news import SIGNAL_ARCHIVE, ArchiveNews
from .queue import async_enqueue
from .rules.item import ArchiveItem

__all__ = ["SIGNAL_ARCHIVE", "ArchiveItem", "ArchiveNews", "async_enqueue"]
