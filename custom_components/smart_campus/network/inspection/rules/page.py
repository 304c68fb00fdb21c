"""A report as one HTML file: no script, nothing fetched, fit for a screen in light and dark, and for paper."""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Final

from .phrasing import NOTHING, Phrasing, bits_text, number_text
from .report import Entry, Level, Report, Subject, SubjectKind
from .signature import Signature
from .style import STYLE

CONTENT_SECURITY_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
"""For the HTTP header as well: even a flaw in the escaping could load or run nothing."""

MOST_LISTED: Final = 2_000
"""Rows of any table."""

type Cell = str | int | float | None


def render_page(report: Report, phrasing: Phrasing, signature: Signature | None = None) -> str:
    """Return the page. Every text of a device, a person or a file is escaped."""
    word = phrasing.word
    title = f"{word('title')} · {report.site} · {phrasing.moment(report.at)}"
    sections = [
        _summary(report, phrasing),
        _section(word("exceptions"), _exceptions(report, phrasing) or f"<p>{escape(word('no_exceptions'))}</p>"),
        *(
            _section(word(f"all_{level}"), _lines(report.at_level(level), phrasing))
            for level in (Level.UNKNOWN, Level.DEPENDENT, Level.PLANNED)
        ),
        _section(word("egresses"), _egresses(report.of_kind(SubjectKind.EGRESS), phrasing)),
        _section(word("switches"), _switches(report.of_kind(SubjectKind.SWITCH), phrasing)),
        _section(word("paths"), _paths(report.of_kind(SubjectKind.PATH), phrasing)),
        _section(word("signature"), _signature(signature, phrasing)),
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(phrasing.language)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{escape(CONTENT_SECURITY_POLICY)}">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<meta name="color-scheme" content="light dark">'
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><h1>{escape(title)}</h1>"
        f"{''.join(sections)}<footer>{escape(word('report'))} {escape(report.id)}</footer></body></html>\n"
    )


