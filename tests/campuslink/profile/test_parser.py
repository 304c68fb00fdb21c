"""Profiles: what a file means, and what is said about a wrong one."""

import copy

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from campuslink.codec.pipeline import ValueRule
from campuslink.errors import ProfileError
from campuslink.model import PollClass
from campuslink.profile.parser import parse_profile
from campuslink.profile.schema import ItemRead, Parameter, Protocol, RegisterRead, SunSpec, Transport

from .sample_profile import PROFILE, TRAIT, document


def find_trait(name: str):
    return document(TRAIT, "traits/modbus/example.yaml") if name == "modbus/example" else None


def parse(text: str, catalogues, find=find_trait):
    return parse_profile(document(text), catalogues, find)


def problems(text: str, catalogues, find=find_trait):
    with pytest.raises(ProfileError) as caught:
        parse(text, catalogues, find)
    return caught.value.problems


@pytest.fixture
def profile(catalogues):
    return parse(PROFILE, catalogues)


def test_texts_reach_the_profile(profile) -> None:
    assert (profile.id, profile.covers, profile.caveats[0].text.zh_hans) == (
        "example-three-phase",
        ("example-old",),
        "上电后较慢。",
    )


def test_profiles_transport_keys_win_over_the_traits(profile) -> None:
    rules = profile.transport
    assert (rules.protocol, rules.transports) == (Protocol.MODBUS, (Transport.TCP, Transport.SERIAL))
    assert (rules.words, rules.max_gap, rules.serial.baudrate) == ("low_first", 20, 9600)


def test_profiles_point_replaces_the_traits_point_whole(profile) -> None:
    point = profile.points["energy_import"]
    assert point.read == RegisterRead(space="input", address=0x48, count=2)
    assert point.rule == ValueRule(decode="uint32", words="low_first", scale=0.01, range=(0, 999999))


def test_traits_point_follows_the_profiles_word_order(profile) -> None:
    assert profile.points["frequency"].rule.words == "low_first"


def test_register_count_follows_the_decode_type(profile) -> None:
    counts = {point.id: point.read.count for point in profile.points.values()}
    assert (counts["active_power"], counts["power_factor"], counts["serial"]) == (2, 1, 4)


def test_catalogue_gives_what_the_point_does_not_say(profile) -> None:
    point = profile.points["energy_import"]
    assert (point.poll, point.max_rate, point.rollover) == (PollClass.NORMAL, 5000, 1000000)


def test_point_may_say_its_own_poll_class(profile) -> None:
    assert profile.points["power_factor"].poll is PollClass.SLOW


def test_parameters_and_marks_are_values(profile) -> None:
    assert profile.params["ct_ratio"] == Parameter(id="ct_ratio", default=1, range=(1, 10000))
    assert profile.identify.exact[0].equals == (42,)
    assert profile.identify.plausible == {"frequency": (45, 65)}


SUNSPEC = (
    PROFILE.replace("include: [modbus/example]\n", "").split("transport:", maxsplit=1)[0]
    + """\
transport: {protocol: modbus, over: [tcp], sunspec: {bases: [40000], models: [201, 203]}}
points:
  frequency: {read: {model: meter, at: 16, exponent: 17}, decode: int16, missing: [-32768], unit: Hz, range: [0, 70]}
  serial: {read: {model: common, at: 50, count: 16}, decode: text}
"""
)


def test_sunspec_reads_count_from_the_models_id_register(catalogues) -> None:
    profile = parse(SUNSPEC, catalogues)
    assert profile.transport.sunspec == SunSpec(bases=(40000,), models=(201, 203))
    assert profile.points["frequency"].read == RegisterRead(
        space="holding", address=16, count=1, model="meter", exponent=17
    )
    assert profile.points["serial"].read.model == "1"


ITEMS = (
    PROFILE.replace("include: [modbus/example]\n", "").split("transport:", maxsplit=1)[0]
    + """\
transport: {protocol: PROTOCOL, over: [tcp, serial]}
points:
"""
)
DLT645 = ITEMS.replace("PROTOCOL", "dlt645")
CJT188 = ITEMS.replace("PROTOCOL", "cjt188")


def test_block_item_names_the_points_place_in_it(catalogues) -> None:
    line = '  frequency: {read: {item: "02800002", length: 2, block: "0280ff00", block_at: 4}, decode: bcd, unit: Hz}\n'
    read = parse(DLT645 + line, catalogues).points["frequency"].read
    assert read == ItemRead(item="02800002", at={0: (0, 2)}, block="0280FF00", block_at=(4, 2))


