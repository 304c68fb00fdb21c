"""Which switch hangs on which."""

import json

import pytest

from custom_components.smart_campus.campuslink.codec.mac_text import normalise_mac
from custom_components.smart_campus.network.rules.neighbours import Neighbour, SwitchIdentity
from custom_components.smart_campus.network.rules.topology import FORGET_AFTER_S, MOST_NEIGHBOURS, Topology, TreeNode

from .campus_network import cable, mac, make_topology, switch


def parents(topology: Topology) -> dict[str, str | None]:
    return {node.key: node.parent for node in topology.tree()}


def test_switches_hang_on_the_most_central_one() -> None:
    topology = make_topology("core-a", "core-b", "core-c", "a-a1", "a-a2", "a-a3", "b-b1")

    assert parents(topology) == {
        "core": None,
        "a": "core",
        "b": "core",
        "c": "core",
        "a1": "a",
        "a2": "a",
        "a3": "a",
        "b1": "b",
    }


def test_root_is_where_a_person_says_the_monitor_is() -> None:
    topology = make_topology("core-a", "core-b", "a-a1")
    topology.wanted_root = "a1"

    assert parents(topology) == {"a1": None, "a": "a1", "core": "a", "b": "core"}


def test_wanted_root_that_does_not_exist_is_ignored() -> None:
    topology = make_topology("core-a", "core-b")
    topology.wanted_root = "gone"

    assert parents(topology)["core"] is None


def test_tree_names_the_ports_of_both_sides() -> None:
    topology = make_topology("core-a", "core-b")

    assert topology.tree()[1] == TreeNode(key="a", parent="core", ports=("to core",), parent_ports=("to a",))


def test_link_that_only_one_side_sees_is_a_link() -> None:
    topology = Topology()
    topology.learn(switch("core"), [], 0)
    topology.learn(switch("a"), [cable("up", "core")], 0)

    assert topology.links() == {"core": {"a": ()}, "a": {"core": ("up",)}}


def test_aggregated_ports_are_one_link() -> None:
    topology = Topology()
    topology.learn(switch("core"), [cable("1", "a"), cable("2", "a")], 0)
    topology.learn(switch("a"), [], 0)

    assert topology.links()["core"] == {"a": ("1", "2")}


def test_ring_is_cut_where_the_ways_meet() -> None:
    topology = make_topology("core-a", "a-b", "b-c", "c-core", "core-x")
    topology.wanted_root = "core"

    assert parents(topology) == {"core": None, "a": "core", "c": "core", "x": "core", "b": "a"}


def test_cable_from_a_switch_to_itself_is_no_link() -> None:
    topology = Topology()
    topology.learn(switch("core"), [cable("1", "core")], 0)

    assert topology.links() == {"core": {}}


def test_link_that_a_person_knows_needs_no_lldp() -> None:
    topology = Topology()
    for key in ("core", "a", "a1"):
        topology.learn(switch(key), [], 0)
    topology.attachments = {"a": "core", "a1": "a", "projector": "a1", "lost": "unknown"}
    topology.wanted_root = "core"

    assert parents(topology) == {"core": None, "a": "core", "a1": "a"}


@pytest.mark.parametrize(
    "seen",
    [
        Neighbour(port="1", chassis="00-1B-21-AA-00-01"),
        Neighbour(port="1", chassis="001b.21aa.0001"),
        Neighbour(port="1", chassis="nonsense", address="10.0.0.1"),
        Neighbour(port="1", name=" core\x00"),
        Neighbour(port="1", chassis=mac("somebody else"), address="FE80::1"),
    ],
)
def test_neighbour_is_known_by_chassis_address_or_name(seen: Neighbour) -> None:
    topology = Topology()
    topology.learn(
        SwitchIdentity(
            key="core",
            chassis=frozenset({"00:1b:21:aa:00:01"}),
            name="core",
            addresses=frozenset({"10.0.0.1", "fe80::1"}),
        ),
        [],
        0,
    )

    topology.learn(SwitchIdentity(key="a"), [seen], 0)

    assert topology.links()["a"] == {"core": ("1",)}


def test_name_that_two_switches_bear_tells_nothing() -> None:
    topology = Topology()
    topology.learn(SwitchIdentity(key="x", name="Switch"), [], 0)
    topology.learn(SwitchIdentity(key="y", name="Switch"), [], 0)

    topology.learn(SwitchIdentity(key="a", name="a"), [Neighbour(port="1", name="Switch")], 0)

    assert topology.links()["a"] == {}