def _section(heading: str, body: str) -> str:
    return f"<section><h2>{escape(heading)}</h2>{body}</section>" if body else ""


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table; cells are HTML already, headings are not."""
    body = [f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row, _ in zip(rows, range(MOST_LISTED))]  # noqa: B905
    if not body:
        return ""
    head = "".join(f'<th scope="col">{escape(heading)}</th>' for heading in headings)
    return f"<table><thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"


def _cell(value: Cell) -> str:
    return escape(NOTHING if value is None or value == "" else str(value))


def _badge(level: Level, phrasing: Phrasing) -> str:
    return f'<span class="badge {level.value}">{escape(phrasing.word(level))}</span>'


def _summary(report: Report, phrasing: Phrasing) -> str:
    counts = [
        (phrasing.word(key), len(report.of_kind(kind)))
        for key, kind in (
            ("switches", SubjectKind.SWITCH),
            ("paths", SubjectKind.PATH),
            ("egresses", SubjectKind.EGRESS),
        )
    ]
    levels = [(level, len(report.at_level(level))) for level in (Level.CRITICAL, Level.WARNING, Level.UNKNOWN)]
    tiles = "".join(f"<li><b>{count}</b> {escape(name)}</li>" for name, count in counts)
    tiles += "".join(
        f'<li class="{level.value if count else "none"}"><b>{count}</b> {escape(phrasing.word(level))}</li>'
        for level, count in levels
    )
    protocols = "".join(
        f"<p>{_badge(check.level, phrasing)} <b>{escape(phrasing.check(check))}</b> "
        f"{escape(phrasing.finding(check))}</p>"
        for subject in report.of_kind(SubjectKind.SITE)
        for check in subject.checks
    )
    return _section(phrasing.word("summary"), f'<ul class="tiles">{tiles}</ul>{protocols}')


def _exceptions(report: Report, phrasing: Phrasing) -> str:
    headings = ("level", "kind", "name", "item", "check", "finding", "since", "recurrence", "affects")
    return _table(
        [phrasing.word(key) for key in headings], (_exception(entry, phrasing) for entry in report.exceptions)
    )


def _exception(entry: Entry, phrasing: Phrasing) -> list[str]:
    subject, check = entry.subject, entry.check
    texts = (
        phrasing.word(subject.kind),
        subject.name,
        check.item,
        phrasing.check(check),
        phrasing.finding(check),
        phrasing.moment(check.since),
        phrasing.recurrence(entry.recurrence),
        phrasing.affected(entry),
    )
    return [_badge(check.level, phrasing), *map(_cell, texts)]


def _lines(entries: Sequence[Entry], phrasing: Phrasing) -> str:
    headings = ("kind", "name", "item", "check", "finding", "since")
    rows = (
        [
            _cell(text)
            for text in (
                phrasing.word(entry.subject.kind),
                entry.subject.name,
                entry.check.item,
                phrasing.check(entry.check),
                phrasing.finding(entry.check),
                phrasing.moment(entry.check.since),
            )
        ]
        for entry in entries
    )
    return _table([phrasing.word(key) for key in headings], rows)


def _checked(subject: Subject, phrasing: Phrasing) -> str:
    """Return everything that was checked of a subject."""
    return "<br>".join(
        f'<span class="{check.level.value}">{escape(phrasing.check(check))}</span> '
        f"{escape(check.item)} {escape(phrasing.finding(check))}"
        for check in subject.checks
    )


def _switches(switches: Sequence[Subject], phrasing: Phrasing) -> str:
    headings = ("level", "name", "model", "ports", "cpu", "memory", "temperature", "check")
    rows = (
        [
            _badge(switch.level, phrasing),
            _cell(switch.name),
            _cell(switch.detail),
            _cell(f"{_number(switch, 'ports_up')} / {_number(switch, 'ports_total')}"),
            _cell(_number(switch, "cpu_percent", "%")),
            _cell(_number(switch, "memory_percent", "%")),
            _cell(_number(switch, "temperature_c", "°C")),
            _checked(switch, phrasing),
        ]
        for switch in switches
    )
    return _table([phrasing.word(key) for key in headings], rows)


def _paths(paths: Sequence[Subject], phrasing: Phrasing) -> str:
    headings = (
        "level", "name", "group", "target", "way", "family", "loss", "latency", "p95", "certificate_days",
        "clock_offset", "check",
    )  # fmt: skip
    rows = (
        [
            _badge(path.level, phrasing),
            _cell(path.name),
            _cell(str(path.values.get("group") or "")),
            _cell(path.detail),
            _cell(phrasing.word(str(path.values.get("way") or ""))),
            _cell(phrasing.word(str(path.values.get("family") or ""))),
            _cell(_number(path, "loss_percent", "%")),
            _cell(_number(path, "latency_ms", "ms")),
            _cell(_number(path, "p95_ms", "ms")),
            _cell(_number(path, "certificate_days")),
            _cell(_number(path, "clock_offset_ms", "ms")),
            _checked(path, phrasing),
        ]
        for path in paths
    )
    return _table([phrasing.word(key) for key in headings], rows)


def _egresses(egresses: Sequence[Subject], phrasing: Phrasing) -> str:
    headings = ("level", "name", "speed", "contract", "peak_in", "peak_out", "peak_since", "check")
    rows = (
        [
            _badge(egress.level, phrasing),
            _cell(egress.name),
            *(_cell(bits_text(_value(egress, f"{name}_bps"))) for name in ("speed", "contract", "peak_in", "peak_out")),
            _cell(phrasing.moment(_value(egress, "peak_since"))),
            _checked(egress, phrasing),
        ]
        for egress in egresses
    )
    return _table([phrasing.word(key) for key in headings], rows)


def _signature(signature: Signature | None, phrasing: Phrasing) -> str:
    if signature is None:
        return f'<p>{escape(phrasing.word("not_signed"))}</p><p class="line"></p>'
    lines = (
        ("signed_by", signature.user),
        ("signed_at", phrasing.moment(signature.at)),
        ("remark", signature.remark),
    )
    return "".join(f"<p>{escape(phrasing.word(key))}: <b>{_cell(text)}</b></p>" for key, text in lines)


def _value(subject: Subject, name: str) -> float | None:
    value = subject.values.get(name)
    return None if isinstance(value, str) else value


def _number(subject: Subject, name: str, unit: str = "") -> str:
    return number_text(_value(subject, name), unit)
