"""When a port is in trouble, and when no longer."""

import json

import pytest

from custom_components.smart_campus.network.rules.port_health import FORGET_AFTER_S, PortHealth
from custom_components.smart_campus.network.rules.port_limits import PortFault, PortLimits
from custom_components.smart_campus.network.rules.port_sample import MOST_PORTS, by_port_key

from .port_streams import FAST, GIGABIT, Switch, port, said


def restarted(switch: Switch) -> Switch:
    """Return the switch after a restart, through a file."""
    again = Switch(PortHealth.from_json(json.loads(json.dumps(switch.health.to_json()))))
    again.at = switch.at
    return again


def test_port_without_trouble_is_never_mentioned() -> None:
    switch = Switch()

    switch.poll(port(), times=200)

    assert switch.said == []
    assert switch.health.findings == ()


def test_port_that_goes_up_and_down_at_the_polls_is_flapping() -> None:
    switch = Switch()

    for _ in range(5):
        switch.poll(port(oper_up=False))
        switch.poll(port())

    assert said(switch.said) == [("flapping", True)]
    assert switch.health.findings[0].value == 9


def test_changes_between_polls_count_twice_though_the_port_is_up_at_every_poll() -> None:
    switch = Switch()
    switch.poll(port(last_change_s=0.0))

    for poll in range(1, 4):
        switch.poll(port(last_change_s=poll * 60.0))
    assert switch.said == []
    switch.poll(port(last_change_s=240.0))

    assert said(switch.said) == [("flapping", True)]


def test_computer_that_starts_is_not_flapping() -> None:
    switch = Switch()
    switch.poll(port(oper_up=False))
    switch.poll(port())
    switch.poll(port(last_change_s=160.0))
    switch.poll(port(last_change_s=230.0))

    switch.poll(port(last_change_s=230.0), times=20)

    assert switch.said == []


def test_flapping_ends_when_the_window_is_quiet_again() -> None:
    switch = Switch()
    for change in range(8):
        switch.poll(port(last_change_s=float(change) * 60))
    assert switch.faults == ["flapping"]

    switch.poll(port(last_change_s=420.0), times=13)
    assert switch.faults == ["flapping"]
    switch.poll(port(last_change_s=420.0), times=2)

    assert said(switch.said) == [("flapping", True), ("flapping", False)]


def test_restart_of_the_switch_is_no_change_of_its_ports() -> None:
    switch = Switch()
    for restart in range(1, 20):
        switch.poll(port(last_change_s=10.0 + restart), uptime_s=60.0)
        switch.poll(port(last_change_s=10.0 + restart), uptime_s=120.0)

    assert switch.said == []


def test_port_that_a_person_shuts_and_opens_is_not_flapping() -> None:
    switch = Switch()
    for _ in range(20):
        switch.poll(port(admin_up=False, oper_up=False))
        switch.poll(port())

    assert switch.said == []


def test_shutting_a_port_ends_its_faults_at_once() -> None:
    switch = Switch()
    switch.poll(port(errors_per_s=10.0, full_duplex=False), times=20)
    assert set(switch.faults) == {"errors", "half_duplex"}

    switch.poll(port(admin_up=False, oper_up=False, errors_per_s=10.0))

    assert switch.faults == []
    assert {change.is_raised for change in switch.said[-2:]} == {False}


@pytest.mark.parametrize(("rate", "fault"), [("errors_per_s", "errors"), ("discards_per_s", "discards")])
def test_steady_errors_are_raised_within_the_window_and_cleared_after_it(rate: str, fault: str) -> None:
    limit = PortLimits().of(PortFault(fault))
    switch = Switch()
    switch.poll(port())

    switch.poll(port(**{rate: limit.raise_at / 60}), times=14)
    assert switch.faults == []
    switch.poll(port(**{rate: limit.raise_at / 60}))
    assert switch.faults == [fault]
    assert switch.health.findings[0].value == pytest.approx(limit.raise_at)
    switch.poll(port(), times=30)

    assert said(switch.said) == [(fault, True), (fault, False)]


def test_few_errors_are_no_fault() -> None:
    switch = Switch()

    switch.poll(port(errors_per_s=0.05), times=500)

    assert switch.said == []


def test_errors_between_the_thresholds_change_nothing() -> None:
    switch = Switch()
    switch.poll(port(errors_per_s=0.2), times=20)
    assert switch.faults == ["errors"]

    switch.poll(port(errors_per_s=0.05), times=500)

    assert switch.faults == ["errors"]


def test_mean_over_a_long_gap_is_not_counted_as_if_it_were_now() -> None:
    switch = Switch()
    switch.poll(port())

    switch.poll(port(errors_per_s=0.05), elapsed_s=86_400.0)

    assert switch.faults == []


