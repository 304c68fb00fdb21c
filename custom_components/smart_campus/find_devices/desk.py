"""One search at a time in a Home Assistant: two would double what the network bears, and ask the same gateways."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from homeassistant.core import HomeAssistant
from homeassistant.util.hass_dict import HassKey

from ..const import DOMAIN


@dataclass(slots=True)
class SearchDesk:
    """Knows whether somebody searches."""

    is_taken: bool = False

    @contextmanager
    def hold(self) -> Iterator[None]:
        """Search during the context. Raises SearchBusyError while another search runs."""
        if self.is_taken:
            raise SearchBusyError
        self.is_taken = True
        try:
            yield
        finally:
            self.is_taken = False


class SearchBusyError(Exception):
    """Another search runs."""


DATA_DESK: HassKey[SearchDesk] = HassKey(f"{DOMAIN}_search_desk")


def search_desk(hass: HomeAssistant) -> SearchDesk:
    """Return the desk of this Home Assistant."""
    return hass.data.setdefault(DATA_DESK, SearchDesk())
