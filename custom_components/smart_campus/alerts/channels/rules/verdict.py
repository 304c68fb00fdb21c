"""What a platform's answer means. An HTTP status of 200 alone means nothing: the code in the body decides."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from .tame import plain_lines

MOST_DETAIL: Final = 200
HTTP_TROUBLE_S: Final = 30.0
"""How long a platform with trouble of its own is left alone, when it does not say."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Answer:
    """What came back over HTTP."""

    status: int
    body: Mapping[str, Any] | None
    """None: not a JSON object."""
    retry_after_s: float | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Verdict:
    """What became of a request."""

    ok: bool
    code: str
    detail: str = ""
    retry_after_s: float | None = None
    """Set when it is worth another try, not before so many seconds."""
    token_is_stale: bool = False
    """Whether a new access token may help."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Platform:
    """Where one platform's body holds the code, and which codes mean what. Others are permanent."""

    code_key: str
    text_key: str
    success: str = "0"
    busy: Mapping[str, float] = MappingProxyType({})
    """Codes of "too much" or "try again", with the seconds to wait."""
    stale: frozenset[str] = frozenset()
    """Codes of an access token that is not valid any more."""


WECOM: Final = Platform(
    code_key="errcode",
    text_key="errmsg",
    busy={"-1": 5, "45009": 65, "45033": 65},
    stale=frozenset({"40014", "42001"}),
)
DINGTALK_ROBOT: Final = Platform(code_key="errcode", text_key="errmsg", busy={"-1": 5, "130101": 600, "410100": 600})
FEISHU: Final = Platform(
    code_key="code",
    text_key="msg",
    busy={"11232": 30, "11247": 30, "99991400": 5, "230020": 5},
    stale=frozenset({"99991661", "99991663", "99991664", "99991665", "99991668"}),
)


def judge(answer: Answer, platform: Platform) -> Verdict:
    """Return what an answer with a code in its body means."""
    raw = answer.body.get(platform.code_key) if answer.body is not None else None
    if isinstance(raw, bool) or not isinstance(raw, int | str):
        return _judge_status(answer) if answer.status != 200 else Verdict(ok=False, code="bad_answer", retry_after_s=5)
    code = str(raw)
    if code == platform.success and answer.status < 300:
        return Verdict(ok=True, code="ok")
    detail = plain_lines(str((answer.body or {}).get(platform.text_key, "")), MOST_DETAIL)
    if (wait_s := platform.busy.get(code)) is not None:
        return Verdict(ok=False, code=code, detail=detail, retry_after_s=answer.retry_after_s or wait_s)
    if answer.status == 429 or answer.status >= 500:
        retry_after_s = answer.retry_after_s or HTTP_TROUBLE_S
        return Verdict(ok=False, code=code, detail=detail, retry_after_s=retry_after_s)
    return Verdict(ok=False, code=code, detail=detail, token_is_stale=code in platform.stale)


def judge_status(answer: Answer) -> Verdict:
    """Return what an answer means whose platform speaks by HTTP status, with a code in the body of a refusal."""
    if 200 <= answer.status < 300 and answer.body is not None:
        refused = answer.body.get("success") is False
        return Verdict(ok=not refused, code="refused" if refused else "ok")
    return _judge_status(answer)


def _judge_status(answer: Answer) -> Verdict:
    body = answer.body or {}
    said = body.get("code")
    code = said[:60] if isinstance(said, str) and said else f"http_{answer.status}"
    detail = plain_lines(str(body.get("message", "")), MOST_DETAIL)
    if answer.status == 429 or answer.status >= 500:
        retry_after_s = answer.retry_after_s or HTTP_TROUBLE_S
        return Verdict(ok=False, code=code, detail=detail, retry_after_s=retry_after_s)
    if answer.status < 400:
        return Verdict(ok=False, code="bad_answer", retry_after_s=5)
    return Verdict(ok=False, code=code, detail=detail, token_is_stale=answer.status == 401)
