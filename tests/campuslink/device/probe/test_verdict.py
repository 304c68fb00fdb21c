"""When a path is good, degraded or failing, and how long a state is held."""

import pytest

from campuslink.device.probe.verdict import HeldVerdict, PathState, Verdict, judge
from campuslink.device.probe.window import Window
from campuslink.link.probe.measurement import Measurement, Reason

from .rounds import DEAD, GOOD, ping, target

OK = Verdict(PathState.OK)
FAILING = Verdict(PathState.FAILING, (Reason.NO_ANSWER,))
DEGRADED = Verdict(PathState.DEGRADED, (Reason.LOSS,))
EXPIRED = Verdict(PathState.DEGRADED, (Reason.CERTIFICATE_EXPIRED,))
UNKNOWN = Verdict(PathState.UNKNOWN, (Reason.NOT_PERMITTED,))


def judged(*rounds: Measurement, **limits: float | None) -> Verdict:
    window = Window()
    for each in rounds:
        window.add(each)
    return judge(target(thresholds=limits), rounds[-1], window)


def held(*verdicts: Verdict, rounds: int = 2) -> list[PathState]:
    holding = HeldVerdict(rounds)
    states = []
    for at, each in enumerate(verdicts):
        holding.take(each, float(at))
        states.append(holding.verdict.state)
    return states


@pytest.mark.parametrize(
    ("rounds", "limits", "verdict"),
    [
        ([GOOD], {}, OK),
        ([DEAD], {}, FAILING),
        ([ping(1, 1, 1, 1)], {}, DEGRADED),
        ([ping(1, 1, 1, 1)], {"loss_percent": 21}, OK),
        ([ping(1, 1, 1, 1)], {"loss_percent": None}, OK),
        ([GOOD], {"loss_percent": 0}, OK),
        ([ping(9, 9, 9, 9, 9)], {"latency_ms": 9}, OK),
        ([ping(9, 9, 9, 9, 9)], {"latency_ms": 8.9}, Verdict(PathState.DEGRADED, (Reason.LATENCY,))),
        ([ping(1, 1, 1, 500, 500)], {"latency_ms": 8.9}, OK),
        ([Measurement(at=0, offset_ms=-501)], {}, Verdict(PathState.DEGRADED, (Reason.CLOCK_OFFSET,))),
        ([Measurement(at=0, offset_ms=500)], {}, OK),
        ([Measurement(at=0, days_left=13.9)], {}, Verdict(PathState.DEGRADED, (Reason.CERTIFICATE_EXPIRES,))),
        ([Measurement(at=0, days_left=14)], {}, OK),
        ([Measurement(at=0, days_left=-1)], {"days_left": None}, EXPIRED),
        ([Measurement(at=0, reason=Reason.LOCAL_FAULT)], {}, Verdict(PathState.UNKNOWN, (Reason.LOCAL_FAULT,))),
    ],
    ids=str,
)
def test_thresholds_decide(rounds: list[Measurement], limits: dict[str, float | None], verdict: Verdict) -> None:
    assert judged(*rounds, **limits) == verdict


def test_every_threshold_that_is_crossed_is_named() -> None:
    both = Measurement(at=0, days_left=1, latency_ms=50)
    assert judged(both, latency_ms=10).reasons == (Reason.CERTIFICATE_EXPIRES, Reason.LATENCY)


S = PathState


@pytest.mark.parametrize(
    ("verdicts", "states"),
    [
        ([OK], [S.OK]),
        ([FAILING, FAILING], [S.UNKNOWN, S.FAILING]),
        ([FAILING, OK], [S.UNKNOWN, S.OK]),
        ([OK, FAILING, OK, FAILING], [S.OK] * 4),
        ([OK, FAILING, FAILING], [S.OK, S.OK, S.FAILING]),
        ([FAILING, FAILING, OK, OK], [S.UNKNOWN, S.FAILING, S.FAILING, S.OK]),
        ([OK, FAILING, DEGRADED], [S.OK, S.OK, S.DEGRADED]),
        ([OK, UNKNOWN, UNKNOWN], [S.OK, S.OK, S.UNKNOWN]),
    ],
    ids=[
        "good at once",
        "bad at start",
        "never bad",
        "single rounds",
        "failed",
        "recovered",
        "either way",
        "unable",
    ],
)
def test_state_changes_when_two_rounds_in_a_row_disagree(verdicts: list[Verdict], states: list[PathState]) -> None:
    assert held(*verdicts) == states


def test_number_of_rounds_can_be_chosen() -> None:
    assert held(OK, FAILING, rounds=1) == [S.OK, S.FAILING]
    assert held(OK, FAILING, FAILING, FAILING, rounds=3)[1:] == [S.OK, S.OK, S.FAILING]


def test_state_begins_when_it_is_taken_for_true() -> None:
    holding = HeldVerdict()
    turns = [holding.take(each, at) for each, at in ((OK, 10.0), (FAILING, 20.0), (FAILING, 30.0), (FAILING, 40.0))]
    assert (turns, holding.at) == ([True, False, True, False], 30.0)


def test_reasons_follow_while_the_state_stays() -> None:
    holding = HeldVerdict(1)
    holding.take(FAILING, 0.0)
    other = Verdict(PathState.FAILING, (Reason.REFUSED,))
    assert not holding.take(other, 1.0)
    assert holding.verdict == other
