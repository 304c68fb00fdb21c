"""The makers' own tables: processor, memory, temperature, fans, supplies and power over Ethernet."""

from collections.abc import Callable, Iterator, Mapping

from .snmp_model import Maker, Switch
from .snmp_rows import GAUGE, INTEGER, OBJECT_ID, Row, gauge, moving, number, power_rows, text

HUAWEI_ENTITY = "1.3.6.1.4.1.2011.5.25.31.1.1"
HUAWEI_POE = "1.3.6.1.4.1.2011.5.25.195"
HUAWEI_BOARD = 67108873
H3C_ENTITY = "1.3.6.1.4.1.25506.2.6.1.1.1.1"
H3C_DEVICE = "1.3.6.1.4.1.25506.8.35.9.1"
H3C_BOARD = 65
RUIJIE = "1.3.6.1.4.1.4881.1.1.10.2"
CISCO_CPU = "1.3.6.1.4.1.9.9.109.1.1.1.1"
CISCO_POOL = "1.3.6.1.4.1.9.9.48.1.1.1"
CISCO_ENVIRONMENT = "1.3.6.1.4.1.9.9.13.1"
MIKROTIK = "1.3.6.1.4.1.14988.1.1"
HOST_PROCESSOR = "1.3.6.1.2.1.25.3.3.1.2"
HOST_STORAGE = "1.3.6.1.2.1.25.2.3.1"
RAM = "1.3.6.1.2.1.25.2.1.2"
SENSOR = "1.3.6.1.2.1.99.1.1.1"
ENTITY = "1.3.6.1.2.1.47.1.1.1.1"
SENSOR_PLACE = 900
PERCENT_POOL = 1_000_000
"""Bytes of the pool of which memory in percent is a share."""


def vendor_rows(switch: Switch) -> Iterator[Row]:
    """Yield what the switch's maker serves besides the standard tables, in no order."""
    yield from _BY_MAKER[switch.maker](switch)


def _huawei(switch: Switch) -> Iterator[Row]:
    entity = f"{HUAWEI_ENTITY}.1.1"
    for index, is_board in ((HUAWEI_BOARD, True), (HUAWEI_BOARD + 1, False)):
        yield number(f"{entity}.2.{index}", 3)
        for column, key in ((5, "cpu"), (7, "memory"), (11, "temperature")):
            oid = f"{entity}.{column}.{index}"
            yield moving(oid, INTEGER, key) if is_board else number(oid, 0)
    for fan in (1, 2):
        yield number(f"{HUAWEI_ENTITY}.10.1.5.0.{fan}", 45)
        yield number(f"{HUAWEI_ENTITY}.10.1.7.0.{fan}", 1)
    yield number(f"{HUAWEI_ENTITY}.18.1.6.0.1", 1)
    if switch.poe_ports:
        yield number(f"{HUAWEI_POE}.2.1.2.0", switch.poe_budget_w * 1000)
        yield moving(f"{HUAWEI_POE}.2.1.5.0", INTEGER, "poe_total_mw")
    for port in switch.poe_ports:
        yield moving(f"{HUAWEI_POE}.3.1.3.{port.index}", INTEGER, f"poe_enabled.{port.index}")
        yield moving(f"{HUAWEI_POE}.3.1.10.{port.index}", INTEGER, f"poe_mw.{port.index}")


def _h3c(switch: Switch) -> Iterator[Row]:
    for column, key in ((6, "cpu"), (8, "memory"), (12, "temperature")):
        yield moving(f"{H3C_ENTITY}.{column}.{H3C_BOARD}", INTEGER, key)
        yield number(f"{H3C_ENTITY}.{column}.{H3C_BOARD + 1}", 65535 if key == "temperature" else 0)
    for fan in (1, 2):
        yield number(f"{H3C_DEVICE}.1.1.2.{fan}", 1)
    yield number(f"{H3C_DEVICE}.2.1.2.1", 1)
    yield number(f"{H3C_DEVICE}.2.1.2.2", 3)
    yield from power_rows(switch) if switch.poe_ports else ()