def test_layout_depends_on_the_answers_length(catalogues) -> None:
    line = '  energy_import: {read: {item: "901f", at: {19: 0, 43: 5}, length: 5}, decode: bcd_unit, unit: kWh}\n'
    point = parse(CJT188 + line, catalogues).points["energy_import"]
    assert point.read == ItemRead(item="901F", at={19: (0, 5), 43: (5, 5)})
    assert point.rule.unit == "kWh"


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("schema: 1", "schema: 2", "schema", "2 is not 1"),
        ("kind: meter", "kind: metre", "kind", "did you mean meter?"),
        ("id: example-three-phase", "id: Example 3", "id", "lower-case"),
        ("name: Example three-phase meter", "name: 5", "name", "quote"),
        ("name: Example three-phase meter\n", "", "", "name is missing"),
        ("sources:", "source:", "source", "did you mean sources?"),
        ("range: [-1, 1], poll", "rang: [-1, 1], poll", "points.power_factor.rang", "did you mean range?"),
        ("unit: W", "unit: kW", "points.active_power.unit", "the catalogue says W"),
        ("    unit: W\n", "", "points.active_power", "missing"),
        ("power_factor: {", "power_facto: {", "points.power_facto", "did you mean power_factor?"),
        ("decode: int16", "decode: int17", "points.power_factor.decode", "did you mean int16?"),
        ("decode: int16", "decode: bcd", "points.power_factor.read", "does not decode registers"),
        ("decode: int16, ", "", "points.power_factor", "decode is missing"),
        ("range: [-1, 1], poll", "range: [1, -1], poll", "points.power_factor.range", "[low, high]"),
        ("range: [-1, 1], poll", "range: [-1, .nan], poll", "points.power_factor.range.1", "a number"),
        ("poll: slow", "poll: never", "points.power_factor.poll", "none of"),
        ("multiply_by: [ct_ratio]", "multiply_by: [pt_ratio]", "points.active_power.multiply_by.0", "params"),
        ("{holding: 10}", "{holding: 10, input: 3}", "points.power_factor.read", "exactly one"),
        ("{holding: 10}", "{holding: 70000}", "points.power_factor.read.holding", "65535"),
        ("{holding: 10}", "{holding: 30}", "points.power_factor.read", "transport.blocks"),
        ("{holding: 10}", "{holding: 10, count: 2}", "points.power_factor.read.count", "takes 1"),
        ("scale: 0.001", "scale: 0", "points.power_factor", "loses"),
        ("mask: 4, shift: 2", "mask: 4, scale: 2", "points.valve_closed.scale", "map"),
        ("map: {0: false, 1: true}", "map: {}", "points.valve_closed.map", "empty"),
        ("ct_ratio: {default: 1,", "ct_ratio: {default: 0,", "params.ct_ratio", "outside"),
        ("plausible: {frequency:", "plausible: {frequenzy:", "identify.plausible.frequenzy", "mean frequency?"),
        ("equals: 42", "equals: []", "identify.exact.0.equals", "empty"),
        ("words: low_first,", "words: low_first, meter_type: 16,", "transport.meter_type", "cjt188 only"),
        ("[modbus/example]", "[modbus/exampel]", "include.0", "no file"),
        ("[modbus/example]", "[../../secrets]", "include.0", "no path"),
        ("zh-Hans: 上电后较慢。", "zh: 上电后较慢。", "caveats.0.text", "zh-Hans is missing"),
        ("https://example.com/ex3.pdf", "javascript:alert(1)", "sources.0.url", "https://"),
    ],
)
def test_wrong_value_is_named_with_its_key_and_what_would_be_right(catalogues, old, new, key, words) -> None:
    assert old in PROFILE
    found = problems(PROFILE.replace(old, new), catalogues)
    assert any(problem.key == key and words in problem.message for problem in found), list(map(str, found))


def test_problem_has_the_line_of_its_key(catalogues) -> None:
    (problem,) = problems(PROFILE.replace("unit: W", "unit: kW"), catalogues)
    assert (problem.file, problem.line) == ("example-three-phase.yaml", 18)


def test_all_problems_of_a_file_are_told_at_once(catalogues) -> None:
    text = PROFILE.replace("unit: W", "unit: kW").replace("poll: slow", "poll: x").replace("schema: 1", "schema: 0")
    assert len(problems(text, catalogues)) == 3


def test_suggestions_end_before_a_huge_file_costs_more_than_a_moment(catalogues) -> None:
    found = problems(PROFILE + "".join(f"  power_facto{number}: 1\n" for number in range(60)), catalogues)
    assert len(found) == 60
    assert sum("did you mean" in problem.message for problem in found) == 50


