"""Hold-off and hysteresis: over restarts, and clocks that are set."""

import json

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.alerts.rules.holds import Holds, Verdict


class Watch:
    """One fault with a hold of 60 s and a hysteresis of 30 s."""

    def __init__(self) -> None:
        self.holds = Holds()
        self.is_raised = False
        self.now = 1_000.0

    def see(self, is_wrong: bool | None, after_s: float = 0.0) -> Verdict | None:
        self.now += after_s
        verdict = self.holds.observe(
            "k", is_wrong=is_wrong, is_raised=self.is_raised, hold_s=60, clear_s=30, now=self.now
        )
        if verdict is not None:
            self.is_raised = verdict is Verdict.RAISE
        return verdict

    def restart(self, away_s: float = 0.0) -> None:
        stored = json.loads(json.dumps(self.holds.to_json()))
        self.now += away_s
        self.holds = Holds.from_json(stored, self.now)


def test_fault_is_raised_when_it_lasted_and_cleared_when_it_was_over_for_a_while() -> None:
    watch = Watch()
    assert [watch.see(True), watch.see(True, 59), watch.see(True, 1)] == [None, None, Verdict.RAISE]
    assert [watch.see(False), watch.see(True, 29), watch.see(False, 5)] == [None, None, None]
    assert [watch.see(False, 29), watch.see(False, 1)] == [None, Verdict.CLEAR]


def test_restart_neither_begins_the_hold_anew_nor_forgets_it() -> None:
    watch = Watch()
    watch.see(True)
    watch.restart(away_s=50)
    assert watch.see(True, 9) is None
    assert watch.see(True, 1) is Verdict.RAISE
    watch.see(False)
    watch.restart(away_s=40)
    assert watch.see(False) is Verdict.CLEAR


def test_clock_set_far_back_over_a_restart_holds_a_fault_no_longer_than_its_hold() -> None:
    watch = Watch()
    watch.see(True)
    watch.restart(away_s=-1_000_000)
    assert [watch.see(True, 59), watch.see(True, 1)] == [None, Verdict.RAISE]


def test_clock_set_while_running_moves_the_deadlines() -> None:
    watch = Watch()
    watch.see(True)
    watch.now += 86_400
    watch.holds.move(86_400)
    assert [watch.see(True, 59), watch.see(True, 1)] == [None, Verdict.RAISE]


def test_what_cannot_be_told_changes_nothing() -> None:
    watch = Watch()
    watch.see(True)
    assert watch.see(None, 1_000) is None
    watch.is_raised = True
    assert watch.see(None, 1_000) is None


def test_fault_that_a_person_says_is_over_is_raised_again_no_sooner() -> None:
    watch = Watch()
    watch.holds.postpone("k", watch.now + 900, watch.now)
    watch.restart()
    assert [watch.see(True, 899), watch.see(True, 1), watch.see(True, 60)] == [None, None, Verdict.RAISE]


def test_fault_that_was_really_over_meanwhile_counts_anew() -> None:
    watch = Watch()
    watch.holds.postpone("k", watch.now + 900, watch.now)
    watch.see(False, 10)
    assert [watch.see(True), watch.see(True, 60)] == [None, Verdict.RAISE]


plain = st.none() | st.booleans() | st.integers() | st.text()
damaged = st.recursive(plain, lambda each: st.lists(each) | st.dictionaries(st.text(), each))


@given(damaged)
def test_damaged_memory_is_taken_for_none(data: object) -> None:
    holds = Holds.from_json({"raise": data, "clear": {"k": data}, "hushed": data}, 0.0)
    assert Holds.from_json(data, 0.0).to_json().keys() == holds.to_json().keys()


@given(st.lists(st.tuples(st.sampled_from([True, False, None]), st.floats(0, 100)), max_size=40))
def test_raise_and_clear_alternate_whatever_is_seen(seen: list[tuple[bool | None, float]]) -> None:
    watch = Watch()
    verdicts = [verdict for is_wrong, after in seen if (verdict := watch.see(is_wrong, after)) is not None]
    assert verdicts == [Verdict.RAISE if index % 2 == 0 else Verdict.CLEAR for index in range(len(verdicts))]
