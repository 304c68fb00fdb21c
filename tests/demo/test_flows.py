"""How the set-up steps are answered."""

from demo.flows import _localized, fill


def test_form_is_filled_with_what_is_known_and_its_defaults() -> None:
    fields = [
        *({"name": "host"}, {"name": "port", "default": 502}, {"name": "timeout", "default": 3}, {"name": "note"}),
        {"name": "is_open", "default": True, "description": {"suggested_value": False}},
    ]
    assert fill(fields, {"host": "127.0.0.1", "port": 15020, "name": "Library"}) == {
        "is_open": False,
        "host": "127.0.0.1",
        "port": 15020,
        "timeout": 3,
    }


def test_folded_section_is_filled_like_the_form() -> None:
    fields = [{"type": "expandable", "name": "more", "schema": [{"name": "community", "default": ""}]}]
    assert fill(fields, {"community": "public"}) == {"more": {"community": "public"}}


def test_names_are_entered_in_the_language_of_the_demo() -> None:
    targets = {"targets": [{"id": "dns", "name": {"en": "Name server", "zh-Hans": "域名服务器"}}], "days": 3}
    assert _localized(targets, "zh-Hans") == {"targets": [{"id": "dns", "name": "域名服务器"}], "days": 3}