def _ruijie(switch: Switch) -> Iterator[Row]:
    for column in (1, 2, 3):
        yield moving(f"{RUIJIE}.36.1.1.{column}.0", INTEGER, "cpu")
    yield moving(f"{RUIJIE}.35.1.1.1.3.1", INTEGER, "memory")
    yield text(f"{RUIJIE}.1.1.44.1.4.1.1.1", "switch")
    yield moving(f"{RUIJIE}.1.1.44.1.5.1.1.1", INTEGER, "temperature")
    yield number(f"{RUIJIE}.1.1.43.1.4.1", 4)
    yield number(f"{RUIJIE}.1.1.41.1.3.1", 4)
    yield number(f"{RUIJIE}.1.1.41.1.3.2", 1)
    yield from power_rows(switch) if switch.poe_ports else ()


def _cisco(switch: Switch) -> Iterator[Row]:
    for column in (6, 7, 8):
        yield moving(f"{CISCO_CPU}.{column}.1", GAUGE, "cpu")
    yield text(f"{CISCO_POOL}.2.1", "Processor")
    used = int(PERCENT_POOL * switch.memory / 100)
    yield gauge(f"{CISCO_POOL}.5.1", used)
    yield gauge(f"{CISCO_POOL}.6.1", PERCENT_POOL - used)
    yield text(f"{CISCO_ENVIRONMENT}.3.1.2.1", "SW#1, Sensor#1, GREEN")
    yield moving(f"{CISCO_ENVIRONMENT}.3.1.3.1", GAUGE, "temperature")
    yield number(f"{CISCO_ENVIRONMENT}.3.1.6.1", 1)
    yield number(f"{CISCO_ENVIRONMENT}.4.1.3.1", 1)
    yield number(f"{CISCO_ENVIRONMENT}.5.1.3.1", 1)
    yield from power_rows(switch) if switch.poe_ports else ()


def _mikrotik(switch: Switch) -> Iterator[Row]:
    yield text(f"{MIKROTIK}.7.3.0", switch.serial)
    yield text(f"{MIKROTIK}.4.4.0", switch.firmware)
    yield moving(f"{MIKROTIK}.3.100.1.3.17", INTEGER, "temperature")
    yield number(f"{MIKROTIK}.3.100.1.4.17", 1)
    for port in switch.poe_ports:
        yield moving(f"{MIKROTIK}.15.1.1.3.{port.index}", INTEGER, f"poe_state.{port.index}")
        yield moving(f"{MIKROTIK}.15.1.1.6.{port.index}", INTEGER, f"poe_dw.{port.index}")
    yield from _host(switch)


def _standard(switch: Switch) -> Iterator[Row]:
    yield from _host(switch)
    yield text(f"{ENTITY}.2.{SENSOR_PLACE}", "Temperature inside")
    yield number(f"{ENTITY}.5.{SENSOR_PLACE}", 8)
    for column, value in ((1, 8), (2, 9), (3, 0), (5, 1)):
        yield number(f"{SENSOR}.{column}.{SENSOR_PLACE}", value)
    yield moving(f"{SENSOR}.4.{SENSOR_PLACE}", INTEGER, "temperature")
    yield from power_rows(switch) if switch.poe_ports else ()


def _host(switch: Switch) -> Iterator[Row]:
    yield moving(f"{HOST_PROCESSOR}.1", INTEGER, "cpu")
    yield Row(f"{HOST_STORAGE}.2.65536", OBJECT_ID, RAM)
    yield number(f"{HOST_STORAGE}.4.65536", 1024)
    yield number(f"{HOST_STORAGE}.5.65536", PERCENT_POOL)
    yield number(f"{HOST_STORAGE}.6.65536", int(PERCENT_POOL * switch.memory / 100))


_BY_MAKER: Mapping[Maker, Callable[[Switch], Iterator[Row]]] = {
    Maker.HUAWEI: _huawei,
    Maker.H3C: _h3c,
    Maker.RUIJIE: _ruijie,
    Maker.CISCO: _cisco,
    Maker.MIKROTIK: _mikrotik,
    Maker.STANDARD: _standard,
}
