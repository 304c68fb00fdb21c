"""Twelve meters behind three gateways, each a model of its own."""

from . import patterns
from .byte_gateway import ByteGateway
from .cjt188_meter import Cjt188Meter
from .clock import SimClock
from .demo_places import (
    CANTEEN,
    CLASSROOM_301,
    CLASSROOM_302,
    COMPUTER_ROOM,
    DISTRIBUTION_ROOM,
    DORMITORY,
    DORMITORY_DISTRIBUTION,
    GATEHOUSE,
    GROUNDS,
    HEAT_STATION,
    KITCHEN,
    LIBRARY,
    LIBRARY_DISTRIBUTION,
    LIBRARY_ROOF,
    PUMP_ROOM,
    SPORTS_HALL,
    TEACHING_A,
)
from .dlt645_meter import Dlt645Meter
from .gateway import Gateway
from .meter import Meter
from .modbus_gateway import ModbusGateway
from .models import MAPS
from .quantities import ElectricLoad, HeatSupply, WaterPipe, Wiring
from .system import Names


def demo_gateways(clock: SimClock, base_port: int) -> tuple[Gateway, ...]:
    """Return the three gateways; they take three ports from `base_port`, 0 for free ones."""
    ports = [base_port + index if base_port else 0 for index in range(3)]
    return _modbus_tcp(clock, ports[0]), _rtu_over_tcp(clock, ports[1]), _transparent(clock, ports[2])


def _modbus_tcp(clock: SimClock, port: int) -> ModbusGateway:
    roof = ElectricLoad("solar", clock, patterns.solar, peak_w=60000, wiring=Wiring(start_kwh=300))
    meters = (
        Meter(
            id="teaching-a-main",
            profile="eastron-sdm630",
            address="1",
            serial="21090001",
            name=Names(en="Teaching building A, main supply", zh_hans="教学楼A总表"),
            room=DISTRIBUTION_ROOM,
            building=TEACHING_A,
            source=ElectricLoad("teaching-a", clock, patterns.SCHOOL_DAY, peak_w=86000),
        ),
        Meter(
            id="computer-room",
            profile="chint-dtsu666",
            address="2",
            serial="21090002",
            name=Names(en="Computer room meter", zh_hans="机房电表"),
            room=COMPUTER_ROOM,
            building=TEACHING_A,
            source=ElectricLoad("computer-room", clock, patterns.COMPUTER_ROOM, peak_w=14500),
        ),
        Meter(
            id="library",
            profile="schneider-pm5110",
            address="3",
            serial="21090003",
            name=Names(en="Library, main supply", zh_hans="图书馆总表"),
            room=LIBRARY_DISTRIBUTION,
            building=LIBRARY,
            source=ElectricLoad("library", clock, patterns.OPEN_LATE, peak_w=52000),
        ),
        Meter(
            id="solar",
            profile="sunspec-meter",
            address="4",
            serial="SM21090004",
            name=Names(en="Rooftop solar connection", zh_hans="屋顶光伏并网表"),
            room=LIBRARY_ROOF,
            building=LIBRARY,
            source=roof,
        ),
    )
    return ModbusGateway("gateway-a", [(meter, MAPS[meter.profile]) for meter in meters], port=port)


def _rtu_over_tcp(clock: SimClock, port: int) -> ModbusGateway:
    single = Wiring(phases=1, start_kwh=400)
    meters = (
        Meter(
            id="classroom-301",
            profile="eastron-sdm120",
            address="1",
            serial="21090011",
            name=Names(en="Classroom 301 meter", zh_hans="301智慧课室电表"),
            room=CLASSROOM_301,
            building=TEACHING_A,
            source=ElectricLoad("classroom-301", clock, patterns.CLASSROOM, peak_w=3600, wiring=single),
        ),
        Meter(
            id="classroom-302",
            profile="chint-ddsu666",
            address="2",
            serial="21090012",
            name=Names(en="Classroom 302 meter", zh_hans="302智慧课室电表"),
            room=CLASSROOM_302,
            building=TEACHING_A,
            source=ElectricLoad("classroom-302", clock, patterns.CLASSROOM, peak_w=3200, wiring=single),
        ),
        Meter(
            id="canteen-kitchen",
            profile="carlo-gavazzi-em340",
            address="3",
            serial="21090013",
            name=Names(en="Canteen kitchen meter", zh_hans="食堂厨房电表"),
            room=KITCHEN,
            building=CANTEEN,
            source=ElectricLoad("canteen", clock, patterns.KITCHEN, peak_w=38000),
        ),
        Meter(
            id="dormitory-main",
            profile="abb-b23",
            address="4",
            serial="21090014",
            name=Names(en="Dormitory 1, main supply", zh_hans="1号宿舍楼总表"),
            room=DORMITORY_DISTRIBUTION,
            building=DORMITORY,
            source=ElectricLoad("dormitory", clock, patterns.LIVING, peak_w=41000),
        ),
    )
    return ModbusGateway("gateway-b", [(meter, MAPS[meter.profile]) for meter in meters], port=port, is_rtu=True)


def _transparent(clock: SimClock, port: int) -> ByteGateway:
    gatehouse = Meter(
        id="gatehouse",
        profile="dlt645-2007-single-phase",
        address="202311150001",
        serial="202311150001",
        name=Names(en="Gatehouse meter", zh_hans="门卫室电表"),
        room=GATEHOUSE,
        building=GROUNDS,
        source=ElectricLoad("gatehouse", clock, patterns.LIVING, peak_w=1400, wiring=Wiring(phases=1, start_kwh=900)),
    )
    sports = Meter(
        id="sports-hall",
        profile="dlt645-2007-three-phase",
        address="202311150002",
        serial="202311150002",
        name=Names(en="Sports hall meter", zh_hans="体育馆电表"),
        room=SPORTS_HALL,
        building=GROUNDS,
        source=ElectricLoad("sports-hall", clock, patterns.OPEN_LATE, peak_w=18000),
    )
    water = Meter(
        id="dormitory-water",
        profile="cjt188-water",
        address="78330011223344",
        serial="78330011223344",
        name=Names(en="Dormitory 1, cold water", zh_hans="1号宿舍楼冷水表"),
        room=PUMP_ROOM,
        building=DORMITORY,
        source=WaterPipe(clock, patterns.WATER, peak_m3_h=6.5),
    )
    heat = Meter(
        id="heat-station",
        profile="cjt188-heat",
        address="20260324152900",
        serial="20260324152900",
        name=Names(en="Heat station, campus supply", zh_hans="热力站总表"),
        room=HEAT_STATION,
        building=GROUNDS,
        source=HeatSupply(clock),
    )
    bus = (
        Dlt645Meter(gatehouse, clock, model="DDSU666"),
        Dlt645Meter(sports, clock, model="DTSU666", phases=3),
        Cjt188Meter(water, clock, meter_type=0x10),
        Cjt188Meter(heat, clock, meter_type=0x20),
    )
    return ByteGateway("gateway-c", bus, port=port)
