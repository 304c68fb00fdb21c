"""Payloads that come in several frames, put together again."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import Final

MOST_PARTS: Final = 64
MOST_MESSAGES: Final = 16
"""Messages of which parts are missing; the oldest is given up for a new one."""
MOST_BYTES: Final = 1 << 20
LIFE_S: Final = 5.0


class Fragments:
    """Keeps the parts of a few messages for a few seconds."""

    def __init__(self) -> None:
        self._parts: OrderedDict[str, tuple[float, dict[int, bytes]]] = OrderedDict()

    def add(self, headers: Mapping[str, str], payload: bytes, now_s: float) -> bytes | None:
        """Return the whole payload once its last part is there; None before, and for parts that make no sense."""
        total, place = _number(headers.get("sum", "1")), _number(headers.get("seq", "0"))
        if total <= 1:
            return payload
        if total > MOST_PARTS or place >= total or not (key := headers.get("message_id", "")):
            return None
        began_s, parts = self._parts.get(key, (now_s, {}))
        if now_s - began_s > LIFE_S:
            began_s, parts = now_s, {}
        parts[place] = payload
        if sum(map(len, parts.values())) > MOST_BYTES:
            self._parts.pop(key, None)
            return None
        if len(parts) == total:
            self._parts.pop(key, None)
            return b"".join(parts[n] for n in range(total))
        self._parts[key] = (began_s, parts)
        while len(self._parts) > MOST_MESSAGES:
            self._parts.popitem(last=False)
        return None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 6 else MOST_PARTS + 1
