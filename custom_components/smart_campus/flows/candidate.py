"""A device that is about to be saved: what was entered, what it told, and what was stored of it before."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ..const import CONF_KEY
from .draft import CONF_SERIAL, Draft, key_of
from .models import Model
from .preview import plain_text
from .probe import Probe


@dataclass(frozen=True, kw_only=True, slots=True)
class Candidate:
    """Decides who the device is for the registries, where names and history hang on its key."""

    draft: Draft
    place_key: str
    """Key to take when the device tells no serial number."""
    probe: Probe | None = None
    """None when it is saved without a reading."""
    stored: Mapping[str, Any] | None = None
    """Data of the device that is being changed; None for a new one."""

    @property
    def told_serial(self) -> str:
        """Return the serial number the device told; empty for none and for one that tells nothing apart (zeros, FF)."""
        serial = plain_text((self.probe and self.probe.identity.serial) or "")
        return serial if serial.strip("0 ") and serial.upper().strip("F ") else ""

    @property
    def told_key(self) -> str:
        """Return the key the serial number told makes; empty for none."""
        return key_of(self.draft.kind, self.told_serial) if self.told_serial else ""

    @property
    def stored_serial(self) -> str:
        """Return the serial number told when the device was last saved; empty for none."""
        return self.stored.get(CONF_SERIAL, "") if self.stored else ""

    @property
    def is_exchanged(self) -> bool:
        """Return whether another device than before answers."""
        return bool(self.told_serial and self.stored_serial) and self.told_serial != self.stored_serial

    @property
    def key(self) -> str:
        """Return the identity in the registries: the one it has, else its serial number, else its first place."""
        if self.stored:
            key: str = self.stored[CONF_KEY]
            return key
        return self.told_key or self.place_key

    def to_data(self, model: Model) -> dict[str, Any]:
        """Return the data of the subentry."""
        return self.draft.to_data(model, key=self.key, serial=self.told_serial or self.stored_serial)
