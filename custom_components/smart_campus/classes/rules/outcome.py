"""What became of one step of a class that was started or ended."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final


class Outcome(StrEnum):
    """How it went."""

    DONE = "done"
    """Seen to have happened."""
    ALREADY = "already"
    """It was so before; nothing was sent."""
    SKIPPED = "skipped"
    """Left alone on purpose; the text says why."""
    PENDING = "pending"
    """Sent, and not seen yet."""
    FAILED = "failed"
    REFUSED = "refused"
    """Whoever asked may not."""


class What(StrEnum):
    """What a step does."""

    PROJECTOR_ON = "projector_on"
    PROJECTOR_OFF = "projector_off"
    SOURCE = "source"
    LIGHTS_ON = "lights_on"
    LIGHTS_OFF = "lights_off"
    START_RECORDING = "start_recording"
    STOP_RECORDING = "stop_recording"
    SWITCH_OFF = "switch_off"


@dataclass(frozen=True, slots=True)
class Result:
    """How a step went, before it has a language."""

    outcome: Outcome
    code: str = ""
    """Of its sentence in `WORDS`; empty for the sentence of its outcome."""
    filled: Mapping[str, str] = field(default_factory=dict)

    def text(self, language: str) -> str:
        """Return it as a plain sentence. What is filled in may come from timetables."""
        english, chinese = WORDS[self.code or self.outcome.value]
        return (chinese if language == "zh-Hans" else english).format_map(self.filled)


DONE: Final = Result(Outcome.DONE)
ALREADY: Final = Result(Outcome.ALREADY)

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "done": ("Done", "已完成"),
    "already": ("Was so already", "原本就是此状态"),
    "pending": ("Told, but not seen yet; look again in a moment", "已发出，尚未看到结果；请稍后查看"),
    "failed": ("Failed", "失败"),
    "refused": ("Not permitted", "没有权限"),
    "by_timetable": ("Lessons are recorded by timetable", "按课表自动录制"),
    "source_follows": ("Warms up; the source follows", "正在预热，随后切换信号源"),
    "outlet_follows": ("Goes off when the projector has cooled down", "投影机冷却后关闭"),
    "unavailable": ("Is not available", "不可用"),
    "no_such_source": ("Has no source named {source}", "没有名为 {source} 的信号源"),
    "lesson_goes_on": ("{course} is on until {end}; its recording goes on", "{course} 上到 {end}，录制继续"),
    "not_recording": ("Records nothing", "没有在录制"),
    "nothing_to_start": ("Nothing in {room} can be turned on for a class", "{room}内没有上课时可以打开的设备"),
    "nothing_to_end": ("Nothing in {room} can be turned off after a class", "{room}内没有下课后可以关闭的设备"),
    "forced": ("class ended", "下课"),
}
"""By code: English and Chinese."""