def test_problem_inside_a_trait_names_the_traits_file(catalogues) -> None:
    trait = document(TRAIT.replace("unit: Hz", "unit: W"), "traits/modbus/example.yaml")
    (problem,) = problems(PROFILE, catalogues, lambda _: trait)
    assert (problem.file, problem.line, problem.key) == ("traits/modbus/example.yaml", 3, "points.frequency.unit")


@pytest.mark.parametrize("extra", ["include: [other]\n", "name: Example\n"])
def test_traits_hold_shared_blocks_only(catalogues, extra: str) -> None:
    (problem,) = problems(PROFILE, catalogues, lambda _: document(TRAIT + extra, "traits/modbus/example.yaml"))
    assert (problem.file, problem.line) == ("traits/modbus/example.yaml", 6)


@pytest.mark.parametrize("line", ["{item: 00010000, length: 4}", "{item: 10000, length: 4}"])
def test_unquoted_item_is_told_to_be_quoted(catalogues, line: str) -> None:
    text = f"{DLT645}  energy_import: {{read: {line}, decode: bcd, unit: kWh}}\n"
    assert any("quote" in problem.message for problem in problems(text, catalogues))


def test_slice_beyond_the_answer_is_refused(catalogues) -> None:
    line = '  energy_import: {read: {item: "901F", at: {19: 16}, length: 5}, decode: bcd_unit, unit: kWh}\n'
    (problem,) = problems(CJT188 + line, catalogues)
    assert "19 bytes" in problem.message


def test_every_part_of_a_profile_that_is_no_mapping_is_a_problem(catalogues) -> None:
    text = "schema: 1\nkind: meter\nid: a\nname: a\nproducts: 1\nsources: x\ntransport: []\npoints: 5\nidentify: ~\n"
    assert {problem.key for problem in problems(text, catalogues)} >= {"products", "sources", "transport", "points"}


def _paths(value, path=()):
    yield path
    for key, child in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from _paths(child, (*path, key))


WHOLE = {**yaml.safe_load(TRAIT), **yaml.safe_load(PROFILE), "include": []}
WHOLE["points"] = {**yaml.safe_load(TRAIT)["points"], **yaml.safe_load(PROFILE)["points"]}
WHOLE["transport"] = {**yaml.safe_load(TRAIT)["transport"], **yaml.safe_load(PROFILE)["transport"]}
VALID = {
    "modbus": WHOLE,
    "sunspec": yaml.safe_load(SUNSPEC),
    "dlt645": yaml.safe_load(
        DLT645 + '  frequency: {read: {item: "02800002", length: 2, block: "0280FF00", block_at: 4}, decode: bcd, '
        "scale: 0.01, unit: Hz, range: [0, 70]}\n"
    ),
    "cjt188": yaml.safe_load(
        CJT188 + '  energy_import: {read: {item: "901F", at: {19: 0, 43: 5}, length: {19: 5, 43: 5}}, '
        "decode: bcd_unit, unit: kWh, range: [0, 9]}\n"
        '  clock: {read: {item: "901F", at: 10, length: 7}, decode: bcd_clock}\n'
    ),
}
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(alphabet="abz0159-_. /m³", max_size=8)
    | st.sampled_from(["uint16", "text", "bcd_unit", "float32", "bits", "meter", "modbus", "dlt645", "coil", "once"])
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4) | st.integers(), inner, max_size=3),
    max_leaves=5,
)


@pytest.mark.parametrize("name", VALID)
def test_the_documents_that_get_spoiled_are_valid(name: str, catalogues) -> None:
    assert parse(yaml.safe_dump(VALID[name], allow_unicode=True), catalogues).points


@pytest.mark.parametrize("name", VALID)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_value_anywhere_is_accepted_or_a_problem(name: str, data, catalogues) -> None:
    whole = copy.deepcopy(VALID[name])
    path = data.draw(st.sampled_from([path for path in _paths(whole) if path]))
    parent = whole
    for key in path[:-1]:
        parent = parent[key]
    parent[path[-1]] = data.draw(VALUES)
    points, found = None, ()
    try:
        points = parse(yaml.safe_dump(whole, allow_unicode=True), catalogues).points
    except ProfileError as error:
        found = error.problems
    assert (points is None) == bool(found)


WRITABLE = PROFILE.replace("power_factor: {read: {holding: 10}, decode: int16,", "power_factor: {WRITE, decode: int16,")


def written(write: str, catalogues, read: str = "{holding: 10}"):
    text = WRITABLE.replace("WRITE", f"read: {read}, write: {write}")
    return parse(text, catalogues).points["power_factor"].write


def test_write_goes_to_the_points_own_register(catalogues) -> None:
    write = written("{guard: true}", catalogues)
    assert (write.read, write.guard) == (RegisterRead(space="holding", address=10, count=1), True)


