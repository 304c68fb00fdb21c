"""The sheet of a day as one HTML file: no script, nothing fetched, fit for a screen and for paper."""

from collections.abc import Sequence
from html import escape
from typing import Final

from ...network.inspection.rules.page import CONTENT_SECURITY_POLICY
from ...network.inspection.rules.style import STYLE
from .counting import Group
from .recording import Recording
from .sheet import DaySheet, group_of, is_exception
from .sheet_cells import COLUMNS, cells_of
from .sheet_words import word

MOST_LISTED: Final = 5_000
"""Rows of a table; the file for spreadsheets has them all."""

BADGES: Final = {
    Group.FAILED: "critical",
    Group.WAITING: "warning",
    Group.CONFIRMED: "ok",
}
"""How the groups that matter look; the others are plain."""


def render_page(sheet: DaySheet, language: str) -> str:
    """Return the page. Every text of a timetable, a device or a person is escaped."""
    title = f"{word('title', language)} · {sheet.site} · {sheet.day.isoformat()}"
    exceptions = _table(sheet.exceptions(), sheet, language)
    everything = _table(sheet.recordings, sheet, language)
    body = "".join(
        (
            _section(word("summary", language), _summary(sheet, language)),
            _section(word("exceptions", language), exceptions or f"<p>{escape(word('no_exceptions', language))}</p>"),
            _section(word("all", language), everything or f"<p>{escape(word('no_recordings', language))}</p>"),
        )
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_SECURITY_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"{body}</body></html>\n"
    )


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>{body}</section>"


def _summary(sheet: DaySheet, language: str) -> str:
    tiles = "".join(
        f'<li class="{BADGES.get(group, "none") if sheet.count[group] else "none"}"><b>{sheet.count[group]}</b> '
        f"{escape(word(f'group_{group}', language))}</li>"
        for group in Group
    )
    share = sheet.count.share_confirmed
    lines = [f"{word('made_at', language)}: {sheet.made_at.strftime('%Y-%m-%d %H:%M')}"]
    if share is not None:
        lines.append(f"{word('share_confirmed', language)}: {share:g} %")
    if sheet.rooms_without_recorder:
        lines.append(f"{word('rooms_without_recorder', language)}: {', '.join(sheet.rooms_without_recorder)}")
    return f'<ul class="tiles">{tiles}</ul>' + "".join(f"<p>{escape(line)}</p>" for line in lines)


def _table(recordings: Sequence[Recording], sheet: DaySheet, language: str) -> str:
    if not recordings:
        return ""
    head = "".join(f'<th scope="col">{escape(word(column, language))}</th>' for column in COLUMNS)
    rows = "".join(f"<tr>{_row(each, sheet, language)}</tr>" for each in recordings[:MOST_LISTED])
    return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


def _row(recording: Recording, sheet: DaySheet, language: str) -> str:
    cells = cells_of(recording, language, sheet.made_at.tzinfo)
    group = group_of(recording)
    look = BADGES.get(group, "unknown")
    if is_exception(recording) and look == "ok":
        look = "warning"
    state = f'<td><span class="badge {look}">{escape(str(cells.pop("state")))}</span></td>'
    return state + "".join(f"<td>{escape(str(cell))}</td>" for cell in cells.values())
