"""Words of files in both languages, English first."""

import unicodedata
from collections.abc import Mapping
from typing import Final

from ...campuslink.model import Kind
from ...campuslink.profile.schema import Transport
from .asset import AssetState

LANGUAGES: Final = ("en", "zh-Hans")

type Words[T] = Mapping[T, tuple[str, ...]]
"""By meaning: the English word, the Chinese word, then others that are understood."""

KIND_WORDS: Final[Words[Kind]] = {
    Kind.RECORDER: ("Recorder", "录播主机", "录播", "录播设备"),
    Kind.PROJECTOR: ("Projector", "投影机", "投影仪", "投影"),
    Kind.METER: ("Energy meter", "能耗表计", "meter", "电表", "水表", "热量表", "表计"),
    Kind.GATE: ("Door gate", "门禁", "gate", "door", "道闸"),
    Kind.SWITCH: ("Network switch", "网络交换机", "交换机"),
    Kind.LIGHTING: ("Lighting", "照明设备", "照明"),
    Kind.ENVIRONMENT: ("Environment sensor", "环境传感器", "传感器", "sensor"),
}
"""Paths are no equipment."""

STATE_WORDS: Final[Words[AssetState]] = {
    AssetState.IN_USE: ("In use", "在用", "使用中", "正常"),
    AssetState.LENT: ("Lent", "借出", "已借出"),
    AssetState.IN_REPAIR: ("In repair", "维修", "维修中", "在修"),
    AssetState.RETIRED: ("Retired", "报废", "已报废"),
}

ROOM_WORDS: Final[Words[str]] = {
    "smart_classroom": ("Smart classroom", "智慧课室", "智慧教室"),
    "computer_room": ("Computer room", "机房"),
    "laboratory": ("Laboratory", "实验室"),
    "hall": ("Hall", "报告厅"),
    "other": ("Other", "其他"),
}

CONNECTION_WORDS: Final[Words[Transport]] = {
    Transport.TCP: ("TCP", "网络", "network", "telnet"),
    Transport.RTU_OVER_TCP: ("RTU over TCP", "串口服务器", "modbus rtu over tcp"),
    Transport.SERIAL: ("Serial", "串口"),
    Transport.UDP: ("UDP", "用户数据报"),
    Transport.HTTP: ("HTTP", "网页"),
    Transport.HTTPS: ("HTTPS", "加密网页"),
    Transport.SSH: ("SSH", "安全外壳"),
    Transport.BROKER: ("MQTT", "消息代理"),
}

PARITY_WORDS: Final[Words[str]] = {
    "none": ("None", "无", "N"),
    "even": ("Even", "偶校验", "E", "偶"),
    "odd": ("Odd", "奇校验", "O", "奇"),
}


def find_word[T](words: Words[T], text: str) -> T | None:
    """Return what a word or an id means; None for one that means nothing."""
    wanted = _plain(text)
    return next(
        (meaning for meaning, names in words.items() if wanted in {_plain(str(meaning)), *map(_plain, names)}), None
    )


def word_of[T](words: Words[T], meaning: T, language: str) -> str:
    """Return the word of a meaning in one of `LANGUAGES`."""
    return words[meaning][LANGUAGES.index(language)]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).casefold().replace("_", "").split())
