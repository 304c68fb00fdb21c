"""Which device hangs on which port."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custom_components.smart_campus.network.rules.port_map import (
    BELIEVED_AFTER,
    FRESH_S,
    MOST_EDGE_MACS,
    MOST_SIGHTINGS,
    Contradiction,
    Place,
    PortMap,
    PortRef,
    Scan,
    Source,
    UplinkProposal,
)

DEVICES = {"mac-p": ["projector"], "mac-m": ["meter"], "mac-g": ["gate"]}
HOUR = 3600.0
STRANGERS = [f"stranger {number}" for number in range(20)]


def learn(port_map: PortMap, switch: str, now: float = 0.0, **scan: Any) -> frozenset[str]:
    return port_map.learn(Scan(switch=switch, **{"macs": {}, **scan}), DEVICES, now)


def where(port_map: PortMap, device: str) -> tuple[str, str] | None:
    place = port_map.place_of(device)
    return None if place is None else (place.at.switch, place.at.port)


def test_device_hangs_where_its_address_is_among_fewest_others() -> None:
    port_map = PortMap()

    learn(port_map, "core", macs={"1": ["mac-p", "a", "b", "c"]})
    moved = learn(port_map, "access", macs={"7": ["mac-p"], "48": ["a", "b", "mac-m"]})

    assert moved == {"projector", "meter"}
    assert port_map.place_of("projector") == Place(
        device="projector", at=PortRef("access", "7"), source=Source.MAC_TABLE, seen_at=0.0
    )


def test_port_with_many_addresses_is_an_uplink_and_no_place() -> None:
    port_map = PortMap()

    learn(port_map, "core", macs={"1": ["mac-p", *STRANGERS[:MOST_EDGE_MACS]], "2": STRANGERS[:MOST_EDGE_MACS]})

    assert where(port_map, "projector") is None
    assert port_map.uplinks() == (UplinkProposal(at=PortRef("core", "1"), neighbour=None, macs=MOST_EDGE_MACS + 1),)


def test_port_with_a_switch_behind_it_is_an_uplink_though_it_shows_few_addresses() -> None:
    port_map = PortMap()

    learn(port_map, "core", macs={"1": ["mac-p"]}, uplinks={"1": "access", "2": None})

    assert where(port_map, "projector") is None
    assert [(item.at.port, item.neighbour, item.macs) for item in port_map.uplinks()] == [
        ("1", "access", 1),
        ("2", None, 0),
    ]


def test_device_that_announces_itself_is_believed_more_than_an_address() -> None:
    port_map = PortMap()
    learn(port_map, "access", macs={"7": ["mac-p"]})

    learn(port_map, "other", announced={"3": ["projector"]}, macs={"3": ["mac-p", "x"]})

    assert where(port_map, "projector") == ("other", "3")
    assert port_map.place_of("projector").source is Source.LLDP  # type: ignore[union-attr]


def test_device_that_is_off_stays_where_it_was() -> None:
    port_map = PortMap()
    learn(port_map, "access", macs={"7": ["mac-p"]})

    moved = learn(port_map, "access", now=90 * 86_400.0, macs={"8": ["x"]})

    assert moved == frozenset()
    assert where(port_map, "projector") == ("access", "7")


def test_device_that_moved_on_one_switch_is_found_at_once() -> None:
    port_map = PortMap()
    learn(port_map, "access", macs={"7": ["mac-p"]})

    assert learn(port_map, "access", now=HOUR, macs={"9": ["mac-p"]}) == {"projector"}
    assert where(port_map, "projector") == ("access", "9")


def test_device_that_moved_to_another_switch_is_found_though_the_old_one_forgets_nothing() -> None:
    port_map = PortMap()
    learn(port_map, "access", macs={"7": ["mac-p"]})

    learn(port_map, "other", now=FRESH_S, macs={"3": ["mac-p", "desk"]})
    assert where(port_map, "projector") == ("access", "7")
    learn(port_map, "other", now=FRESH_S + 1, macs={"3": ["mac-p", "desk"]})

    assert where(port_map, "projector") == ("other", "3")


def test_place_from_a_time_when_the_clock_was_wrong_does_not_last() -> None:
    port_map = PortMap()
    learn(port_map, "access", now=1e12, macs={"7": ["mac-p"]})

    learn(port_map, "other", now=HOUR, macs={"3": ["mac-p", "desk"]})
    learn(port_map, "other", now=HOUR + FRESH_S + 1, macs={"3": ["mac-p", "desk"]})

    assert where(port_map, "projector") == ("other", "3")


def test_several_devices_share_a_port_behind_a_switch_on_a_desk() -> None:
    port_map = PortMap()

    learn(port_map, "access", macs={"7": ["mac-p", "mac-m"]})

    assert port_map.devices_on(PortRef("access", "7")) == ("meter", "projector")


def test_devices_behind_one_gateway_hang_where_it_hangs() -> None:
    port_map = PortMap()

    port_map.learn(Scan(switch="access", macs={"7": ["mac"]}), {"mac": ["meter 1", "meter 2"]}, 0.0)

    assert port_map.devices_on(PortRef("access", "7")) == ("meter 1", "meter 2")


def test_word_of_a_person_is_never_overwritten_by_learning() -> None:
    port_map = PortMap()
    port_map.confirm("projector", PortRef("access", "5"), now=10.0)

    for _ in range(10):
        assert "projector" not in learn(port_map, "access", macs={"7": ["mac-p"]})

    assert port_map.place_of("projector") == Place(
        device="projector", at=PortRef("access", "5"), source=Source.CONFIRMED, seen_at=10.0
    )


def test_contradiction_is_told_after_three_looks_that_agree() -> None:
    port_map = PortMap()
    port_map.confirm("projector", PortRef("access", "5"), now=0.0)

    for _ in range(BELIEVED_AFTER - 1):
        learn(port_map, "access", macs={"7": ["mac-p"]})
        learn(port_map, "core", macs={"1": ["mac-p", *STRANGERS]})
    assert port_map.contradictions() == ()
    learn(port_map, "access", macs={"7": ["mac-p"]})

    assert port_map.contradictions() == (
        Contradiction(device="projector", confirmed=PortRef("access", "5"), seen=PortRef("access", "7")),
    )


def test_contradiction_ends_when_the_device_is_seen_where_it_should_be() -> None:
    port_map = PortMap()
    port_map.confirm("projector", PortRef("access", "5"), now=0.0)
    for _ in range(BELIEVED_AFTER):
        learn(port_map, "access", macs={"7": ["mac-p"]})

    learn(port_map, "access", macs={"5": ["mac-p"]})

    assert port_map.contradictions() == ()


def test_device_that_wanders_is_no_contradiction_until_it_stays() -> None:
    port_map = PortMap()
    port_map.confirm("projector", PortRef("access", "5"), now=0.0)

    for port in ("7", "8", "7", "8", "7", "7"):
        learn(port_map, "access", macs={port: ["mac-p"]})

    assert port_map.contradictions() == ()


@pytest.mark.parametrize("answer", ["confirm", "release"])
def test_answer_of_a_person_ends_a_contradiction(answer: str) -> None:
    port_map = PortMap()
    port_map.confirm("projector", PortRef("access", "5"), now=0.0)
    for _ in range(BELIEVED_AFTER):
        learn(port_map, "access", macs={"7": ["mac-p"]})

    if answer == "confirm":
        port_map.confirm("projector", PortRef("access", "7"), now=1.0)
    else:
        port_map.release("projector")

    assert port_map.contradictions() == ()
    assert where(port_map, "projector") == ("access", "7")


def test_room_of_a_port_is_what_a_person_said_or_what_its_devices_share() -> None:
    port_map = PortMap()
    at = PortRef("access", "7")
    learn(port_map, "access", macs={"7": ["mac-p", "mac-m"]})

    assert port_map.room_of(at, {"projector": "room_1", "meter": "room_1"}.get) == "room_1"
    assert port_map.room_of(at, {"projector": "room_1", "meter": "room_2"}.get) is None
    assert port_map.room_of(PortRef("access", "8"), {}.get) is None
    port_map.set_room(at, "room_3")
    assert port_map.room_of(at, {"projector": "room_1", "meter": "room_1"}.get) == "room_3"
    port_map.set_room(at, None)
    assert port_map.room_of(at, {}.get) is None


def test_what_left_the_installation_is_forgotten() -> None:
    port_map = PortMap()
    learn(port_map, "access", macs={"7": ["mac-p"]}, uplinks={"48": None})
    learn(port_map, "other", macs={"7": ["mac-m"]}, uplinks={"48": None})
    port_map.confirm("gate", PortRef("other", "5"), now=0.0)
    port_map.set_room(PortRef("other", "5"), "room_1")

    port_map.keep_only(["projector", "gate"], ["access"])

    assert [place.device for place in port_map.places()] == ["projector"]
    assert [item.at.switch for item in port_map.uplinks()] == ["access"]
    assert port_map.room_of(PortRef("other", "5"), {}.get) is None


def test_device_seen_at_very_many_switches_fills_no_memory() -> None:
    port_map = PortMap()
    for number in range(200):
        learn(port_map, f"switch {number}", now=float(number), macs={"1": ["mac-p"]})

    assert len(port_map.to_json()["sightings"]["projector"]) == MOST_SIGHTINGS


def test_map_is_the_same_after_a_restart() -> None:
    port_map = PortMap()
    learn(port_map, "access", now=5.0, macs={"7": ["mac-p"], "48": STRANGERS}, uplinks={"47": "core"})
    port_map.confirm("meter", PortRef("access", "5"), now=10.0)
    port_map.set_room(PortRef("access", "5"), "room_1")
    learn(port_map, "access", now=6.0, macs={"8": ["mac-m"]})

    again = PortMap.from_json(json.loads(json.dumps(port_map.to_json())))

    assert again == port_map


@pytest.mark.parametrize(
    "damage",
    [
        None,
        {"sightings": [], "confirmed": {"a": 1}, "rooms": 3, "strikes": {"a": ["x", "y", 3]}, "uplinks": {"a": [1]}},
        {"sightings": {"a": {"b": [1]}}, "confirmed": {"a": ["x"]}, "rooms": [["x"]], "uplinks": {"a": {"b": []}}},
    ],
)
def test_damaged_file_leaves_out_what_is_damaged(damage: object) -> None:
    port_map = PortMap.from_json(damage)

    assert (port_map.places(), port_map.uplinks(), port_map.contradictions()) == ((), (), ())


ADDRESSES = st.lists(st.sampled_from([*DEVICES, *STRANGERS]), max_size=12, unique=True)
SCANS = st.lists(
    st.tuples(
        st.sampled_from("ab"),
        st.dictionaries(
            st.sampled_from("123"), st.lists(st.sampled_from([*DEVICES, *STRANGERS]), max_size=12, unique=True)
        ),
        st.floats(-1e6, 1e6),
    ),
    max_size=20,
    unique_by=lambda scan: scan[2],
)
"""No two at one time, so that the time tells what a scan said itself."""


@given(SCANS, st.dictionaries(st.sampled_from(["projector", "meter", "gate"]), st.sampled_from("123")))
def test_confirmed_devices_never_move_and_no_device_hangs_on_an_uplink(
    scans: list[tuple[str, dict[str, list[str]], float]], confirmed: dict[str, str]
) -> None:
    port_map = PortMap()
    for device, port in confirmed.items():
        port_map.confirm(device, PortRef("a", port), now=0.0)
    for switch, macs, now in scans:
        moved = learn(port_map, switch, now, macs=macs)
        assert moved & confirmed.keys() == set()
        uplinks = {item.at for item in port_map.uplinks()}
        for place in port_map.places():
            if place.device in confirmed:
                assert place.at == PortRef("a", confirmed[place.device])
            elif place.at.switch == switch and place.seen_at == now:
                assert place.at not in uplinks
        assert PortMap.from_json(port_map.to_json()) == port_map
