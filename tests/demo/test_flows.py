"""How the set-up steps are answered."""

from typing import Any

import pytest

from demo import flows
from demo.flows import LATE, TRIES, FlowError, _localized, _walk, fill


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


class Form:
    """A set-up form that answers with these errors, one after the other, and then is done."""

    def __init__(self, *errors: str) -> None:
        self.errors = list(errors)
        self.sent = 0

    def step(self) -> dict[str, Any]:
        errors = {"base": self.errors.pop(0)} if self.errors else {}
        return {"type": "form", "flow_id": "1", "step_id": "user", "data_schema": [], "errors": errors}

    async def post(self, _path: str, _values: object) -> dict[str, Any]:
        self.sent += 1
        return self.step() if self.errors else {"type": "create_entry"}


@pytest.fixture
def _no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(flows, "PAUSE_S", 0)


DEVICE = {"id": "lamp", "endpoint": {"transport": "broker"}}


@pytest.mark.usefixtures("_no_pause")
@pytest.mark.parametrize("error", sorted(LATE))
async def test_form_is_sent_again_when_nothing_answered(error: str) -> None:
    form = Form(*[error] * (TRIES - 1))
    assert await _walk(form, form.step(), DEVICE, {}) == {"type": "create_entry"}  # type: ignore[arg-type]
    assert form.sent == TRIES - 1


@pytest.mark.usefixtures("_no_pause")
@pytest.mark.parametrize("errors", [["no_answer"] * TRIES, ["wrong_device"]])
async def test_form_that_stays_wrong_is_told_with_its_device(errors: list[str]) -> None:
    form = Form(*errors)
    with pytest.raises(FlowError, match=f"lamp: .*{errors[0]}"):
        await _walk(form, form.step(), DEVICE, {})  # type: ignore[arg-type]
