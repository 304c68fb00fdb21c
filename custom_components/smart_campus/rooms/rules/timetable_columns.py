"""Which column of a timetable means what: the headings registrar systems and their exporters use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from .marks import plain_marks
from .table_file import TableFileError

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "course": ("course", "课程名称", "课程", "课程名", "kcmc", "kcm"),
    "teacher": ("teacher", "教师", "老师", "任课教师", "教师姓名", "授课教师", "xm", "skjs", "jsxm"),
    "group": ("class", "group", "教学班", "班级", "上课班级", "教学班名称", "jxbmc"),
    "room": ("room", "教室", "地点", "上课地点", "教室名称", "房间", "cdmc", "jasmc", "jsmc"),
    "weekday": ("weekday", "day", "星期", "周几", "xqj", "skxq"),
    "periods": ("periods", "period", "节次", "节", "上课节次", "jcs", "jc"),
    "first_period": ("firstperiod", "from", "开始节数", "开始节次", "ksjc"),
    "last_period": ("lastperiod", "to", "结束节数", "结束节次", "jsjc"),
    "weeks": ("weeks", "周次", "周数", "上课周次", "起止周", "zcd", "kkzc", "zcmc"),
}
"""Column id by heading; the export formats they come from are in the documentation."""

REQUIRED: Final = ("course", "room", "weekday", "weeks")


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each column is."""

    places: Mapping[str, int]

    def cell(self, cells: Sequence[str], column: str) -> str:
        """Return the text of a column; empty where the file or the row has none."""
        place = self.places.get(column, len(cells))
        return cells[place] if place < len(cells) else ""


def find_columns(heading: Sequence[str]) -> Columns:
    """Return the columns of a heading. Raises TableFileError naming what is missing."""
    names = {alias: column for column, aliases in HEADINGS.items() for alias in aliases}
    places: dict[str, int] = {}
    for place, text in enumerate(heading):
        column = names.get(plain_marks(text).lower().replace("_", ""))
        if column is not None:
            places.setdefault(column, place)
    missing = [column for column in REQUIRED if column not in places]
    if "periods" not in places and not {"first_period", "last_period"} <= places.keys():
        missing.append("periods")
    if missing:
        raise TableFileError("columns_missing", ", ".join(map(_name_of, missing)))
    return Columns(places)


def _name_of(column: str) -> str:
    """Return a column's heading in both languages."""
    english, *others = HEADINGS[column]
    return f"{english} ({next(name for name in others if not name.isascii())})"
