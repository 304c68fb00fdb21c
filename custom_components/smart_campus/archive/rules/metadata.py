"""What is said about a recording beside its files: a JSON file, and Dublin Core for platforms that read it."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Final
from xml.sax.saxutils import escape

from ...campuslink.device.recorder.orders import RecordingOrder
from ...store.rules.text import clean_text
from .job import JobFile

FORMAT: Final = "smart-campus-recording"
VERSION: Final = 1
_LONGEST: Final = 500
_NAMESPACES: Final = (
    'xmlns="http://www.opencastproject.org/xsd/1.0/dublincore/" '
    'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
)


def side_file(recording_id: str, room: str, order: RecordingOrder, files: Sequence[tuple[str, JobFile]]) -> bytes:
    """Return the JSON file that goes beside the files. files: each with its name in the archive."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "recording_id": recording_id,
        "room": room,
        **{name: getattr(order, name) for name in ("title", "course", "teacher", "group", "language")},
        "planned_start": order.start.isoformat(),
        "planned_end": order.end.isoformat(),
        "files": [_describe(name, file) for name, file in files],
    }
    return json.dumps(document, ensure_ascii=False, indent=2).encode()


def _describe(name: str, file: JobFile) -> dict[str, Any]:
    recorded = file.recorded
    return {
        "name": name,
        "source": recorded.source,
        "size": file.size,
        "sha256": file.sha256,
        "start": recorded.start.isoformat() if recorded.start else None,
        "duration_s": recorded.duration_s,
        "gaps": [list(gap) for gap in recorded.gaps],
    }


def dublin_core(recording_id: str, room: str, order: RecordingOrder) -> str:
    """Return an episode's catalogue as Opencast reads it: Dublin Core terms, the period in W3C-DTF, room as `spatial`.

    Source: Opencast, Dublin Core metadata of episodes; DCMI Period Encoding Scheme.
    """
    begin, end = _w3c(order.start), _w3c(order.end)
    fields = (
        ("title", order.title or order.course or recording_id),
        ("creator", order.teacher),
        ("subject", order.course),
        ("contributor", order.group),
        ("spatial", room),
        ("language", order.language),
        ("created", begin),
        ("identifier", recording_id),
    )
    lines = [f"  <dcterms:{name}>{_text(value)}</dcterms:{name}>" for name, value in fields if value]
    period = (
        f'  <dcterms:temporal xsi:type="dcterms:Period">start={begin}; end={end}; scheme=W3C-DTF;</dcterms:temporal>'
    )
    return "\n".join(
        (
            '<?xml version="1.0" encoding="UTF-8"?>',
            f"<dublincore {_NAMESPACES}>",
            *lines,
            period,
            "</dublincore>",
        )
    )


def _w3c(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _text(value: str) -> str:
    return escape(clean_text(value, _LONGEST))
