"""Which column of a timetable means what: the headings registrar systems and their exporters use."""

from collections.abc import Sequence
from typing import Final

from ...sheets.rules.columns import Columns, Headings, place_columns, require_columns

HEADINGS: Final[Headings] = {
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


def find_columns(heading: Sequence[str]) -> Columns:
    """Return the columns of a heading. Raises TableFileError naming what is missing."""
    columns = place_columns(heading, HEADINGS)
    missing = [column for column in REQUIRED if column not in columns.places]
    if "periods" not in columns.places and not {"first_period", "last_period"} <= columns.places.keys():
        missing.append("periods")
    require_columns(missing, HEADINGS)
    return columns
