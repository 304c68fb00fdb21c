"""What the facts mean: who has to do something, and what is only a consequence."""

from datetime import timedelta
from typing import Any

import pytest

from custom_components.smart_campus.network.inspection.rules.building import build_report
from custom_components.smart_campus.network.inspection.rules.facts import DeviceFacts, Outage, SiteFacts
from custom_components.smart_campus.network.inspection.rules.report import Level, Report, SubjectKind

from .facts import AT, EARLIER, WORST, egress, path, port, site, switch


def levels(report: Report, kind: SubjectKind) -> dict[str, Level]:
    """Return the level of each check of a kind, by check and port."""
    return {
        f"{entry.check.id}{f' {entry.check.item}' if entry.check.item else ''}": entry.check.level
        for entry in report.entries()
        if entry.subject.kind is kind
    }


def inspect(**values: Any) -> Report:
    return build_report(site(**values), ())


def test_exceptions_come_the_worst_first_with_what_hangs_on_them() -> None:
    report = build_report(WORST, ())

    told = [(entry.subject.name, entry.check.id, entry.check.level) for entry in report.exceptions]
    assert told == [
        ("SW2", "reachable", Level.CRITICAL),
        ("Gate north", "reachable", Level.CRITICAL),
        ("P2", "path", Level.CRITICAL),
        ("Library", "ipv6", Level.CRITICAL),
        ("SW1", "port_errors", Level.WARNING),
        ("SW1", "port_flapping", Level.WARNING),
        ("CORE XGE1/0/1", "egress_use", Level.WARNING),
        ("P3", "certificate", Level.WARNING),
        ("P4", "clock", Level.WARNING),
        ("P5", "path", Level.WARNING),
    ]
    assert report.exceptions[0].check.affects == ("Projector 101", "SW3")


def test_what_hangs_on_something_out_of_order_is_no_exception_of_its_own() -> None:
    dependent = build_report(WORST, ()).at_level(Level.DEPENDENT)

    assert [(entry.subject.name, entry.check.values["cause"]) for entry in dependent] == [
        ("SW3", "SW2"),
        ("Projector 101", "SW2"),
    ]


def test_every_switch_and_path_is_in_the_report() -> None:
    report = build_report(WORST, ())

    assert {subject.key for subject in report.of_kind(SubjectKind.SWITCH)} == {"sw1", "sw2", "sw3", "sw4", "sw5"}
    assert {subject.key for subject in report.of_kind(SubjectKind.PATH)} == {"p1", "p2", "p3", "p4", "p5"}
    assert all(subject.checks for subject in report.subjects)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"reachable": Level.OK, "ports": Level.OK}),
        ({"is_reachable": None}, {"reachable": Level.UNKNOWN}),
        ({"is_reachable": False}, {"reachable": Level.CRITICAL}),
        ({"is_reachable": False, "outage": Outage(in_maintenance=True, cause="x")}, {"reachable": Level.PLANNED}),
        ({"ports_total": None}, {"reachable": Level.OK, "ports": Level.UNKNOWN}),
        ({"ports": (port(),)}, {"reachable": Level.OK, "port_flapping GE1/0/1": Level.WARNING}),
        ({"ports": (port(in_maintenance=True),)}, {"reachable": Level.OK, "port_flapping GE1/0/1": Level.PLANNED}),
        ({"fan_problem": True}, {"reachable": Level.OK, "ports": Level.OK, "fans": Level.WARNING}),
        ({"power_supply_problem": True}, {"reachable": Level.OK, "ports": Level.OK, "power_supplies": Level.CRITICAL}),
        ({"fan_problem": False}, {"reachable": Level.OK, "ports": Level.OK, "fans": Level.OK}),
        ({"cpu_percent": 90.0}, {"reachable": Level.OK, "ports": Level.OK, "cpu": Level.WARNING}),
        ({"memory_percent": 89.9}, {"reachable": Level.OK, "ports": Level.OK, "memory": Level.OK}),
    ],
)
def test_switch_is_judged_by_what_it_tells(values: dict[str, Any], expected: dict[str, Level]) -> None:
    assert levels(inspect(switches=(switch(**values),)), SubjectKind.SWITCH) == expected


