"""One cause for all that cannot be reached because of it."""

from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.network.rules.root_cause import Cause, explain
from custom_components.smart_campus.network.rules.topology import Topology

from .campus_network import make_topology

TREE = ("core-a", "core-b", "core-c", "a-a1", "a-a2", "a1-a11", "b-b1", "b1-b11")


def causes(topology: Topology, *unreachable: str, answered: dict[str, float] | None = None) -> dict[str, str]:
    found = explain(topology, dict.fromkeys(unreachable, 100.0), answered or {})
    return {thing: cause.culprit for thing, cause in found.items()}


def test_everything_behind_a_switch_is_unreachable_because_of_it() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a11", "meter": "a", "gate": "b"}

    assert causes(topology, "a", "a1", "a2", "a11", "projector", "meter") == dict.fromkeys(
        ("a", "a1", "a2", "a11", "projector", "meter"), "a"
    )


def test_two_faults_are_two_causes() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a1", "gate": "b"}

    assert causes(topology, "a1", "a11", "projector", "b", "gate") == {
        "a1": "a1",
        "a11": "a1",
        "projector": "a1",
        "b": "b",
        "gate": "b",
    }


def test_device_at_a_switch_that_answers_is_its_own_cause() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a1"}

    found = explain(topology, {"projector": 100.0}, {"a1": 200.0})

    assert found == {"projector": Cause("projector", "projector")}
    assert found["projector"].is_root


def test_device_that_hangs_nowhere_known_is_its_own_cause() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"meter": "unknown"}

    assert causes(topology, "a", "gate", "meter") == {"a": "a", "gate": "gate", "meter": "meter"}


def test_child_that_was_not_asked_yet_does_not_hide_the_switch_above() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a11"}

    assert causes(topology, "a", "projector") == {"a": "a", "projector": "a"}


def test_second_way_around_a_dead_switch_makes_no_cause_of_it() -> None:
    topology = make_topology("core-a", "core-b", "a-x", "b-x", "core-c")
    topology.attachments = {"projector": "x"}

    assert causes(topology, "a", "projector") == {"a": "a", "projector": "projector"}


def test_ring_broken_at_two_places_cuts_off_what_lies_between() -> None:
    topology = make_topology("core-a", "a-b", "b-c", "c-core", "core-d")
    topology.wanted_root = "core"
    topology.attachments = {"projector": "b"}

    assert causes(topology, "a", "b", "c", "projector") == {"a": "a", "b": "a", "c": "c", "projector": "a"}


def test_dead_root_is_the_cause_of_all() -> None:
    topology = make_topology(*TREE)

    assert set(causes(topology, *topology.switches).values()) == {"core"}


def test_switch_whose_management_is_dead_but_passes_traffic_is_no_cause_for_others() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a1"}

    found = causes(topology, "a", "projector", "a2", answered={"a1": 160.0})

    assert found == {"a": "a", "projector": "projector", "a2": "a2"}


def test_device_that_answers_behind_a_silent_switch_proves_that_it_passes_traffic() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a1", "meter": "a1"}

    assert causes(topology, "a", "a1", "projector", answered={"meter": 160.0}) == {
        "a": "a",
        "a1": "a1",
        "projector": "projector",
    }


def test_answer_from_before_the_fault_proves_nothing() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"projector": "a1", "meter": "a1"}

    assert causes(topology, "a", "projector", answered={"meter": 99.0, "a1": 90.0}) == {"a": "a", "projector": "a"}


def test_switch_behind_a_proven_one_can_still_be_a_cause() -> None:
    topology = make_topology(*TREE)

    assert causes(topology, "a", "a1", "a11", answered={"a2": 160.0}) == {"a": "a", "a1": "a1", "a11": "a1"}


def test_switches_without_known_links_explain_only_themselves() -> None:
    topology = make_topology("core-a", "core-b", "x-y")

    assert causes(topology, "a", "y") == {"a": "a", "y": "y"}


def test_gateway_is_the_cause_when_none_of_the_devices_behind_it_answers() -> None:
    topology = make_topology(*TREE)
    down = dict.fromkeys(("meter 1", "meter 2"), 100.0)

    found = explain(topology, down, {}, {"gateway": ["meter 1", "meter 2"], "other": ["meter 3"]})

    assert {thing: cause.culprit for thing, cause in found.items()} == dict.fromkeys(
        ("gateway", "meter 1", "meter 2"), "gateway"
    )


def test_device_that_is_silent_alone_on_its_line_is_its_own_cause() -> None:
    topology = make_topology(*TREE)

    found = explain(topology, {"meter 1": 100.0}, {"meter 2": 90.0}, {"gateway": ["meter 1", "meter 2"]})

    assert found == {"meter 1": Cause("meter 1", "meter 1")}


def test_gateway_behind_a_dead_switch_is_no_cause() -> None:
    topology = make_topology(*TREE)
    topology.attachments = {"meter 1": "a1", "meter 2": "a1"}
    down = dict.fromkeys(("a1", "meter 1", "meter 2"), 100.0)

    found = explain(topology, down, {}, {"gateway": ["meter 1", "meter 2"]})

    assert {thing: cause.culprit for thing, cause in found.items()} == dict.fromkeys(down, "a1")


def test_nothing_unreachable_needs_no_cause() -> None:
    assert causes(make_topology(*TREE)) == {}


KEYS = "abcdefgh"
LINKS = st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(KEYS)), min_size=1, max_size=14)
TIMES = st.dictionaries(st.sampled_from(KEYS + "123"), st.floats(0, 200))


@given(
    LINKS, TIMES, TIMES, st.dictionaries(st.sampled_from("123"), st.sampled_from(KEYS)), st.sets(st.sampled_from("123"))
)
def test_every_cause_is_unreachable_itself_and_its_own_cause(
    links: list[tuple[str, str]],
    unreachable: dict[str, float],
    answered: dict[str, float],
    attached: dict[str, str],
    line: set[str],
) -> None:
    topology = make_topology(*(f"{one}-{other}" for one, other in links))
    topology.attachments = attached
    answered = {key: at for key, at in answered.items() if key not in unreachable}

    found = explain(topology, unreachable, answered, {"line": sorted(line)})

    assert found.keys() - {"line"} == unreachable.keys()
    for cause in found.values():
        assert found[cause.culprit].is_root


@given(LINKS, st.sets(st.sampled_from(KEYS)))
def test_without_proof_nothing_that_a_free_way_leads_to_is_explained_by_another(
    links: list[tuple[str, str]], unreachable: set[str]
) -> None:
    topology = make_topology(*(f"{one}-{other}" for one, other in links))
    graph = topology.links()
    free = set(topology.roots(graph)) - unreachable
    edge = list(free)
    while edge:
        fresh = {there for there in graph[edge.pop()] if there not in free}
        edge += fresh - unreachable
        free |= fresh

    found = causes(topology, *unreachable)

    assert {thing for thing in unreachable & free if found[thing] != thing} == set()
    assert {thing for thing in unreachable - free if thing in graph and found[thing] == thing} <= set(
        topology.roots(graph)
    )
