"""Values of actions that Home Assistant must not keep, though it records the data of every call."""

from collections.abc import MutableMapping
from typing import Any, Final

import probatio as vol
from homeassistant.helpers.typing import VolSchemaType

HIDDEN: Final = "**HIDDEN**"


def hiding(schema: vol.Schema, *names: str) -> VolSchemaType:
    """Return a schema that gives values to the action only.

    Home Assistant validates the data of a call first and then tells it to the event bus, the recorder and traces: what
    they get to see is replaced in the caller's data before anything else looks at it.
    """

    def take(data: MutableMapping[str, Any]) -> dict[str, Any]:
        taken = dict(data)
        for name in names:
            if name in taken:
                data[name] = HIDDEN
        return taken

    return vol.All(take, schema)
