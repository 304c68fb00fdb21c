"""How the lights of a room are told that a person's choice counts no more."""

from typing import Final

from homeassistant.util.signal_type import SignalTypeFormat

from ..const import DOMAIN

SIGNAL_RELEASE: Final[SignalTypeFormat[()]] = SignalTypeFormat(f"{DOMAIN}_release_lights_{{}}")
"""By key of the room."""
