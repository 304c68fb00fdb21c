"""What holds for any stream of port tables."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from custom_components.smart_campus.network.rules.port_health import FaultChange, PortHealth
from custom_components.smart_campus.network.rules.port_memory import SLICES, Tally
from custom_components.smart_campus.network.rules.port_sample import MOST_PORTS, PortSample, by_port_key
from custom_components.smart_campus.network.rules.text import MOST_TEXT, clean_text

NUMBERS = st.none() | st.floats(0, 1e10, allow_nan=False)
SAMPLES = st.builds(
    PortSample,
    if_index=st.integers(1, 4),
    name=st.sampled_from(["Gi1/0/1", "Gi1/0/2", "", "\x1b[31m"]),
    admin_up=st.sampled_from([True, True, True, False]),
    oper_up=st.booleans(),
    speed_bps=st.sampled_from([None, 0.0, 1e7, 1e8, 1e9]),
    allowed_bps=st.sampled_from([None, 1e9]),
    full_duplex=st.none() | st.booleans(),
    last_change_s=NUMBERS,
    errors_per_s=st.none() | st.floats(0, 10),
    discards_per_s=st.none() | st.floats(0, 10),
    in_bps=NUMBERS,
    out_bps=NUMBERS,
)
POLLS = st.lists(
    st.tuples(st.lists(SAMPLES, max_size=4), st.floats(-1000, 20_000), st.booleans(), st.booleans()), max_size=25
)


@given(POLLS)
def test_restart_at_any_moment_changes_nothing(polls: list[tuple[list[PortSample], float, bool, bool]]) -> None:
    through, restarted = PortHealth(), PortHealth()
    at = 0.0
    for samples, elapsed_s, may_raise, restarts in polls:
        at += 60
        if restarts:
            restarted = PortHealth.from_json(json.loads(json.dumps(restarted.to_json())))
        expected = through.update(by_port_key(samples), elapsed_s=elapsed_s, at=at, may_raise=may_raise)
        assert restarted.update(by_port_key(samples), elapsed_s=elapsed_s, at=at, may_raise=may_raise) == expected
        assert restarted.findings == through.findings


@given(POLLS)
def test_every_fault_is_raised_and_cleared_in_turn(
    polls: list[tuple[list[PortSample], float, bool, bool]],
) -> None:
    health = PortHealth()
    raised: set[tuple[str, str]] = set()
    for samples, elapsed_s, may_raise, _ in polls:
        for change in health.update(by_port_key(samples), elapsed_s=elapsed_s, at=1.0, may_raise=may_raise):
            key = (change.finding.port, change.finding.fault.value)
            assert (key in raised) is not change.is_raised
            raised ^= {key}
        assert {(item.port, item.fault.value) for item in health.findings} == raised


@given(st.lists(SAMPLES, max_size=4), st.integers(1, 40))
def test_nothing_is_raised_before_it_may(samples: list[PortSample], polls: int) -> None:
    health = PortHealth()
    said: list[FaultChange] = []
    for _ in range(polls):
        said += health.update(by_port_key(samples), elapsed_s=60.0, at=1.0, may_raise=False)

    assert said == []


@settings(max_examples=20)
@given(st.lists(st.tuples(st.floats(0.01, 500), st.floats(0, 100)), min_size=200, max_size=400))
def test_tally_is_small_and_never_above_what_was_counted(parts: list[tuple[float, float]]) -> None:
    tally = Tally()
    now = 0.0
    for step_s, amount in parts:
        now += step_s
        tally.add(now, amount, 900.0)

    assert len(tally.parts) <= SLICES + 1
    assert tally.total <= sum(amount for _, amount in parts) + 1e-6


@given(st.text(max_size=40), st.integers(0, 10_000))
def test_cleaned_text_is_short_and_printable(text: str, copies: int) -> None:
    cleaned = clean_text(text * copies)

    assert len(cleaned) <= MOST_TEXT
    assert cleaned.isprintable()
    assert cleaned == clean_text(cleaned)


@given(st.lists(st.tuples(st.integers(1, 12), st.text("a#1", max_size=4)), max_size=50, unique=True))
def test_no_port_is_lost_to_another_of_its_name(ports: list[tuple[int, str]]) -> None:
    unique = dict(ports)
    samples = [PortSample(if_index=index, name=name) for index, name in unique.items()]

    keyed = by_port_key(samples)

    assert len(keyed) <= MOST_PORTS
    assert {sample.if_index for sample in keyed.values()} == set(unique)