def test_neighbour_that_fell_silent_is_remembered() -> None:
    topology = make_topology("core-a")

    topology.learn(switch("core"), [], 60)

    assert parents(topology)["a"] == "core" or parents(topology)["core"] == "a"
    assert [item.port for item in topology.neighbours_of("core")] == ["to a"]


def test_neighbour_that_is_not_seen_for_a_week_is_forgotten() -> None:
    topology = Topology()
    topology.learn(switch("a"), [cable("1", "core")], 0)
    for hour in range(1, int(FORGET_AFTER_S / 3600) + 1):
        topology.learn(switch("a"), [], hour * 3600.0)
    assert topology.neighbours_of("a") != ()

    topology.learn(switch("a"), [], FORGET_AFTER_S + 3600)

    assert topology.neighbours_of("a") == ()


@pytest.mark.parametrize("now", [1e12, -1e12])
def test_clock_that_jumps_forgets_nothing(now: float) -> None:
    topology = make_topology("core-a")

    topology.learn(switch("core"), [], now)

    assert topology.neighbours_of("core") != ()


def test_another_neighbour_at_a_port_replaces_the_one_before() -> None:
    topology = make_topology("core-a", "core-b")

    topology.learn(switch("core"), [cable("to a", "b")], 60)
    topology.learn(switch("a"), [cable("to core", "elsewhere")], 60)

    assert topology.links()["core"] == {"b": ("to a", "to b")}


def test_derived_root_stays_among_equals_and_yields_to_a_more_central_one() -> None:
    topology = make_topology("m-n")
    assert topology.tree()[0].key == "m"
    again = Topology.from_json(topology.to_json())
    again.learn(switch("b"), [cable("1", "m")], 0)
    again.learn(switch("a"), [cable("1", "b")], 0)
    assert again.tree()[0].key == "m"

    again.learn(switch("c"), [cable("1", "b")], 0)

    assert again.tree()[0].key == "b"


def test_switches_that_no_known_link_joins_are_trees_of_their_own() -> None:
    topology = make_topology("core-a", "core-b", "x-y", "x-z")

    assert [node.key for node in topology.tree() if node.parent is None] == ["core", "x"]


def test_nothing_known_is_an_empty_tree() -> None:
    assert Topology().tree() == ()


def test_switch_that_left_the_installation_is_forgotten() -> None:
    topology = make_topology("core-a", "core-b")

    topology.keep_only(["core", "a"])

    assert topology.links() == {"a": {"core": ("to core",)}, "core": {"a": ("to a",)}}


def test_topology_is_known_after_a_restart_while_the_switches_are_down() -> None:
    topology = make_topology("core-a", "core-b", "a-a1")

    again = Topology.from_json(json.loads(json.dumps(topology.to_json())))

    assert again.tree() == topology.tree()
    assert again.to_json() == topology.to_json()


def test_flood_of_neighbours_with_long_names_is_cut() -> None:
    topology = Topology()

    topology.learn(
        switch("core"),
        (Neighbour(port=str(index), name="<b>" * 10_000, chassis="x" * 10_000) for index in range(10_000)),
        0,
    )

    seen = topology.neighbours_of("core")
    assert len(seen) == MOST_NEIGHBOURS
    assert max(len(item.name) + len(item.chassis) for item in seen) <= 128


@pytest.mark.parametrize(
    "damage",
    [
        None,
        {"switches": 3, "root": 5},
        {"switches": {"a": None}},
        {"switches": {"a": {"seen": [[["1"], 0], 7, [None], [["1", "", "", "", ""], "x"]]}}},
    ],
)
def test_damaged_file_is_learned_anew(damage: object) -> None:
    topology = Topology.from_json(damage)

    topology.learn(switch("a"), [cable("1", "b")], 0)
    topology.learn(switch("b"), [], 0)

    assert topology.links()["a"] == {"b": ("1",)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("00:1B:21:aa:0f:01", "00:1b:21:aa:0f:01"),
        ("001b21aa0f01", "00:1b:21:aa:0f:01"),
        ("00-1b-21-aa-0f", None),
        ("00:00:00:00:00:00", None),
        ("01:80:c2:00:00:0e", None),
        ("ff:ff:ff:ff:ff:ff", None),
        ("x" * 10_000, None),
        ("０01b21aa0f01", None),
    ],
)
def test_hardware_address_names_one_station(text: str, expected: str | None) -> None:
    assert normalise_mac(text) == expected
