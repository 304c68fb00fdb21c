"""What channels say by themselves, in both languages; what an alert is about comes worded from the desk."""

from collections.abc import Mapping
from typing import Final

WORDS: Final[Mapping[str, tuple[str, str]]] = {
    "open_page": ("Acknowledge or view", "确认或查看"),
    "acknowledge_at": ("Acknowledge here:", "在此确认："),
    "digest_title": ("{count} messages about alerts", "{count} 条告警消息"),
    "digest_more": ("… and {count} more", "……另有 {count} 条"),
    "over": ("In order again", "已恢复"),
    "by_group": ("Somebody in “{title}”", "“{title}”中的成员"),
    "not_for_you": ("This message was for somebody else.", "此消息的接收人不是操作者。"),
    "not_taken": ("That could not be noted. Please try once more.", "未能记录，请重试。"),
    "test_title": ("Test of an alert channel", "告警渠道测试"),
    "test_text": (
        "If this can be read, alerts arrive here. Nothing is wrong.",
        "能看到此消息，说明告警可以送达此处。当前没有故障。",
    ),
    # The page of a link
    "page_title": ("Alert", "告警"),
    "room": ("Room", "房间"),
    "since": ("Since", "开始时间"),
    "acknowledge": ("Acknowledge", "确认收到"),
    "is_acknowledged": ("{name} acknowledged this alert at {at}.", "{name} 已于 {at} 确认此告警。"),
    "is_resolved": ("This alert is over since {at}.", "此告警已于 {at} 恢复。"),
    "somebody": ("Somebody", "有人"),
    "link_expired": (
        "This link is too old. Use the newest message, or open the alert in Home Assistant.",
        "此链接已过期。请使用最新的消息，或在 Home Assistant 中查看告警。",
    ),
    "link_unknown": (
        "This link is not valid. Copy it whole, or use the newest message.",
        "此链接无效。请复制完整链接，或使用最新的消息。",
    ),
    "too_often": ("Too many tries. Wait a minute.", "尝试过于频繁，请稍候一分钟。"),
}
"""By key: English, Chinese."""


def word(key: str, language: str, **placeholders: object) -> str:
    """Return a sentence in a language, English unless it is Chinese."""
    return WORDS[key][1 if language.lower().startswith("zh") else 0].format(**placeholders)
