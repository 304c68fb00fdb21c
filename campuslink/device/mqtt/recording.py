"""The last message of each topic of a node, as a `Recording`."""

import json
from collections.abc import Collection

from ...codec.mqtt_payload import read_text
from ...profile.schema import Profile
from ..recording import Recording
from .sources import Source, prune

LONGEST_KEPT = 4096
"""Bytes of a payload that are kept for a recording; a longer one is left out of it."""


class Messages:
    """Remembers one payload a topic."""

    def __init__(self) -> None:
        self._last: dict[str, tuple[Source, bytes, bool]] = {}

    def keep(self, source: Source, payload: bytes, *, is_kept: bool) -> None:
        """Remember the newest payload of a topic. is_kept: by the broker."""
        if len(payload) <= LONGEST_KEPT:
            self._last[source.template] = (source, payload, is_kept)

    def recording(self, profile: Profile, private: Collection[str] | None) -> Recording:
        """Return the messages, topics with ``{}`` for the name.

        private: points whose values are taken out, with everything that no point reads; None gives payloads as they
        came.
        """
        return Recording(
            profile=profile.id,
            protocol=profile.transport.protocol.value,
            messages=tuple(
                (template, payload.decode() if private is None else _pruned(source, payload, private), is_kept)
                for template, (source, payload, is_kept) in self._last.items()
            ),
        )


def _pruned(source: Source, payload: bytes, private: Collection[str]) -> str:
    data = prune(source, source.parse(payload), private)
    return data if isinstance(data, str) and source.parse is read_text else json.dumps(data)
