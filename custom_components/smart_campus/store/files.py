"""Files for a person to fetch, which nobody else on the machine can read."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

MOST_LINES_TOLD: Final = 1_001
"""Lines up to which the text is told as well as written: the headings and a thousand rows."""


def write_private(folder: Path, name: str, lines: Iterable[str]) -> tuple[int, str | None]:
    """Write a new file for the owner of the process only.

    Returns how many lines follow the first, and the text when it is short. Raises OSError.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    count, told = 0, []
    with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as file:
        for line in lines:
            file.write(line)
            count += 1
            if count <= MOST_LINES_TOLD:
                told.append(line)
    return count - 1, "".join(told) if count <= MOST_LINES_TOLD else None