def test_write_may_name_another_register_and_words_of_its_own(catalogues) -> None:
    write = written('{to: {holding: 11}, map: {"on": 1, "off": 2}}', catalogues)
    assert (write.read.address, write.map, write.guard) == (11, {"on": 1, "off": 2}, False)


@pytest.mark.parametrize(
    ("write", "read", "words"),
    [
        ("{}", "{input: 10}", "cannot be written"),
        ("{map: {1: 2}}", "{holding: 10}", "words come first"),
        ("{map: {open: 70000}}", "{holding: 10}", "65535"),
        ("{confirm: true}", "{holding: 10}", "unknown key confirm"),
        ("5", "{holding: 10}", "a mapping"),
    ],
)
def test_wrong_write_is_a_problem(catalogues, write: str, read: str, words: str) -> None:
    text = WRITABLE.replace("WRITE", f"read: {read}, write: {write}")
    assert any(words in problem.message for problem in problems(text, catalogues))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("over: [tcp]", "over: []", "transport.over", "at least one"),
        ("over: [tcp]", "over: [rtu_over_tcp]", "transport.over", "Modbus only"),
        ("over: [tcp]", "over: [tcp], max_gap: 5", "transport.max_gap", "modbus only"),
        ("over: [tcp]", "over: [tcp], serial: {baudrate: 9601}", "transport.serial.baudrate", "115200"),
        ("over: [tcp]", "over: [tcp], serial: {parity: X}", "transport.serial.parity", "none of"),
        ("over: [tcp]", "over: [tcp], timeout_s: 0", "transport.timeout_s", "from 0.05"),
        ("block_at: 4", "block_at: -1", "points.frequency.read.block_at", "from 0"),
        (", block_at: 4", "", "points.frequency.read", "stand together"),
        (", length: 2", "", "points.frequency.read", "length is missing"),
        ("length: 2", "length: 9", "points.frequency.read.length", "from 1 to 8"),
        ('"02800002"', '"0280"', "points.frequency.read.item", "8 hex digits"),
        ("decode: bcd", "decode: uint16", "points.frequency.read", "bcd"),
        ("decode: bcd", "decode: bcd_unit", "points.frequency", "converts to"),
        ("decode: bcd", "decode: bcd_digits, scale: 2", "points.frequency.scale", "gives text"),
        ("decode: bcd", "decode: bcd, words: low_first", "points.frequency.words", "no order"),
    ],
)
def test_wrong_value_of_a_meter_protocol_is_named(catalogues, old: str, new: str, key: str, words: str) -> None:
    text = DLT645.replace("over: [tcp, serial]", "over: [tcp]") + (
        '  frequency: {read: {item: "02800002", length: 2, block: "0280FF00", block_at: 4}, decode: bcd, unit: Hz}\n'
    )
    assert old in text
    found = problems(text.replace(old, new), catalogues)
    assert any(problem.key == key and words in problem.message for problem in found), list(map(str, found))


@pytest.mark.parametrize(
    ("old", "new", "key", "words"),
    [
        ("blocks: [[input, 0, 0x400], [holding, 0, 20]]", "blocks: [[input, 5, 4]]", "transport.blocks.0", "above"),
        ("blocks: [[input, 0, 0x400], [holding, 0, 20]]", "blocks: [[input, 5]]", "transport.blocks.0", "[input, 0"),
        ("blocks: [[input, 0, 0x400], [holding, 0, 20]]", "max_registers: 1", "points.active_power.read", "takes 2"),
        ("{input: 3}, decode: uint16", "{coil: 3}, decode: uint32", "points.valve_closed.read", "one bit"),
        ("{input: 3}", "{model: meter, at: 3}", "points.valve_closed.read", "transport.sunspec"),
        ("{input: 0x000C}", "{input: 0xFFFF}", "points.active_power.read", "last address"),
    ],
)
def test_registers_outside_the_devices_rules_are_named(catalogues, old: str, new: str, key: str, words: str) -> None:
    assert old in PROFILE
    found = problems(PROFILE.replace(old, new), catalogues)
    assert any(problem.key == key and words in problem.message for problem in found), list(map(str, found))


def test_coil_is_one_bit(catalogues) -> None:
    text = PROFILE.replace("{input: 3}, decode: uint16, mask: 4, shift: 2", "{coil: 3}, decode: bits").replace(
        "blocks: [[input, 0, 0x400], [holding, 0, 20]]", "max_gap: 5"
    )
    assert parse(text, catalogues).points["valve_closed"].read == RegisterRead(space="coil", address=3, count=1)
