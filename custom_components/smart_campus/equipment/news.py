"""What the ledger tells inside Home Assistant."""

from typing import Final

from ..const import DOMAIN

SIGNAL_EQUIPMENT: Final = f"{DOMAIN}_equipment"
"""Sent with the ids of sites whose assets changed."""
