"""Automations of the demo: the shipped blueprints, filled in as a person would, with times for people who watch."""

from collections.abc import Mapping, Sequence

from .api import Api, Json
from .flows import DOMAIN, FlowError
from .people import notify_actions
from .readiness import Entity

CONFIG = "/api/config/automation/config"
PREFIX = "demo_"
"""Begins the id of each automation."""
LIT = "lights-301"
"""Its room is lit by who is there."""
ENTRANCES: Sequence[str] = ("wet-entrance-a", "wet-entrance-library")
RECORDED = "recorder-302"
"""Its room is made ready before recorded lessons; it also has a projector, lights and a presence sensor."""
OFFICE = "phone-technician"
"""Hears of inspections."""
WEATHER, CORRIDOR, ROADS = "weather", "lights-corridor", "lights-roads"
AT_ANY_HOUR: Mapping[str, Json] = {"dark_below": 1000, "bright_above": 2000}
"""In lx: more than the sun ever brings inside, so that lights go on at noon as well."""
WET_FLOOR: Mapping[str, Mapping[str, str]] = {
    "wet_title": {"en": "Wet floor", "zh-Hans": "地面湿滑"},
    "rain_title": {"en": "It rains: put out umbrella stands and mats", "zh-Hans": "下雨了：请放置伞架和地垫"},
    "mopped_label": {"en": "Mopped", "zh-Hans": "已拖干"},
}
REPORT = {"en": "Report a wet floor", "zh-Hans": "报告地面湿滑"}

type Device = Mapping[str, Json]
type Made = tuple[str, Mapping[str, str], Mapping[str, Json]]
"""Blueprint, names of the automation, and its inputs."""


async def add_automations(
    api: Api, devices: Sequence[Device], entities: Sequence[Entity], phones: Sequence[Device], language: str
) -> None:
    """Install the blueprints and make the automations, or bring those of a former run up to date."""
    await _install_blueprints(api)
    office = next(phone["name"][language] for phone in phones if phone["id"] == OFFICE)
    names = {area["name"]: area["area_id"] for area in await api.command("config/area_registry/list")}
    areas = {device["id"]: names[device["room"][language]] for device in devices}
    buttons = [await _report_button(api, areas[entrance], entrance, language) for entrance in ENTRANCES]
    made = filled_in(areas, entities, buttons, (await notify_actions(api))[office], language)
    for blueprint, texts, inputs in made:
        use = {"path": f"{DOMAIN}/{blueprint}.yaml", "input": inputs}
        await api.post(f"{CONFIG}/{PREFIX}{blueprint}", {"alias": texts[language], "use_blueprint": use})


async def _install_blueprints(api: Api) -> None:
    result = await api.command(
        "call_service", domain=DOMAIN, service="install_blueprints", service_data={}, return_response=True
    )
    if failed := result["response"]["failed"]:
        raise FlowError(f"blueprints that were not installed: {failed}")


def filled_in(
    areas: Mapping[str, str], entities: Sequence[Entity], buttons: Sequence[str], office: str, language: str
) -> Sequence[Made]:
    """Return the automations. areas: by device. buttons: by which people report. office: notify action of a phone."""
    return (
        _lighting(areas),
        _corridor(areas),
        _roads(areas, entities),
        _rain(areas, entities, buttons, language),
        _network(office),
        _lessons(areas),
    )


def _lighting(areas: Mapping[str, str]) -> Made:
    names = {"en": "Energy-saving lights of classroom 301", "zh-Hans": "301课室节能照明"}
    inputs = {
        "place": {"area_id": [areas[LIT]]},
        "warn_after": {"seconds": 15},
        "off_after": {"seconds": 30},
        # The demo has lessons all day, and people come and go by the side door.
        "lesson_counts": False,
        **AT_ANY_HOUR,
    }
    return "energy_saving_lighting", names, inputs


def _corridor(areas: Mapping[str, str]) -> Made:
    names = {"en": "Corridor lights", "zh-Hans": "走廊节能照明"}
    inputs = {
        "place": {"area_id": [areas[CORRIDOR]]},
        "off_after": {"seconds": 15},
        "base_level": 0,
        **AT_ANY_HOUR,
    }
    return "corridor_lighting", names, inputs


def _roads(areas: Mapping[str, str], entities: Sequence[Entity]) -> Made:
    names = {"en": "Road lights", "zh-Hans": "道路照明"}
    inputs = {
        "place": {"area_id": [areas[ROADS]]},
        "lux_sensors": [entity_of(entities, WEATHER, "illuminance")],
        "hold": {"seconds": 30},
    }
    return "road_lighting", names, inputs


def _rain(areas: Mapping[str, str], entities: Sequence[Entity], buttons: Sequence[str], language: str) -> Made:
    names = {"en": "Rain and wet floor", "zh-Hans": "雨天与地面湿滑"}
    inputs = {
        "place": {"area_id": [areas[device] for device in ENTRANCES]},
        "rain_sensors": [entity_of(entities, WEATHER, "rain")],
        "report_buttons": list(buttons),
        "rain_hold": {"seconds": 5},
        "dry_hold": {"seconds": 60},
        "wet_hold": {"seconds": 5},
        "drying_time": {"minutes": 3},
        **{key: texts[language] for key, texts in WET_FLOOR.items()},
    }
    return "rain_and_wet_floor", names, inputs


def _network(office: str) -> Made:
    names = {"en": "Network health checks", "zh-Hans": "网络健康检查"}
    tell = {"action": office, "data": {"title": "{{ title }}", "message": "{{ message }}"}}
    # The site inspects by its own schedule, and raises alerts of the network itself.
    return "network_health_checks", names, {"inspect": False, "tell_office": [tell]}


def _lessons(areas: Mapping[str, str]) -> Made:
    names = {"en": "Recorded lessons of classroom 302", "zh-Hans": "302课室按课表自动录制"}
    inputs = {
        "place": {"area_id": [areas[RECORDED]]},
        "lead": {"minutes": 1},
        "extend_by": 1,
        "extend_at_most": 1,
    }
    return "scheduled_auto_recording", names, inputs


async def _report_button(api: Api, area_id: str, entrance: str, language: str) -> str:
    """Return a button for people in an area, made unless it is there."""
    kept = next((each for each in await api.command("input_button/list") if each["name"] == entrance), None)
    made = kept or await api.command("input_button/create", name=entrance, icon="mdi:water-alert")
    entity_id: str = next(
        each["entity_id"]
        for each in await api.command("config/entity_registry/list")
        if each["platform"] == "input_button" and each["unique_id"] == made["id"]
    )
    await api.command(
        "config/entity_registry/update", entity_id=entity_id, area_id=area_id, name=REPORT[language], labels=[]
    )
    return entity_id


def entity_of(entities: Sequence[Entity], device: str, point: str) -> str:
    """Return the entity id of a point of a device, by the simulator's id."""
    return next(each.entity_id for each in entities if (each.device, each.point) == (device, point))
