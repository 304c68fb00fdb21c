"""What alerts say, in both languages."""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from string import Formatter
from typing import Final

from .alert import Text

LANGUAGES: Final = ("en", "zh-Hans")

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    # Severities
    "notice": ("Notice", "提示"),
    "warning": ("Warning", "警告"),
    "urgent": ("Urgent", "紧急"),
    "safety": ("Safety", "安全"),
    # Buttons
    "acknowledge": ("Acknowledge", "确认"),
    "snooze": ("Snooze", "稍后提醒"),
    "details": ("Details", "详情"),
    # Faults, by source
    "port_flapping": ("{device}: port {part} goes up and down", "{device}：端口 {part} 抖动"),
    "port_errors": ("{device}: port {part} has errors", "{device}：端口 {part} 出现错误"),
    "port_speed_dropped": ("{device}: port {part} is slower than it was", "{device}：端口 {part} 速率下降"),
    "device_unreachable": ("{device} cannot be reached", "{device} 无法连接"),
    "path_unreachable": ("The path {device} is interrupted", "链路 {device} 中断"),
    "meter_silent": ("{device} has sent no readings for a while", "{device} 长时间无读数"),
    "inspection_failed": (
        "The network inspection found {count} critical exceptions",
        "网络巡检发现 {count} 项严重异常",
    ),
    "door_forced": ("{device}: door {part} was forced open", "{device}：{part} 号门被强行打开"),
    "door_held_open": ("{device}: door {part} stands open too long", "{device}：{part} 号门开启超时"),
    "door_jammed": ("{device}: door {part} does not lock", "{device}：{part} 号门无法上锁"),
    "tamper": ("{device} is being opened or moved", "{device} 被拆动"),
    "fire_alarm": ("{device} reports a fire alarm", "{device} 消防报警"),
    "projector_fault": ("{device} reports a fault", "{device} 报告故障"),
    "lamp_due": ("{device}: lamp or filter is due", "{device}：灯泡或滤网需要更换"),
    "recording_missed": ("{device}: the recording of {part} missed a step", "{device}：{part} 的录制有步骤未完成"),
    "recording_trouble": (
        "{device}: picture or sound of {part} is in trouble",
        "{device}：{part} 的画面或声音异常",
    ),
    "floor_wet": ("{device}: the floor is wet", "{device}：地面湿滑"),
    "smoke": ("{device} detects smoke", "{device} 检测到烟雾"),
    "gas": ("{device} detects gas", "{device} 检测到可燃气体"),
    # Messages
    "raised": ("{title}", "{title}"),
    "reminder": ("{title} (reminder)", "{title}（再次提醒）"),
    "escalated": ("{title} (nobody reacted yet)", "{title}（尚无人处理）"),
    "taken_on": ("Taken on: {title}", "已确认：{title}"),
    "over": ("Over: {title}", "已恢复：{title}"),
    "merged": ("Part of another alert: {title}", "已并入其他告警：{title}"),
    "where": ("Where: {place}", "位置：{place}"),
    "why": ("Cause: {cause}", "原因：{cause}"),
    "since": ("Since: {at}", "开始时间：{at}"),
    "severity_is": ("Severity: {severity}", "级别：{severity}"),
    "evidence_is": ("{name}: {value}", "{name}：{value}"),
    "also": ("Also out of order: {names}", "受其影响：{names}"),
    "also_more": ("Also out of order: {names} and {count} more", "受其影响：{names} 等，另有 {count} 项"),
    "not_acknowledged": (
        "Nobody acknowledged this alert for {minutes} minutes.",
        "此告警已 {minutes} 分钟无人确认。",
    ),
    "by": ("By {name} at {at}.", "{name}，{at}。"),
    "at_all": ("At {at}.", "{at}。"),
    "summary_title": ("{count} alerts", "{count} 条告警"),
    "summary_new": ("{count} new or still open:", "新增或未恢复 {count} 条："),
    "summary_taken_on": ("{count} taken on:", "已确认 {count} 条："),
    "summary_over": ("{count} over:", "已恢复 {count} 条："),
    "summary_more": ("… and {count} more", "……另有 {count} 条"),
    # Answers
    "acknowledged": ("You acknowledged this alert.", "您已确认此告警。"),
    "already_acknowledged": (
        "{name} acknowledged this alert already, at {at}.",
        "此告警已由 {name} 于 {at} 确认。",
    ),
    "already_resolved": (
        "This alert is over since {at}; nothing is left to do.",
        "此告警已于 {at} 恢复，无需再处理。",
    ),
    "resolved": ("The alert is resolved.", "告警已恢复。"),
    "snoozed": ("The alert comes back at {at}.", "告警将于 {at} 再次提醒。"),
    "snooze_too_long": (
        "An alert can be snoozed for one minute to seven days.",
        "告警可暂停 1 分钟至 7 天。",
    ),
    "answered": ("Your answer is noted.", "已记录您的答复。"),
    "note_empty": ("Write something into the note.", "请填写备注内容。"),
    "unknown_alert": (
        "There is no such alert (any more).",
        "没有此告警，或其记录已不存在。",
    ),
    "unknown_button": ("This alert has no such answer.", "此告警没有这个选项。"),
    "see_details": ("Open the alert in Home Assistant.", "请在 Home Assistant 中查看告警。"),
}
"""By key: English, Chinese."""


def render(text: str | Text, language: str, zone: tzinfo | None = None) -> str:
    """Return a text in a language. zone: in which times among the placeholders are shown.

    A key without words is shown itself: better a strange word than no alert.
    """
    if isinstance(text, str):
        return text
    words = WORDS.get(text.key)
    if words is None:
        return text.key
    values = {name: _shown(name, value, zone) for name, value in text.placeholders.items()}
    return _fill(words[LANGUAGES.index(language) if language in LANGUAGES else 0], values)


def _fill(pattern: str, values: Mapping[str, str]) -> str:
    """Fill in placeholders; one that is missing stays empty. Values are never read as patterns."""
    parts: list[str] = []
    for literal, name, _, _ in Formatter().parse(pattern):
        parts.append(literal)
        if name is not None:
            parts.append(values.get(name, ""))
    return "".join(parts)


def _shown(name: str, value: str, zone: tzinfo | None) -> str:
    if name != "at" or zone is None:
        return value
    try:
        return datetime.fromisoformat(value).astimezone(zone).strftime("%m-%d %H:%M")
    except ValueError:
        return value
