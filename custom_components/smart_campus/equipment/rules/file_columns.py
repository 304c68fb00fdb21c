"""The columns of a ledger's file: their headings in both languages, and which are needed."""

from collections.abc import Sequence
from typing import Final

from ...sheets.rules.columns import Columns, Headings, place_columns, plain_heading, require_columns
from ...sheets.rules.table_file import TableFileError

HEADINGS: Final[Headings] = {
    "asset_number": ("asset number", "资产编号", "固定资产编号", "设备编号", "资产号", "number", "asset no"),
    "name": ("name", "名称", "设备名称", "资产名称"),
    "kind": ("kind", "类别", "设备类别", "设备类型", "device kind"),
    "manufacturer": ("manufacturer", "厂商", "生产厂商", "厂家", "生产厂家", "品牌", "brand", "maker"),
    "model": ("model", "型号", "规格型号", "设备型号"),
    "serial": ("serial number", "序列号", "出厂编号", "serial", "s/n", "sn"),
    "firmware": ("firmware", "固件版本", "固件", "软件版本"),
    "floor": ("floor", "楼层"),
    "room": ("room", "房间", "教室", "存放地点", "地点", "位置", "location"),
    "room_type": ("room type", "房间类型", "教室类型"),
    "purchased_on": ("purchase date", "购置日期", "购买日期", "采购日期", "purchased on"),
    "warranty_until": ("warranty until", "保修到期", "质保到期", "保修截止日期", "保修期至"),
    "keeper": ("keeper", "保管人", "责任人", "负责人", "使用人"),
    "state": ("state", "状态", "使用状态"),
    "next_inspection_on": ("next inspection", "下次检查", "下次检查日期", "下次巡检日期"),
    "note": ("note", "备注", "说明", "remark", "remarks"),
    "profile": ("device profile", "设备模型", "profile"),
    "connection": ("connection", "连接方式", "transport"),
    "host": ("host", "主机", "ip地址", "ip", "ip address", "主机地址"),
    "port": ("network port", "网络端口", "端口", "port", "tcp port"),
    "address": ("device address", "通信地址", "站号", "从站地址", "单元地址", "表号", "mqtt主题", "节点名",
                "unit address", "unit", "mqtt topic", "node"),
    "device": ("serial port", "串口", "串行端口"),
    "baudrate": ("baud rate", "波特率"),
    "parity": ("parity", "校验", "校验位"),
    "stopbits": ("stop bits", "停止位"),
    "login_like": ("login like", "登录凭据同", "凭据同", "credentials of"),
    "parameters": ("parameters", "参数"),
    "ledger_id": ("ledger id", "台账标识"),
}  # fmt: skip
"""Names of each column; the first English and the first Chinese one stand in the template."""

CONNECTION: Final = ("connection", "host", "port", "address", "device", "baudrate", "parity", "stopbits", "parameters")
"""How a device is reached, as `flows.forms` calls it."""

SECRETS: Final = (
    "password",
    "密码",
    "口令",
    "community",
    "团体字",
    "团体名",
    "auth key",
    "priv key",
    "认证密钥",
    "加密密钥",
)
"""Headings of columns that do not belong in a file that lies about and is mailed."""


def find_columns(heading: Sequence[str]) -> Columns:
    """Return the columns of a heading. Raises TableFileError for one that is missing or holds secrets."""
    secret = {plain_heading(name) for name in SECRETS}
    if found := [text for text in heading if plain_heading(text) in secret]:
        raise TableFileError("columns_secret", ", ".join(found))
    columns = place_columns(heading, HEADINGS)
    has_key = "asset_number" in columns.places or "ledger_id" in columns.places
    require_columns(() if has_key else ("asset_number",), HEADINGS)
    return columns


def headings_in(language: str) -> dict[str, str]:
    """Return the heading of each column in a language of `words.LANGUAGES`."""
    is_english = language == "en"
    return {
        column: names[0] if is_english else next(name for name in names if not name.isascii())
        for column, names in HEADINGS.items()
    }
