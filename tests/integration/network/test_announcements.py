"""One fault is told once."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.network.rules.announcements import Announcement, Announcements
from custom_components.smart_campus.network.rules.root_cause import Cause


class Desk:
    """Where announcements arrive."""

    def __init__(self) -> None:
        self.book = Announcements(hold_s=60.0)
        self.now = 0.0

    def look(
        self, *, down: dict[str, str] | None = None, up: str = "", hushed: str = "", after_s: float = 60.0
    ) -> tuple[Announcement, ...]:
        """Let time pass and look; down: culprit by thing; up and hushed: one letter a thing."""
        self.now += after_s
        down = down or {}
        return self.book.update(
            unreachable=dict.fromkeys(down, 5.0),
            reachable=set(up),
            causes={thing: Cause(thing, culprit) for thing, culprit in down.items()},
            hushed=set(hushed),
            now=self.now,
        )

    def restart(self) -> None:
        self.book = Announcements.from_json(json.loads(json.dumps(self.book.to_json())))
        self.now = 0.0


def test_unreachable_thing_is_told_once_after_the_hold_time() -> None:
    desk = Desk()
    assert desk.look(down={"a": "a"}) == ()
    assert desk.look(down={"a": "a"}, after_s=59) == ()

    assert desk.look(down={"a": "a"}, after_s=1) == (
        Announcement(thing="a", culprit="a", since=5.0, is_unreachable=True),
    )
    assert desk.look(down={"a": "a"}) == ()


def test_thing_that_comes_back_within_the_hold_time_is_never_told() -> None:
    desk = Desk()
    for _ in range(10):
        assert desk.look(down={"a": "a"}, after_s=30) == ()
        assert desk.look(up="a", after_s=30) == ()


def test_end_is_told_with_the_cause_it_had() -> None:
    desk = Desk()
    desk.look(down={"b": "a"})
    desk.look(down={"b": "a"})

    assert desk.look(up="b") == (Announcement(thing="b", culprit="a", since=5.0, is_unreachable=False, is_root=False),)
    assert desk.look(up="b") == ()


def test_thing_that_stays_unreachable_when_its_cause_is_well_again_becomes_a_cause_of_its_own() -> None:
    desk = Desk()
    desk.look(down={"a": "a", "b": "a"})
    assert [item.is_root for item in desk.look(down={"a": "a", "b": "a"})] == [True, False]

    told = desk.look(down={"b": "b"}, up="a")

    assert [(item.thing, item.is_unreachable, item.is_first, item.is_root) for item in told] == [
        ("a", False, True, True),
        ("b", True, False, True),
    ]
    assert desk.look(down={"b": "b"}) == ()


def test_planned_work_is_silent_and_told_when_it_is_over_and_the_fault_is_not() -> None:
    desk = Desk()
    for _ in range(10):
        assert desk.look(down={"a": "a"}, hushed="a") == ()

    assert [item.thing for item in desk.look(down={"a": "a"})] == ["a"]


def test_restart_repeats_nothing() -> None:
    desk = Desk()
    desk.look(down={"a": "a"})
    desk.look(down={"a": "a"})

    desk.restart()
    for _ in range(5):
        assert desk.look(down={"a": "a"}) == ()

    assert [item.is_unreachable for item in desk.look(up="a")] == [False]


def test_thing_that_is_not_known_yet_after_a_restart_stays_told() -> None:
    desk = Desk()
    desk.look(down={"a": "a"})
    desk.look(down={"a": "a"})

    desk.restart()
    assert desk.look() == ()

    assert desk.book.told == {"a"}


def test_what_left_the_installation_is_forgotten() -> None:
    desk = Desk()
    desk.look(down={"a": "a", "b": "b"})
    desk.look(down={"a": "a", "b": "b"})

    desk.book.keep_only(["b"])

    assert [item.thing for item in desk.look(up="ab")] == ["b"]


@pytest.mark.parametrize("damage", [None, [], {"a": 1, "b": ["x"]}])
def test_damaged_file_begins_anew(damage: object) -> None:
    assert Announcements.from_json(damage).told == frozenset()


LOOKS = st.lists(
    st.tuples(
        st.dictionaries(st.sampled_from("abc"), st.sampled_from("abc")),
        st.sets(st.sampled_from("abc")),
        st.sets(st.sampled_from("abc")),
        st.floats(0, 200),
        st.booleans(),
    ),
    max_size=30,
)


@given(LOOKS)
def test_each_thing_is_told_in_turn_and_as_a_root_at_most_once(
    looks: list[tuple[dict[str, str], set[str], set[str], float, bool]],
) -> None:
    desk = Desk()
    known: set[str] = set()
    roots: set[str] = set()
    for down, up, hushed, after_s, restarts in looks:
        if restarts:
            desk.restart()
        for item in desk.look(down=down, up="".join(up - down.keys()), hushed="".join(hushed), after_s=after_s):
            if not item.is_unreachable:
                assert item.thing in known
                assert item.is_root is (item.thing in roots)
                known.remove(item.thing)
                roots.discard(item.thing)
                continue
            assert item.thing not in hushed
            assert item.is_first is (item.thing not in known)
            assert not (item.is_root and item.thing in roots)
            known.add(item.thing)
            if item.is_root:
                roots.add(item.thing)
        assert desk.book.told == known
