"""Success is judged by the code in the body; codes as the platforms document them."""

from typing import Any

import pytest

from custom_components.smart_campus.alerts.channels.rules.verdict import (
    DINGTALK_ROBOT,
    FEISHU,
    WECOM,
    Answer,
    Platform,
    judge,
    judge_status,
)


def answer(body: Any, status: int = 200, retry_after_s: float | None = None) -> Answer:
    return Answer(status=status, body=body, retry_after_s=retry_after_s)


@pytest.mark.parametrize(
    ("platform", "body"),
    [
        (WECOM, {"errcode": 0, "errmsg": "ok"}),
        (DINGTALK_ROBOT, {"errcode": 0, "errmsg": "ok"}),
        (FEISHU, {"StatusCode": 0, "StatusMessage": "success", "code": 0, "data": {}, "msg": "success"}),
    ],
)
def test_code_0_is_success(platform: Platform, body: Any) -> None:
    assert judge(answer(body), platform).ok


@pytest.mark.parametrize(
    ("platform", "body"),
    [
        (WECOM, {"errcode": 93000, "errmsg": "invalid webhook url"}),
        (WECOM, {"errcode": 60020, "errmsg": "not allow to access from your ip"}),
        (DINGTALK_ROBOT, {"errcode": 310000, "errmsg": "sign not match"}),
        (FEISHU, {"code": 19021, "msg": "sign match fail"}),
        (FEISHU, {"code": 9499, "msg": "Bad Request"}),
    ],
)
def test_status_200_with_another_code_is_a_failure_for_good(platform: Platform, body: Any) -> None:
    verdict = judge(answer(body), platform)
    assert (verdict.ok, verdict.retry_after_s) == (False, None)
    assert verdict.code in map(str, body.values())


@pytest.mark.parametrize(
    ("platform", "body", "wait_s"),
    [
        (WECOM, {"errcode": 45009, "errmsg": "api freq out of limit"}, 65),
        (DINGTALK_ROBOT, {"errcode": 130101, "errmsg": "send too fast"}, 600),
        (FEISHU, {"code": 11232, "msg": "frequency limited"}, 30),
    ],
)
def test_too_much_is_waited_out(platform: Platform, body: Any, wait_s: float) -> None:
    assert judge(answer(body), platform).retry_after_s == wait_s


@pytest.mark.parametrize("body", [None, {}, {"errcode": None}, {"errcode": True}, {"errcode": []}, {"other": 0}])
def test_answer_without_a_code_is_never_success(body: Any) -> None:
    verdict = judge(answer(body), WECOM)
    assert (verdict.ok, verdict.code) == (False, "bad_answer")


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_trouble_of_the_platform_is_worth_another_try(status: int) -> None:
    assert judge(answer(None, status), WECOM).retry_after_s == 30
    assert judge(answer(None, status, 7), WECOM).retry_after_s == 7
    assert judge_status(answer({"code": "Throttling", "message": "x"}, status, 7)).retry_after_s == 7


def test_feishu_says_how_long_to_wait() -> None:
    verdict = judge(answer({"code": 99991400, "msg": "request trigger frequency limit"}, 400, 12), FEISHU)
    assert verdict.retry_after_s == 12


def test_stale_access_token_is_known() -> None:
    assert judge(answer({"code": 99991663, "msg": "invalid"}, 400), FEISHU).token_is_stale
    assert judge_status(answer({"code": "InvalidAuthentication", "message": "x"}, 401)).token_is_stale


def test_success_false_is_no_success() -> None:
    assert not judge_status(answer({"success": False})).ok
    assert judge_status(answer({"success": True, "result": {}})).ok


def test_what_a_platform_says_is_cut_and_cleaned() -> None:
    verdict = judge(answer({"errcode": 1, "errmsg": "x\u202e" * 500}), WECOM)
    assert len(verdict.detail) <= 200
    assert "\u202e" not in verdict.detail