def test_gigabit_port_at_100_megabit_is_raised_after_its_hold_time() -> None:
    switch = Switch()
    switch.poll(port())

    switch.poll(port(speed_bps=FAST), times=10)
    assert switch.faults == []
    switch.poll(port(speed_bps=FAST))

    finding = switch.health.findings[0]
    assert (finding.port, finding.fault, finding.value, finding.limit) == (
        "Gi1/0/8",
        PortFault.SPEED_DROPPED,
        FAST,
        GIGABIT,
    )


def test_speed_that_recovers_clears_the_fault() -> None:
    switch = Switch()
    switch.poll(port())
    switch.poll(port(speed_bps=FAST), times=11)

    switch.poll(port(), times=2)

    assert said(switch.said) == [("speed_dropped", True), ("speed_dropped", False)]


def test_port_that_is_slow_from_the_first_poll_is_raised_when_more_is_allowed() -> None:
    switch = Switch()

    switch.poll(port(speed_bps=FAST, allowed_bps=GIGABIT), times=11)

    assert switch.faults == ["speed_dropped"]


def test_peer_that_can_do_no_more_is_no_speed_drop() -> None:
    switch = Switch()
    switch.poll(port())

    switch.poll(port(speed_bps=FAST, allowed_bps=FAST), times=50)

    assert switch.said == []


def test_sleeping_computer_at_low_speed_is_no_fault() -> None:
    switch = Switch()
    switch.poll(port())

    switch.poll(port(speed_bps=1e7, full_duplex=False, in_bps=0.0), times=600)

    assert switch.said == []


def test_speed_drop_outlives_the_night_in_which_the_device_is_off() -> None:
    switch = Switch()
    switch.poll(port())
    switch.poll(port(speed_bps=FAST), times=11)

    switch.poll(port(oper_up=False, speed_bps=None), times=60 * 12)
    switch.poll(port(speed_bps=FAST), times=11)

    assert said(switch.said) == [("speed_dropped", True)]


def test_speed_drop_is_forgotten_when_the_port_stays_empty() -> None:
    switch = Switch()
    switch.poll(port())
    switch.poll(port(speed_bps=FAST), times=11)

    switch.poll(port(oper_up=False, speed_bps=None), times=4 * 24, elapsed_s=3600.0)

    assert said(switch.said) == [("speed_dropped", True), ("speed_dropped", False)]


def test_best_speed_can_be_forgotten_when_another_device_hangs_on_the_port() -> None:
    switch = Switch()
    switch.poll(port())
    switch.poll(port(speed_bps=FAST), times=11)

    switch.health.forget_best_speed("Gi1/0/8")
    switch.health.forget_best_speed("no such port")
    switch.poll(port(speed_bps=FAST), times=2)

    assert switch.faults == []


def test_half_duplex_is_raised_after_its_hold_time() -> None:
    switch = Switch()

    switch.poll(port(full_duplex=False), times=10)
    assert switch.faults == []
    switch.poll(port(full_duplex=False))

    assert switch.faults == ["half_duplex"]


def test_unknown_duplex_is_no_evidence_for_either() -> None:
    switch = Switch()
    switch.poll(port(full_duplex=False), times=11)

    switch.poll(port(full_duplex=None), times=100)

    assert switch.faults == ["half_duplex"]


def test_busy_port_is_raised_after_five_minutes_and_cleared_below_the_lower_threshold() -> None:
    switch = Switch()

    switch.poll(port(out_bps=0.95 * GIGABIT), times=6)
    assert switch.faults == ["high_utilisation"]
    switch.poll(port(out_bps=0.8 * GIGABIT), times=60)
    assert switch.faults == ["high_utilisation"]
    switch.poll(port(out_bps=0.7 * GIGABIT), times=6)

    assert switch.faults == []


@pytest.mark.parametrize(
    "idle", [port(oper_up=False, out_bps=GIGABIT), port(in_bps=None, out_bps=None), port(speed_bps=0.0)]
)
def test_port_without_a_rate_or_a_speed_is_not_busy(idle: object) -> None:
    switch = Switch()

    switch.poll(idle, times=20)  # type: ignore[arg-type]

    assert "high_utilisation" not in switch.faults


def test_virtual_ports_are_not_judged() -> None:
    switch = Switch()

    switch.poll(port(is_physical=False, errors_per_s=1e6, full_duplex=False), times=50)

    assert switch.said == []


def test_nothing_is_raised_while_the_start_settles_and_all_of_it_afterwards() -> None:
    switch = Switch()

    switch.poll(port(full_duplex=False, errors_per_s=1.0), times=20, may_raise=False)
    assert switch.said == []
    switch.poll(port(full_duplex=False, errors_per_s=1.0))

    assert sorted(switch.faults) == ["errors", "half_duplex"]


