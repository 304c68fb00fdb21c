"""Days of the week as registrar systems write them."""

import re
from functools import lru_cache
from typing import Final

from ...sheets.rules.faults import CellError
from ...sheets.rules.marks import plain_marks

_CHINESE: Final = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "日": 7, "天": 7}
_ENGLISH: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_PREFIX: Final = re.compile(r"^(星期|周|礼拜)")


@lru_cache(maxsize=1024)
def parse_weekday(text: str) -> int:
    """Return 1 for Monday to 7 for Sunday, from ``周三``, ``星期三``, ``三``, ``3``, ``Wed`` or ``Wednesday``.

    Raises CellError for everything else; 0 is no day.
    """
    plain = plain_marks(text).lower()
    short = _PREFIX.sub("", plain)
    if short in _CHINESE:
        return _CHINESE[short]
    if short in {"1", "2", "3", "4", "5", "6", "7"}:
        return int(short)
    for number, name in enumerate(_ENGLISH, start=1):
        if len(plain) >= 3 and name.startswith(plain.removesuffix(".")):
            return number
    raise CellError("weekday_unreadable", text)
