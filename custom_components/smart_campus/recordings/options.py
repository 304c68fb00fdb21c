"""What a person sets of a recorder, parsed once."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Self

CONF_WATCH_PICTURE: Final = "watch_picture"
CONF_WATCH_SOUND: Final = "watch_sound"
CONF_ALLOW_LIVE: Final = "allow_live"
CONF_ALLOW_PREVIEW: Final = "allow_preview"

CONF_FOLDER: Final = "folder"
CONF_SOURCES: Final = "sources"
CONF_RESERVE: Final = "reserve_bytes"
CONF_HOST_KEY: Final = "host_key"
"""Options the library reads; they come from the form of the connection."""


@dataclass(frozen=True, kw_only=True, slots=True)
class RecorderOptions:
    """What is watched during a lesson, and what may be looked at."""

    watch_picture: bool = True
    watch_sound: bool = True
    """False for a source that has no microphone on purpose."""
    allow_preview: bool = True
    """Whether still pictures of what would be recorded may be looked at."""
    allow_live: bool = False
    """Whether the live stream may be watched by everybody who sees the camera entity."""

    @classmethod
    def of(cls, options: Mapping[str, Any]) -> Self:
        """Parse stored options or a form; what is missing or damaged has its default."""
        chosen = {key: options.get(key) for key in cls.__dataclass_fields__}
        return cls(**{key: value for key, value in chosen.items() if isinstance(value, bool)})

    def to_form(self) -> dict[str, bool]:
        """Return the fields of the form."""
        return {key: getattr(self, key) for key in self.__dataclass_fields__}