def test_restart_repeats_nothing_and_forgets_nothing() -> None:
    switch = Switch()
    switch.poll(port())
    switch.poll(port(speed_bps=FAST), times=11)

    again = restarted(switch)
    again.poll(port(speed_bps=FAST), times=50)

    assert again.said == []
    assert again.health.findings == switch.health.findings


def test_hold_time_goes_on_over_a_restart() -> None:
    switch = Switch()
    switch.poll(port())
    switch.poll(port(speed_bps=FAST), times=8)

    again = restarted(switch)
    again.poll(port(speed_bps=FAST), times=2)
    assert again.faults == []
    again.poll(port(speed_bps=FAST))

    assert again.faults == ["speed_dropped"]


def test_time_of_a_long_stop_is_not_taken_for_seen() -> None:
    switch = Switch()
    switch.poll(port(out_bps=0.5 * GIGABIT))
    limits = PortLimits.from_json({"high_utilisation": {"raise_after_s": 3600}})
    switch.health.limits = limits
    switch.poll(port(out_bps=0.95 * GIGABIT))

    again = Switch(PortHealth.from_json(switch.health.to_json(), limits))
    again.poll(port(out_bps=0.95 * GIGABIT), elapsed_s=7 * 86_400.0)

    assert again.faults == []


def test_flapping_over_a_restart_is_counted_together() -> None:
    switch = Switch()
    for change in range(4):
        switch.poll(port(last_change_s=float(change) * 60))

    again = restarted(switch)
    again.poll(port(last_change_s=400.0))

    assert again.faults == ["flapping"]


def test_clock_that_runs_backwards_counts_as_no_time() -> None:
    switch = Switch()
    switch.poll(port())

    switch.poll(port(speed_bps=FAST), times=100, elapsed_s=-3600.0)
    assert switch.faults == []
    switch.poll(port(speed_bps=FAST), times=10)

    assert switch.faults == ["speed_dropped"]


def test_port_keeps_its_faults_when_the_switch_numbers_its_ports_anew() -> None:
    switch = Switch()
    switch.poll(port(full_duplex=False), times=11)

    switch.poll(port(if_index=10_008, full_duplex=False))

    assert switch.faults == ["half_duplex"]


def test_port_that_left_the_table_keeps_its_faults_for_a_week() -> None:
    switch = Switch()
    switch.poll(port(full_duplex=False), port(if_index=9, name="Gi1/0/9"), times=11)

    switch.poll(port(if_index=9, name="Gi1/0/9"), elapsed_s=FORGET_AFTER_S)
    assert switch.faults == ["half_duplex"]
    switch.poll(port(if_index=9, name="Gi1/0/9"))

    assert said(switch.said) == [("half_duplex", True), ("half_duplex", False)]


def test_names_that_change_with_every_poll_fill_no_memory() -> None:
    switch = Switch()
    for poll in range(4):
        switch.poll(*(port(if_index=index, name=f"{poll}/{index}") for index in range(2000)))

    assert len(switch.health.to_json()["ports"]) <= MOST_PORTS


def test_ports_that_share_a_name_are_kept_apart_by_index() -> None:
    keyed = by_port_key([port(name="x" * 10_000 + "1"), port(if_index=9, name="x" * 10_000 + "2"), port(name=" \x00 ")])

    assert list(keyed) == ["x" * 64 + "#8", "x" * 64 + "#9", "#8"]


def test_damaged_memory_of_one_port_leaves_the_others() -> None:
    switch = Switch()
    switch.poll(port(full_duplex=False), port(if_index=9, name="Gi1/0/9", full_duplex=False), times=11)
    data = switch.health.to_json()
    data["ports"]["Gi1/0/9"] = {"s": ["?"]}

    health = PortHealth.from_json(data)

    assert [finding.port for finding in health.findings] == ["Gi1/0/8"]


@pytest.mark.parametrize(
    "damage",
    [
        None,
        [],
        {"ports": []},
        {"ports": {"a": None}},
        {"ports": {"a": {"s": [1, 1, None, 0, 0, 0], "c": [[-5, 1]]}}},
        {"ports": {"a": {"s": [1, 1, None, 0, 0, 0], "f": {"unknown": [0, 0, 0, 0]}}}},
    ],
)
def test_damaged_file_begins_anew(damage: object) -> None:
    assert PortHealth.from_json(damage).to_json() == {"uptime_s": None, "ports": {}}


def test_limits_take_what_is_a_number_and_keep_thresholds_in_order() -> None:
    limits = PortLimits.from_json(
        {
            "window_s": "soon",
            "errors": {"raise_at": 0.5, "clear_after_s": True},
            "discards": 7,
            "flapping": {"raise_at": -1},
        }
    )

    assert limits.window_s == 900
    assert (limits.errors.raise_at, limits.errors.clear_at, limits.errors.clear_after_s) == (0.5, 0.5, 900)
    assert limits.discards == PortLimits().discards
    assert limits.flapping == PortLimits().flapping
