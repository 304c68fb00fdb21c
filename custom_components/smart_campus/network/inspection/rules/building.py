"""From facts to a report."""

import uuid
from collections.abc import Sequence
from dataclasses import replace

from .facts import SiteFacts
from .judging import affected_by, judge_coverage, judge_device, judge_egress, judge_path, judge_switch
from .recurrence import PastInspection, find_recurrences
from .report import Report


def build_report(site: SiteFacts, past: Sequence[PastInspection] | None, report_id: str | None = None) -> Report:
    """Return the report of one inspection.

    past: earlier ones of the same site, in any order; None when they could not be read, which the report says.
    """
    affected = affected_by(site)
    subjects = (
        judge_coverage(site, has_past=past is not None),
        *map(judge_egress, site.egresses),
        *(judge_switch(switch, affected) for switch in site.switches),
        *map(judge_path, site.paths),
        *(judge_device(device, affected) for device in site.devices),
    )
    report = Report(
        id=report_id or uuid.uuid7().hex, site_id=site.site_id, site=site.site, at=site.at, subjects=subjects
    )
    keys = [entry.key for entry in report.exceptions]
    return replace(report, recurrences=find_recurrences(keys, site.at.date(), past or ()))
