"""What the demo fills into the shipped blueprints."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from homeassistant.util.yaml import parse_yaml

from demo.automations import CORRIDOR, ENTRANCES, LIT, RECORDED, ROADS, WEATHER, filled_in
from demo.folder import CHECKOUT
from demo.readiness import Entity

AREAS = {device: f"area of {device}" for device in (CORRIDOR, *ENTRANCES, LIT, RECORDED, ROADS)}
WEATHER_STATION = [
    Entity(entity_id=f"sensor.{point}", device=WEATHER, point=point, state="on") for point in ("illuminance", "rain")
]
MADE = {
    language: filled_in(AREAS, WEATHER_STATION, ["input_button.report"], "notify.office", language)
    for language in ("en", "zh-Hans")
}


def declared(inputs: Mapping[str, Any]) -> Iterator[str]:
    """Yield the names of a blueprint's inputs, those in sections as well."""
    for name, each in inputs.items():
        if isinstance(each, Mapping) and "input" in each:
            yield from declared(each["input"])
        else:
            yield name


@pytest.mark.parametrize("language", MADE)
@pytest.mark.parametrize("place", range(len(MADE["en"])))
def test_every_answer_is_one_the_blueprint_asks_for(language: str, place: int) -> None:
    blueprint, names, inputs = MADE[language][place]
    path = CHECKOUT / "blueprints" / "automation" / "smart_campus" / f"{blueprint}.yaml"
    shipped = parse_yaml(path.read_text("utf-8"))
    assert inputs.keys() <= {*declared(shipped["blueprint"]["input"])}
    assert names[language]
