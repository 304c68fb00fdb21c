"""Which devices of Home Assistant are equipment, and what an asset holds of its device."""

from typing import Any, Final

from homeassistant.config_entries import ConfigSubentry

from ..campuslink.model import Kind
from ..const import CONF_PROFILE

LEDGER_KINDS: Final = frozenset(kind.value for kind in Kind if kind is not Kind.PROBE)
"""Subentries that are equipment; paths are tried by this machine itself."""

NO_LINK: Final = {"device_subentry_id": None, "profile": ""}


def link_of(subentry: ConfigSubentry) -> dict[str, Any]:
    """Return what an asset holds of its device."""
    return {
        "device_subentry_id": subentry.subentry_id,
        "profile": str(subentry.data.get(CONF_PROFILE, "")),
        "kind": subentry.subentry_type,
    }


def is_equipment(subentry: ConfigSubentry) -> bool:
    """Return whether a subentry is a thing that belongs into the ledger."""
    return subentry.subentry_type in LEDGER_KINDS
