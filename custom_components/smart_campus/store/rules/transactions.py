"""Appends written to the database: all together, or one by one when one of them spoils the rest."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from .database import Database, describe, is_outage
from .jobs import Append
from .part import Anchors, StorePart


@dataclass(slots=True)
class Written:
    """What became of some appends. Those neither refused nor left are in the database."""

    anchors: dict[str, str] = field(default_factory=dict)
    refused: dict[Append, str] = field(default_factory=dict)
    """Appends the database takes by no means, with what it said."""
    left: Sequence[Append] = ()
    """Appends not tried, or not known to be written, because the database went away."""
    outage: Exception | None = None


def write(database: Database, part: StorePart, jobs: Sequence[Append], anchors: Anchors) -> Written:
    """Write appends in one transaction; when the database refuses that, each in its own."""
    try:
        return Written(dict(_apply(database, part, jobs, anchors)))
    except Exception as err:  # noqa: BLE001 - a driver or payload may raise anything; no row may be lost by it
        if is_outage(err):
            return Written(left=jobs, outage=err)
    return _write_alone(database, part, jobs, anchors)


def _write_alone(database: Database, part: StorePart, jobs: Sequence[Append], anchors: Anchors) -> Written:
    written = Written()
    for number, job in enumerate(jobs):
        try:
            written.anchors |= _apply(database, part, [job], {**anchors, **written.anchors})
        except Exception as err:  # noqa: BLE001 - as above
            if is_outage(err):
                written.left, written.outage = jobs[number:], err
                break
            written.refused[job] = describe(err, database.location)
    return written


def _apply(database: Database, part: StorePart, jobs: Sequence[Append], anchors: Anchors) -> Anchors:
    with database.writing() as connection:
        return part.apply(connection, [payload for job in jobs for payload in job.payloads], anchors)
