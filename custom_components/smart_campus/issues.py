"""The repair issues of a site: created when a person can mend something, deleted when it is mended."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir

from .campuslink.errors import Problem
from .campuslink.profile.library import Library
from .const import DOMAIN

DATA_ENTRY: Final = "entry_id"
DATA_SUBENTRIES: Final = "subentry_ids"
"""Ids joined by commas: an issue's data holds plain values only."""

INVALID_PROFILE: Final = "invalid_profile"
MODEL_MISMATCH: Final = "model_mismatch"
UNREACHABLE: Final = "unreachable"
UNREACHABLE_LINE: Final = "unreachable_line"
TROUBLES: Final = ("missing_profile", "link_conflict", "duplicate_device", "damaged_settings")

MOST_NAMES = 10
"""Names an issue lists; the count tells the rest."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a device cannot be put into operation. Devices of one trouble share one issue."""

    key: str
    """One of `TROUBLES`."""
    subject: str
    """What it is about: the profile, the line, the key."""


@callback
def async_report_troubles(hass: HomeAssistant, entry: ConfigEntry, troubles: Mapping[str, Trouble]) -> None:
    """Make the issues say exactly which devices are not in operation. troubles: by subentry id."""
    groups: dict[Trouble, list[str]] = {}
    for subentry_id, trouble in troubles.items():
        groups.setdefault(trouble, []).append(subentry_id)
    wanted = {f"{trouble.key}_{entry.entry_id}_{trouble.subject}": trouble for trouble in groups}
    for issue in issues_of(hass, entry):
        if issue.translation_key in TROUBLES and issue.issue_id not in wanted:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    for issue_id, trouble in wanted.items():
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=False,
            severity=ir.IssueSeverity.ERROR,
            translation_key=trouble.key,
            translation_placeholders={"subject": trouble.subject, **describe_devices(entry, groups[trouble])},
            data={DATA_ENTRY: entry.entry_id},
        )


@callback
def async_report_mismatch(hass: HomeAssistant, entry: ConfigEntry, subentry_id: str, evidence: str) -> bool:
    """Say that a device answers unlike its model. Return whether that is news."""
    issue_id = f"{MODEL_MISMATCH}_{subentry_id}"
    is_known = ir.async_get(hass).async_get_issue(DOMAIN, issue_id) is not None
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=True,
        severity=ir.IssueSeverity.WARNING,
        translation_key=MODEL_MISMATCH,
        translation_placeholders={"evidence": evidence, **describe_devices(entry, [subentry_id])},
        data={DATA_ENTRY: entry.entry_id, DATA_SUBENTRIES: subentry_id},
    )
    return not is_known


@callback
def async_clear_mismatch(hass: HomeAssistant, subentry_id: str) -> None:
    """Take back that a device answers unlike its model."""
    ir.async_delete_issue(hass, DOMAIN, f"{MODEL_MISMATCH}_{subentry_id}")


@callback
def async_report_unreachable(hass: HomeAssistant, entry: ConfigEntry, line: str, subentry_ids: list[str]) -> None:
    """Say which devices of a line have been silent for long; none takes the issue back. It outlives a restart."""
    issue_id = f"{UNREACHABLE}_{entry.entry_id}_{line}"
    if not subentry_ids:
        ir.async_delete_issue(hass, DOMAIN, issue_id)
        return
    ir.async_create_issue(
        hass,
        DOMAIN,
        issue_id,
        is_fixable=True,
        is_persistent=True,
        severity=ir.IssueSeverity.ERROR,
        translation_key=UNREACHABLE if len(subentry_ids) == 1 else UNREACHABLE_LINE,
        translation_placeholders={"line": place_of(line), **describe_devices(entry, subentry_ids)},
        data={DATA_ENTRY: entry.entry_id, DATA_SUBENTRIES: ",".join(subentry_ids)},
    )


@callback
def async_report_rejected_profiles(hass: HomeAssistant, library: Library) -> None:
    """Say which of the installation's own profiles are not valid, with file and line of the first fault."""
    rejected = {f"{INVALID_PROFILE}_{file}": problems[0] for file, problems in library.rejected_own.items()}
    for issue in tuple(ir.async_get(hass).issues.values()):
        if issue.domain == DOMAIN and issue.translation_key == INVALID_PROFILE and issue.issue_id not in rejected:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)
    for issue_id, problem in rejected.items():
        ir.async_create_issue(
            hass,
            DOMAIN,
            issue_id,
            is_fixable=True,
            severity=ir.IssueSeverity.WARNING,
            translation_key=INVALID_PROFILE,
            translation_placeholders=describe_problem(problem),
        )


@callback
def async_delete_issues(hass: HomeAssistant, entry: ConfigEntry, *, persistent: bool) -> None:
    """Delete a site's issues. persistent: those too that outlive a restart."""
    for issue in issues_of(hass, entry):
        if persistent or not issue.is_persistent:
            ir.async_delete_issue(hass, DOMAIN, issue.issue_id)


def issues_of(hass: HomeAssistant, entry: ConfigEntry) -> tuple[ir.IssueEntry, ...]:
    """Return the issues of one site."""
    return tuple(
        issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN and issue.data and issue.data.get(DATA_ENTRY) == entry.entry_id
    )


def place_of(line: str) -> str:
    """Return what a person calls a line: host and port, or the serial port."""
    return line.partition(":")[2]


def describe_problem(problem: Problem) -> dict[str, str]:
    """Return the placeholders ``file``, ``line`` and ``problem`` for a fault in a profile."""
    said = f"{problem.key}: {problem.message}" if problem.key else problem.message
    return {"file": problem.file, "line": str(problem.line), "problem": said}


def describe_devices(entry: ConfigEntry, subentry_ids: Iterable[str]) -> dict[str, str]:
    """Return the placeholders ``site``, ``names`` and ``count`` for some devices of a site."""
    subentries = entry.subentries
    names = sorted(subentries[sid].title for sid in subentry_ids if sid in subentries)
    # Names may hold commas
    listed = "; ".join(names[:MOST_NAMES]) + (" …" if len(names) > MOST_NAMES else "")
    return {"site": entry.title, "names": listed, "count": str(len(names))}
