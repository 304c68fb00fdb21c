"""Several answers from one address are mostly one device: which of them stands for it, and what the others add."""

from collections.abc import Sequence
from dataclasses import replace

from ..model import Kind
from .finding import Finding, Service

_RECORDING = frozenset({Service.WEB, Service.EXTRON})


def fold(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return the findings of one address without those that show a device once more, in another way.

    Names and places that only such a one told go over to what is kept.
    """
    kept = [finding for place, finding in enumerate(findings) if _is_news(finding, findings, findings[:place])]
    if len(kept) == 1:
        kept = [_with_names(kept[0], findings)]
    return tuple(kept)


def _is_news(finding: Finding, all_of_it: Sequence[Finding], earlier: Sequence[Finding]) -> bool:
    others = [each for each in all_of_it if each is not finding]
    if any(_is_same(finding, each) for each in earlier):
        return False
    match finding.service:
        case Service.RTSP:
            # Recorders and their cameras have streams besides
            return not any(each.service in _RECORDING for each in others)
        case Service.SNMP if _kind_of(finding) is None or not finding.matches[0].is_exact:
            # Printers and projectors have agents; one that names no switch is no second device
            return not any(_names_itself(each) for each in others)
    return True


def _is_same(finding: Finding, other: Finding) -> bool:
    """Tell whether two findings are one device that speaks two protocols, or one at two ports."""
    if _kind_of(finding) is None or _kind_of(finding) is not _kind_of(other):
        return False
    if finding.service is not other.service:
        return Service.MODBUS not in {finding.service, other.service}
    serial = finding.identity.serial
    return bool(serial) and serial == other.identity.serial and finding.address == other.address


def _kind_of(finding: Finding) -> Kind | None:
    return finding.matches[0].profile.kind if finding.is_addable else None


def _names_itself(finding: Finding) -> bool:
    return finding.service is not Service.SNMP and _kind_of(finding) is not None


def _with_names(finding: Finding, others: Sequence[Finding]) -> Finding:
    return replace(
        finding,
        name=finding.name or next((each.name for each in others if each.name), ""),
        location=finding.location or next((each.location for each in others if each.location), ""),
        mac=finding.mac or next((each.mac for each in others if each.mac), ""),
    )
