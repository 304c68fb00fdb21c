"""A report as a CSV file: one line a check, so that it can be sorted and counted."""

from collections.abc import Iterator
from typing import Final

from ....store.rules.sheet import csv_lines
from .phrasing import Phrasing
from .report import Entry, Report
from .signature import Signature

COLUMNS: Final = (
    "inspected_at", "site", "level", "kind", "name", "detail", "item", "check", "finding", "since", "recurrence",
    "affects", "signed_by", "remark",
)  # fmt: skip


def list_report(report: Report, phrasing: Phrasing, signature: Signature | None = None) -> Iterator[str]:
    """Yield the lines of the file: the exceptions first, then everything else that was checked."""
    exceptions = report.exceptions
    others = [entry for entry in report.entries() if not entry.check.level.is_exception]
    signed = (signature.user, signature.remark) if signature else ("", "")
    rows = ((*_cells(report, entry, phrasing), *signed) for entry in (*exceptions, *others))
    return csv_lines([phrasing.word(column) for column in COLUMNS], rows)


def _cells(report: Report, entry: Entry, phrasing: Phrasing) -> tuple[str, ...]:
    subject, check = entry.subject, entry.check
    return (
        phrasing.moment(report.at),
        report.site,
        phrasing.word(check.level),
        phrasing.word(subject.kind),
        subject.name,
        subject.detail,
        check.item,
        phrasing.check(check),
        phrasing.finding(check),
        phrasing.moment(check.since) if check.since is not None else "",
        phrasing.recurrence(entry.recurrence) if check.level.is_exception else "",
        phrasing.affected(entry, most=1_000),
    )
