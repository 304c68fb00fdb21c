"""The access log as a file for people, in their language."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from ...store.rules.sheet import csv_lines

LANGUAGES: Final = ("en", "zh-Hans")

COLUMNS: Final = {
    "en": {
        "seq": "No.", "local_time": "Time", "site": "Site", "controller_name": "Controller",
        "controller": "Serial number", "door": "Door number", "door_name": "Door", "direction": "Direction",
        "kind": "Kind", "outcome": "Outcome", "reason": "Reason", "credential": "Credential (pseudonym)",
        "user_name": "User", "command": "Command", "event_index": "Event number",
    },
    "zh-Hans": {
        "seq": "序号", "local_time": "时间", "site": "站点", "controller_name": "控制器",
        "controller": "序列号", "door": "门号", "door_name": "门", "direction": "方向",
        "kind": "类型", "outcome": "结果", "reason": "原因", "credential": "凭证（代号）",
        "user_name": "用户", "command": "命令", "event_index": "事件编号",
    },
}  # fmt: skip
"""By language: the columns in their order, with their headings."""

WORDS: Final = {
    "en": {
        "direction": {"in": "in", "out": "out"},
        "kind": {"event": "event", "command": "command", "audit": "audit", "permission": "permission"},
        "outcome": {
            "granted": "granted", "denied": "denied", "done": "done", "failed": "failed", "noted": "noted",
        },
    },
    "zh-Hans": {
        "direction": {"in": "进", "out": "出"},
        "kind": {"event": "事件", "command": "命令", "audit": "审计", "permission": "权限"},
        "outcome": {
            "granted": "放行", "denied": "拒绝", "done": "已执行", "failed": "失败", "noted": "记录",
        },
    },
}  # fmt: skip


def language_of(wanted: str | None) -> str:
    """Return the language of ours that comes closest to one of Home Assistant's."""
    return "zh-Hans" if wanted and wanted.lower().startswith("zh") else "en"


def export_lines(rows: Iterable[Mapping[str, Any]], language: str) -> Iterator[str]:
    """Yield the lines of a CSV file with the rows."""
    columns, words = COLUMNS[language], WORDS[language]
    cells = ([words.get(name, {}).get(row[name], row[name]) for name in columns] for row in rows)
    return csv_lines(columns.values(), cells)