def test_unreachable_switch_is_not_judged_by_what_it_said_before() -> None:
    report = inspect(switches=(switch(is_reachable=False, fan_problem=True, cpu_percent=99.0, ports=(port(),)),))

    (subject,) = report.of_kind(SubjectKind.SWITCH)
    assert [check.id for check in subject.checks] == ["reachable"]
    assert subject.values == {}


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {"path": Level.OK}),
        ({"state": "unknown"}, {"path": Level.UNKNOWN}),
        ({"state": "degraded", "reasons": ("latency",)}, {"path": Level.WARNING}),
        ({"state": "failing", "reasons": ("no_answer",)}, {"path": Level.CRITICAL}),
        ({"state": "failing", "outage": Outage(cause="sw2", cause_name="SW2")}, {"path": Level.DEPENDENT}),
        ({"state": "failing", "outage": Outage(in_maintenance=True)}, {"path": Level.PLANNED}),
        ({"way": "https", "certificate_days": 200.0}, {"path": Level.OK, "certificate": Level.OK}),
        ({"way": "https", "certificate_days": 13.9}, {"path": Level.OK, "certificate": Level.WARNING}),
        ({"way": "https", "certificate_days": None}, {"path": Level.OK, "certificate": Level.UNKNOWN}),
        (
            {"way": "https", "certificate_days": -2.0, "state": "failing", "reasons": ("certificate_expired",)},
            {"path": Level.OK, "certificate": Level.CRITICAL},
        ),
        (
            {"way": "https", "certificate_days": 3.0, "state": "degraded", "reasons": ("certificate_expires", "loss")},
            {"path": Level.WARNING, "certificate": Level.WARNING},
        ),
        ({"way": "https", "state": "failing", "reasons": ("tls_failed",)}, {"path": Level.CRITICAL}),
        ({"way": "ntp", "clock_offset_ms": 499.0}, {"path": Level.OK, "clock": Level.OK}),
        (
            {"way": "ntp", "clock_offset_ms": -501.0, "state": "degraded", "reasons": ("clock_offset",)},
            {"path": Level.OK, "clock": Level.WARNING},
        ),
        ({"way": "ntp", "state": "failing", "reasons": ("no_answer",)}, {"path": Level.CRITICAL}),
    ],
)
def test_path_is_judged_with_its_certificate_and_clock_and_nothing_is_said_twice(
    values: dict[str, Any], expected: dict[str, Level]
) -> None:
    assert levels(inspect(paths=(path(**values),)), SubjectKind.PATH) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, (Level.OK, Level.OK, Level.OK)),
        ({"speed_bps": 1e8}, (Level.OK, Level.CRITICAL, Level.OK)),
        ({"speed_bps": 1e9}, (Level.OK, Level.OK, Level.OK)),
        ({"speed_bps": 1e9, "contract_bps": 2e9}, (Level.OK, Level.CRITICAL, Level.OK)),
        ({"peak_out_bps": 9.1e8}, (Level.OK, Level.OK, Level.WARNING)),
        ({"peak_out_bps": 9.1e8, "contract_bps": 2e9}, (Level.OK, Level.OK, Level.OK)),
        ({"peak_in_bps": None, "peak_out_bps": None, "speed_bps": None}, (Level.OK, Level.UNKNOWN, Level.UNKNOWN)),
        ({"is_up": False}, (Level.CRITICAL,)),
        ({"is_up": None}, (Level.UNKNOWN,)),
    ],
)
def test_egress_is_held_against_its_contract_of_one_gigabit_unless_another_is_set(
    values: dict[str, Any], expected: tuple[Level, ...]
) -> None:
    assert tuple(levels(inspect(egresses=(egress(**values),)), SubjectKind.EGRESS).values()) == expected


@pytest.mark.parametrize(
    ("paths", "expected"),
    [
        ((), Level.UNKNOWN),
        ((path(family="any"),), Level.UNKNOWN),
        ((path(family="ipv6", state="unknown"),), Level.UNKNOWN),
        ((path(family="ipv6"), path("p2", family="ipv6", state="failing")), Level.OK),
        ((path(family="ipv6", state="failing"), path("p2", family="ipv6", state="failing")), Level.CRITICAL),
    ],
)
def test_protocol_is_down_when_no_path_over_it_works(paths: tuple[Any, ...], expected: Level) -> None:
    assert levels(inspect(paths=paths), SubjectKind.SITE)["ipv6"] is expected


def test_site_without_egress_or_switches_says_what_was_not_checked() -> None:
    report = inspect()

    assert {entry.check.id for entry in report.at_level(Level.UNKNOWN)} == {
        "ipv4", "ipv6", "egress_chosen", "switches_known",
    }  # fmt: skip
    assert report.exceptions == ()


def test_report_survives_its_trip_through_json() -> None:
    report = build_report(WORST, ())

    assert Report.from_json(report.to_json()) == report


def test_older_trouble_comes_before_newer_of_the_same_weight() -> None:
    devices = (
        DeviceFacts(key="new", name="A", outage=Outage(since=EARLIER + 60)),
        DeviceFacts(key="old", name="B", outage=Outage(since=EARLIER)),
    )
    facts = SiteFacts(site_id="s", site="S", at=AT + timedelta(0), devices=devices)

    assert [entry.subject.key for entry in build_report(facts, ()).exceptions] == ["old", "new"]
