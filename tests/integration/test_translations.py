"""Both languages say everything the code can say, in plain text and in the agreed words."""

import ast
import re

import pytest

from custom_components.smart_campus.campuslink.model import Kind
from custom_components.smart_campus.config_flow import FLOWS, PEOPLE, PLACES
from custom_components.smart_campus.flows.credentials import FIELDS
from custom_components.smart_campus.flows.device import DeviceFlow
from custom_components.smart_campus.flows.intervals import LIMITS_S
from custom_components.smart_campus.flows.probe import SENTENCES
from custom_components.smart_campus.flows.ways import ways_of

from .translated import (
    DASHBOARD_TEXTS,
    LIBRARY,
    NAMES,
    TEXTS,
    TREES,
    arguments,
    calls,
    flows,
    form_errors,
    keys,
    modules,
    offenders,
    placeholders,
    steps_of,
    texts_in,
    ways_by_kind,
    words_in_code,
)

HASHES = {"MD5", "SHA-1", "SHA-224", "SHA-256", "SHA-384", "SHA-512"}
CIPHERS = {"DES", "AES-128", "AES-192", "AES-256", "AES-192 (Cisco)", "AES-256 (Cisco)"}
SAME_IN_BOTH = {"Modbus TCP", "SNMP", "1", "2c", "3", *HASHES, *CIPHERS}
"""Texts without a Chinese word in them."""
FORBIDDEN_TERMS = {
    "仪表(?!盘)": "表计",
    "计量表": "表计",
    "配置文件": "设备模型",
    "设备型号": "型号",
    "场所": "站点",
    "区域": "房间",
    "单位地址": "单元地址",
    "表计地址": "表地址",
    "端点": "线路",
    "链接": "线路",
    "断开": "无法连接",
    "离线": "无法连接",
    "有功电量": "有功电能",
    "有功能量": "有功电能",
    "您": "(no pronoun)",
    "你": "(no pronoun)",
}
"""Chinese words that are not ours, with the ones that are."""


def test_both_languages_have_the_same_keys() -> None:
    assert TEXTS["en"].keys() == TEXTS["zh-Hans"].keys()


def test_both_languages_have_the_same_placeholders() -> None:
    english, chinese = ({path: placeholders(text) for path, text in TEXTS[name].items()} for name in NAMES)
    assert english == chinese


def test_every_point_of_the_catalogue_is_named() -> None:
    shapes = {
        (entry.entity.platform, entry.entity.translation_key or entry.id)
        for catalogue in LIBRARY.catalogues.values()
        for entry in catalogue.points.values()
        if entry.entity
    }
    named = {(platform, key) for platform, names in TREES["en"]["entity"].items() for key in names}
    assert shapes - named == set()
    assert {key for _, key in named - shapes} - words_in_code() == set()


@pytest.mark.parametrize("kind", LIBRARY.catalogues)
@pytest.mark.parametrize("name", NAMES)
def test_names_of_points_are_told_apart(name: str, kind: Kind) -> None:
    shapes = {entry.id: entry.entity for entry in LIBRARY.catalogue(kind).points.values() if entry.entity}
    names = [
        TREES[name]["entity"][shape.platform][shape.translation_key or point]["name"] for point, shape in shapes.items()
    ]
    assert len(names) == len(set(names))


def test_every_parameter_of_a_profile_has_a_label_in_every_form() -> None:
    for kind, ways in ways_by_kind().items():
        params = {param for profile in LIBRARY.profiles.values() if profile.kind is kind for param in profile.params}
        for step in ways:
            assert params <= steps_of(kind)[step]["data"].keys()


def test_every_credential_has_a_label_in_every_form() -> None:
    for profile in LIBRARY.profiles.values():
        asked = {field.key for field in FIELDS.get(profile.transport.protocol, ())}
        for way in ways_of(profile) if asked and profile.kind in FLOWS else ():
            assert asked <= steps_of(profile.kind)[way.step]["data"].keys()


def test_every_field_is_described() -> None:
    for flow in [TREES["en"]["config"], TREES["en"]["options"], *flows().values()]:
        for step in flow["step"].values():
            forms = [step, *step.get("sections", {}).values()]
            for form in forms:
                assert form.get("data", {}).keys() == form.get("data_description", {}).keys()


def test_every_interval_has_a_label() -> None:
    assert TREES["en"]["options"]["step"]["init"]["data"].keys() >= LIMITS_S.keys()
    for kind, ways in ways_by_kind().items():
        for step in ways:
            assert steps_of(kind)[step]["sections"]["intervals"]["data"].keys() == LIMITS_S.keys()


def test_integration_is_named_in_both_languages() -> None:
    assert (TREES["en"]["title"], TREES["zh-Hans"]["title"]) == ("Smart Campus", "智慧校园")


def test_every_step_has_a_title() -> None:
    shown = {name for name in arguments("step_id") if name not in ("user", "reconfigure", "init")}
    titled = {step for flow in flows().values() for step in flow["step"]}
    titled |= set(TREES["en"]["options"]["step"])
    fixes = {step for issue in TREES["en"]["issues"].values() for step in issue.get("fix_flow", {}).get("step", {})}
    assert shown - titled - fixes == set()
    assert {step for ways in ways_by_kind().values() for step in ways} <= titled


def test_every_kind_can_be_added_by_name() -> None:
    assert flows().keys() == {*(kind.value for kind in FLOWS), *PLACES, *PEOPLE}
    for flow in flows().values():
        assert flow["entry_type"]
        assert flow["initiate_flow"]["user"]


