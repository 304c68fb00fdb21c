"""What a site has at this moment, out of its devices, rooms, ledger and work orders."""

from collections.abc import Iterable, Iterator

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers import area_registry as ar

from ..campuslink.device.switch import SwitchDevice
from ..campuslink.model import Kind
from ..coordinator import DeviceCoordinator
from ..equipment.ledger import EquipmentLedger
from ..equipment.rules.asset import Asset, AssetState
from ..network.inspection.collecting import count_ports
from ..rooms.settings import RoomSettings, RoomType
from ..work_orders.rules.order import WorkOrder
from .rules.campus import AssetFacts, CampusFacts, RoomFacts


@callback
def collect_campus(
    hass: HomeAssistant,
    site: str,
    *,
    rooms: Iterable[RoomSettings],
    coordinators: Iterable[DeviceCoordinator],
    ledger: EquipmentLedger,
    orders: Iterable[WorkOrder],
) -> CampusFacts:
    """Return the facts of a site. orders: open ones, of any site."""
    devices = tuple(coordinators)
    assets = [asset for asset in ledger.of_site(site) if asset.state is not AssetState.RETIRED]
    displays = {asset.area_id for asset in assets if _is_display(asset) and asset.area_id}
    areas = ar.async_get(hass)
    meters = ((area_id, areas.async_get_area(area_id)) for area_id in _areas(devices, Kind.METER))
    up, ports = _count(devices)
    return CampusFacts(
        rooms=tuple(_room(areas, room) for room in rooms),
        display_areas=frozenset({*displays, *_areas(devices, Kind.PROJECTOR)}),
        meter_areas=frozenset((area_id, area.floor_id if area else None) for area_id, area in meters),
        assets=tuple(_assets(assets, [order for order in orders if order.site == site])),
        ports_up=up,
        ports=ports,
    )


def _is_display(asset: Asset) -> bool:
    return asset.kind == Kind.PROJECTOR.value and asset.state is AssetState.IN_USE


def _room(areas: ar.AreaRegistry, room: RoomSettings) -> RoomFacts:
    area = areas.async_get_area(room.area_id)
    return RoomFacts(
        area_id=room.area_id,
        floor_id=area.floor_id if area else None,
        is_teaching=room.room_type is not RoomType.OTHER,
        is_smart=room.room_type is RoomType.SMART_CLASSROOM,
    )


def _areas(devices: Iterable[DeviceCoordinator], kind: Kind) -> Iterator[str]:
    for coordinator in devices:
        if coordinator.settings.kind is kind and (area_id := coordinator.area_id) is not None:
            yield area_id


def _assets(assets: Iterable[Asset], orders: Iterable[WorkOrder]) -> Iterator[AssetFacts]:
    names = {order.asset_number for order in orders if order.asset_number}
    devices = {order.device_subentry_id for order in orders if order.device_subentry_id}
    for asset in assets:
        yield AssetFacts(
            is_in_repair=asset.state is AssetState.IN_REPAIR,
            has_order=asset.device_subentry_id in devices or bool({asset.asset_number, asset.asset_id} & names),
        )


def _count(devices: Iterable[DeviceCoordinator]) -> tuple[int, int]:
    """Return how many ports are up, and how many there are, of the switches that answer."""
    up = total = 0
    for coordinator in devices:
        if isinstance(coordinator.device, SwitchDevice) and coordinator.is_answering:
            some_up, some = count_ports(coordinator.device.ports)
            up, total = up + (some_up or 0), total + (some or 0)
    return up, total
