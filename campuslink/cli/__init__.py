"""The command line: ``campuslink lint``, ``identify``, ``poll``, ``record`` and ``simulate``."""

from .main import main

__all__ = ["main"]
