"""What a dashboard is told in sentences, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "no_answer": ("Does not answer", "无法连接"),
    "behind": ("Does not answer because of {cause}", "因 {cause} 故障而无法连接"),
    "not_in_operation": ("Not in operation; the repairs say why", "未投入运行；原因见“修复”页面"),
    "fault": ("Reports a fault", "设备报告故障"),
    "device_silent": ("{device} does not answer", "{device} 无法连接"),
    "devices_silent": ("{count} devices do not answer: {devices}", "{count} 台设备无法连接：{devices}"),
    "not_ready": ("Not ready for {course} at {time}", "{time} 的 {course} 尚未准备就绪"),
    "not_ready_now": ("Not ready, and {course} is on", "{course} 正在上课，但房间未准备就绪"),
    "recording_trouble": ("The recording of {course} is in trouble", "{course} 的录制异常"),
    "more_alerts": ("{count} more alerts", "另有 {count} 条告警"),
}
"""By code: English and Chinese."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence before it has a language. What is filled in may come from devices and people."""

    code: str
    filled: Mapping[str, str] = field(default_factory=dict)

    def to_json(self, language: str) -> dict[str, str]:
        """Return code and text. The text is plain: whoever shows it escapes it."""
        english, chinese = WORDS[self.code]
        text = chinese if language == "zh-Hans" else english
        return {"code": self.code, "text": text.format_map(self.filled)}
