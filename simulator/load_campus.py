"""A campus made by number, for benchmarks: three-phase meters of one model, all values changing all the time."""

from .campus import Plan
from .clock import SimClock
from .faults import Fault, FaultKind
from .meter import Meter
from .modbus_gateway import ModbusGateway
from .models import MAPS
from .patterns import ELECTRIC
from .quantities import ElectricLoad
from .system import Names

PROFILE = "eastron-sdm630"


def load_plan(
    *, devices: int, gateways: int = 0, dead_share: float = 0.0, base_port: int = 0, clock: SimClock | None = None
) -> Plan:
    """Return `devices` meters spread over Modbus TCP gateways.

    gateways: 0 puts 10 meters behind each; at most 247 fit behind one. dead_share: part that never answers, 0..1.
    """
    count = gateways or -(-devices // 10)
    if devices > count * 247:
        raise ValueError(f"{devices} devices do not fit behind {count} gateways of 247 units each")
    clock = clock or SimClock()
    loads = [ElectricLoad(f"load-{index}", clock, shape, peak_w=20000) for index, shape in enumerate(ELECTRIC)]
    meters = [_meter(index, loads[index % len(loads)], count) for index in range(devices)]
    for index in range(round(devices * dead_share)):
        meters[int(index / dead_share)].fault = Fault(kind=FaultKind.SILENT)
    layout = MAPS[PROFILE]
    return Plan(
        clock=clock,
        gateways=[
            ModbusGateway(
                f"gateway-{number}",
                [(meter, layout) for meter in meters[number::count]],
                port=base_port + number if base_port else 0,
            )
            for number in range(count)
        ],
    )


def _meter(index: int, source: ElectricLoad, gateways: int) -> Meter:
    return Meter(
        id=f"meter-{index}",
        profile=PROFILE,
        name=Names(en=f"Meter {index}", zh_hans=f"电表{index}"),
        room=Names(en=f"Room {index // 10}", zh_hans=f"房间{index // 10}"),
        building=Names(en="Load campus", zh_hans="压力测试校区"),
        source=source,
        address=str(index // gateways + 1),
        serial=str(30000000 + index),
    )
