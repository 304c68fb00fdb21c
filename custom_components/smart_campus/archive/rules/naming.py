"""What a recording is called in the archive: folders and file names that every file system and server takes."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import tzinfo
from pathlib import PurePath
from typing import Final

from ...campuslink.device.recorder.orders import RecordedFile, RecordingOrder
from ...store.rules.text import clean_text

DEFAULT_FOLDER: Final = "{room}/{date}"
FOLDER_WORDS: Final = ("room", "course", "teacher", "group", "title", "date", "year", "month", "id")
"""What may stand in braces in the template of folders."""
MOST_FOLDERS: Final = 8
_UNSAFE: Final = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f%#]')
_WORD: Final = re.compile(r"\{([^{}]*)\}")
_RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))}
)
_SUFFIX: Final = re.compile(r"\.[A-Za-z0-9]{1,8}")


def safe_name(text: str, most_bytes: int = 120) -> str:
    """Return one name of a folder or file; ``_`` for what has none."""
    cleaned = _UNSAFE.sub("_", clean_text(unicodedata.normalize("NFC", text), 200))
    cut = cleaned.encode()[:most_bytes].decode(errors="ignore").strip(" .")
    if not cut:
        return "_"
    return f"_{cut}" if cut.partition(".")[0].lower() in _RESERVED else cut


def words_of(order: RecordingOrder, room: str, zone: tzinfo) -> dict[str, str]:
    """Return what a template may name of a recording, as plain text."""
    begin = order.start.astimezone(zone)
    return {
        "room": room or order.room,
        "course": order.course or order.title,
        "teacher": order.teacher,
        "group": order.group,
        "title": order.title,
        "id": order.id,
        "date": f"{begin:%Y-%m-%d}",
        "year": f"{begin:%Y}",
        "month": f"{begin:%m}",
    }


def unknown_words(template: str, known: Mapping[str, str] | tuple[str, ...]) -> list[str]:
    """Return what stands in braces and is no word of a template."""
    return [word for word in _WORD.findall(template) if word not in known]


def folder_of(template: str, words: Mapping[str, str]) -> str:
    """Return the folder a template makes, its parts joined by slashes; never absolute, never upwards."""
    parts = [part for part in template.replace("\\", "/").split("/") if part.strip()][:MOST_FOLDERS]
    return "/".join(safe_name(_WORD.sub(lambda found: words.get(found[1], ""), part)) for part in parts)


def stem_of(recording_id: str, order: RecordingOrder, zone: tzinfo) -> str:
    """Return what the files of a recording begin with: time, course, and the id that makes it unique."""
    begin = order.start.astimezone(zone)
    course = safe_name(order.course or order.title, 80)
    return f"{begin:%Y%m%d-%H%M}_{course}_{safe_name(recording_id, 80)}"


def file_names(
    recording_id: str, order: RecordingOrder, files: tuple[RecordedFile, ...], zone: tzinfo
) -> tuple[str, ...]:
    """Return a name for each file of a recording, no two alike."""
    stem, names = stem_of(recording_id, order, zone), list[str]()
    for number, file in enumerate(files, 1):
        suffix = PurePath(file.name).suffix
        suffix = suffix.lower() if _SUFFIX.fullmatch(suffix) else ""
        source = f"_{safe_name(file.source, 24)}" if file.source else ""
        name = f"{stem}{source}{suffix}"
        names.append(name if name not in names else f"{stem}{source}_{number}{suffix}")
    return tuple(names)