def test_every_way_is_offered_by_name() -> None:
    for kind, ways in ways_by_kind().items():
        steps = steps_of(kind)
        flow = FLOWS[kind]
        if len(ways) > 1:
            searches = {step for step in steps if step.endswith("_search")}
            assert steps["transport"]["menu_options"].keys() == ways | searches
        further = {*flow.FURTHER_STEPS, "model"} if issubclass(flow, DeviceFlow) else set()
        assert steps["reconfigure"]["menu_options"].keys() == ways | further


def test_every_form_error_has_a_sentence() -> None:
    errors = {error for error in form_errors() if error} | {key for _, key in SENTENCES}
    errors |= set(arguments("key")) & {"wrong_unit", "refused", "nothing_read"}
    tree = TREES["en"]
    known = {
        *tree["config"]["error"],
        *tree["options"]["error"],
        *(error for flow in flows().values() for error in flow["error"]),
        *(error for issue in tree["issues"].values() for error in issue.get("fix_flow", {}).get("error", {})),
    }
    assert errors >= {"site_exists", "invalid_host", "already_configured", "wrong_unit", "no_answer", "unknown_model"}
    assert errors - known == set()
    assert known - errors - words_in_code() == set()


@pytest.mark.parametrize("kind", FLOWS)
def test_every_probe_error_has_a_sentence_in_every_flow(kind: Kind) -> None:
    sentences = {key for _, key in SENTENCES} | {"already_configured", "nothing_read", "refused", "unknown_model"}
    expected = sentences if issubclass(FLOWS[kind], DeviceFlow) else set()
    assert expected - flows()[kind]["error"].keys() == set()


def test_every_abort_has_a_sentence() -> None:
    tree = TREES["en"]
    known = {
        *tree["config"]["abort"],
        *(abort for flow in flows().values() for abort in flow["abort"]),
        *(abort for issue in tree["issues"].values() for abort in issue.get("fix_flow", {}).get("abort", {})),
    }
    used = set(arguments("reason"))
    assert used - known == set()
    assert known - used == {"reconfigure_successful"}


def test_every_exception_and_issue_has_a_sentence() -> None:
    constants: dict[str, set[str]] = {}
    for module in modules():
        for node in ast.walk(module):
            if isinstance(node, ast.AnnAssign) and isinstance(target := node.target, ast.Name) and node.value:
                constants.setdefault(target.id, set()).update(texts_in(node.value))
    troubles = {
        text
        for call in calls()
        if isinstance(call.func, ast.Name) and call.func.id == "Trouble" and call.args
        for text in texts_in(call.args[0])
    }
    named = {
        value
        for call in calls()
        for keyword in call.keywords
        if keyword.arg == "translation_key"
        for name in ast.walk(keyword.value)
        if isinstance(name, ast.Name)
        for value in constants.get(name.id, ())
        if value
    }
    known = {*TREES["en"]["issues"], *TREES["en"]["exceptions"]}
    entities = {key for names in TREES["en"]["entity"].values() for key in names}
    elsewhere = {*TREES["en"]["selector"], *entities}
    used = troubles | named | {text for text in arguments("translation_key") if text not in elsewhere}
    assert troubles
    assert used - known - elsewhere == set()
    assert known - used - words_in_code() == set()


@pytest.mark.parametrize("name", NAMES)
def test_sentences_are_where_home_assistant_looks_for_them(name: str) -> None:
    assert [
        key for key, said in TREES[name]["exceptions"].items() if not isinstance(said, dict) or "message" not in said
    ] == []
    assert [
        key for key, said in TREES[name]["issues"].items() if not isinstance(said, dict) or "title" not in said
    ] == []


def test_every_choice_has_a_label() -> None:
    selectors = TREES["en"]["selector"]
    assert set(selectors["parity"]["options"]) == {"none", "even", "odd"}
    for fields in FIELDS.values():
        for field in fields:
            assert not field.choices or set(selectors[field.key]["options"]) == set(field.choices)


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_plain_words(name: str) -> None:
    assert [key for key in keys(TREES[name]) if not re.fullmatch(r"[a-z0-9]([a-z0-9_-]*[a-z0-9])?", key)] == []


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "pattern",
    [
        pytest.param(r"^$", id="empty"),
        pytest.param(r"^\s|\s$", id="outer spaces"),
        pytest.param(r"[<>]", id="tags"),
        pytest.param(r"://", id="addresses"),
        pytest.param(r"'{\w+}'", id="quoted placeholders"),
        pytest.param(r"\[%key:", id="references"),
        pytest.param(r"{(?!\w+})|(?<!\w)}", id="lone braces"),
        pytest.param(r" {2}", id="double spaces"),
    ],
)
def test_text_is_plain(name: str, pattern: str) -> None:
    """The rules of hassfest, and of the message format behind it, in which a lone brace or tag breaks the text."""
    assert offenders(name, pattern) == []


def test_chinese_text_is_chinese() -> None:
    foreign = offenders("zh-Hans", r"^[^\u4e00-\u9fff]*$")
    assert [path for path in foreign if TEXTS["zh-Hans"][path] not in SAME_IN_BOTH] == []


@pytest.mark.parametrize("wrong", FORBIDDEN_TERMS)
def test_chinese_text_uses_the_agreed_words(wrong: str) -> None:
    assert offenders("zh-Hans", wrong) == []
    assert [path for path, text in DASHBOARD_TEXTS.items() if re.search(wrong, text)] == []


def test_chinese_sentences_use_full_width_marks() -> None:
    assert offenders("zh-Hans", r"[\u4e00-\u9fff][,.;:?!()]|[,;?!()][\u4e00-\u9fff]") == []


def test_english_text_holds_no_chinese() -> None:
    assert offenders("en", r"[\u3000-\u9fff\uff00-\uffef]") == []
