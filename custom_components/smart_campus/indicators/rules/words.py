"""What each indicator is, and where its numbers come from, in both languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from .figure import Indicator

LANGUAGES: Final = ("en", "zh-Hans")


@dataclass(frozen=True, slots=True)
class Words:
    """Each English, then Chinese."""

    name: tuple[str, str]
    definition: tuple[str, str]
    source: tuple[str, str]


_ROOMS: Final = (
    "Rooms of the site and their types; devices and equipment by room",
    "站点的房间及其类型；各房间的设备和台账",
)
_LEDGER: Final = ("Timetable and recording ledger", "课表和录播台账")
_ALERTS: Final = ("Alerts of the durable store", "持久存储中的告警记录")
_RECORDED: Final = (
    (
        "Lessons that are over and of which a recording is kept, out of all lessons of the timetable, {span}, in rooms "
        "whose lessons are to be recorded. Lessons that were skipped on purpose do not count."
    ),
    "{span}内已结束且留有录像的课次数 ÷ 需录播房间课表中已结束的课次数；有意跳过的课次不计。",
)
_WAITED: Final = (
    (
        "Time from an alert to the first acknowledgement, {part} of the alerts of the last 30 days that were "
        "acknowledged. Beside it: how many were acknowledged, out of how many were raised."
    ),
    "最近 30 天内已确认的告警从产生到首次确认所用时间的{part}；同时列出已确认数和告警总数。",
)


def _with(pattern: tuple[str, str], **words: tuple[str, str]) -> tuple[str, str]:
    english, chinese = ({key: value[at] for key, value in words.items()} for at in (0, 1))
    return pattern[0].format(**english), pattern[1].format(**chinese)


WORDS: Final[Mapping[Indicator, Words]] = {
    Indicator.MULTIMEDIA_ROOMS: Words(
        ("Rooms with interactive multimedia", "交互式多媒体教室占比"),
        (
            (
                "Teaching rooms in which a projector or interactive display is in use, out of all teaching rooms: "
                "rooms whose type is not “other”."
            ),
            "在用投影机或交互式显示设备的教学用房数 ÷ 教学用房总数；类型不是“其他”的房间均为教学用房。",
        ),
        _ROOMS,
    ),
    Indicator.SMART_CLASSROOMS: Words(
        ("Smart classrooms", "智慧课室占比"),
        (
            "Rooms of the type “smart classroom”, out of all teaching rooms: rooms whose type is not “other”.",
            "类型为“智慧课室”的房间数 ÷ 教学用房总数（类型不是“其他”的房间）。",
        ),
        ("Rooms of the site and their types", "站点的房间及其类型"),
    ),
    Indicator.EQUIPMENT_INTACT: Words(
        ("Equipment intact", "设备完好率"),
        (
            (
                "Equipment that is neither in repair nor named by an open work order, out of all equipment of the "
                "ledger that is not retired."
            ),
            "既不在维修中、也没有未完成报修工单的设备数 ÷ 台账中未报废的设备总数。",
        ),
        ("Equipment ledger and work orders", "设备台账和报修工单"),
    ),
    Indicator.METERED_ROOMS: Words(
        ("Metered rooms", "计量覆盖率"),
        (
            (
                "Rooms with an electricity, water or heat meter of their own or of their floor, out of all rooms of "
                "the site. The meter of a floor stands in an area of that floor which is no room."
            ),
            "自身或所在楼层装有电表、水表或热量表的房间数 ÷ 站点房间总数；楼层表位于该楼层中不属于任何房间的位置。",
        ),
        ("Meters in operation, their rooms and floors", "运行中的表计及其所在房间和楼层"),
    ),
    Indicator.LESSONS_RECORDED_TERM: Words(
        ("Lessons recorded this term", "本学期课程录播率"),
        _with(_RECORDED, span=("since the begin of the term", "本学期开始以来")),
        _LEDGER,
    ),
    Indicator.LESSONS_RECORDED_WEEK: Words(
        ("Lessons recorded in seven days", "近七天课程录播率"),
        _with(_RECORDED, span=("of the last seven days, today included", "最近七天（含今天）")),
        _LEDGER,
    ),
    Indicator.PORTS_IN_USE: Words(
        ("Network ports in use", "网络端口使用率"),
        (
            "Physical ports with a link, out of all physical ports of the switches that answer.",
            "有连接的物理端口数 ÷ 可连接的交换机的物理端口总数。",
        ),
        ("Port tables of the switches, as of their last poll", "交换机最近一次读取的端口表"),
    ),
    Indicator.ACKNOWLEDGED_MEDIAN: Words(
        ("Alert acknowledgement, median", "告警确认时间中位数"),
        _with(_WAITED, part=("median", "中位数")),
        _ALERTS,
    ),
    Indicator.ACKNOWLEDGED_P90: Words(
        ("Alert acknowledgement, 90th percentile", "告警确认时间 90 分位数"),
        _with(_WAITED, part=("90th percentile", " 90 分位数")),
        _ALERTS,
    ),
}
