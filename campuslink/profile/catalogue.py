"""Catalogue files to `Catalogue`: the closed vocabulary of points of each kind."""

from types import MappingProxyType

from ..errors import ProfileError
from ..model import Kind, PollClass
from .document import Document
from .schema import Catalogue, CatalogueEntry, EntityShape
from .section import Place, Reader, Section

PLATFORMS = ("sensor", "binary_sensor", "switch", "number", "select", "button", "event", "text", "media_player")
CATEGORIES = ("diagnostic", "config")
STATE_CLASSES = ("measurement", "measurement_angle", "total", "total_increasing")
IDENTITY_PARTS = ("serial", "model", "manufacturer", "firmware")


def parse_catalogue(document: Document) -> Catalogue:
    """Return the catalogue a file describes.

    Raises ProfileError with every problem of the file.
    """
    reader = Reader()
    top = Section(reader, Place(document, (), document.root), Place(document, (), document.root).children())
    top.need("schema", reader.integer(1, 1))
    kind = top.need("kind", reader.choice(Kind))
    places = top.need("points", reader.children) or {}
    top.close()
    points = {str(key): _parse_entry(reader, str(key), place) for key, place in places.items()}
    if reader.problems or kind is None:
        raise ProfileError(tuple(reader.problems))
    return Catalogue(kind=kind, points=MappingProxyType({key: entry for key, entry in points.items() if entry}))


def _parse_entry(reader: Reader, point: str, place: Place) -> CatalogueEntry | None:
    section = reader.section(place)
    if section is None:
        return None
    entry = CatalogueEntry(
        id=point,
        meaning=section.need("meaning", reader.text) or "",
        unit=section.find("unit", reader.text),
        poll=section.need("poll", reader.choice(PollClass)) or PollClass.NORMAL,
        entity=section.find("entity", lambda each: _parse_entity(reader, point, each)),
        is_total=section.take("total", reader.boolean, default=False),
        max_rate=section.find("max_rate", reader.quantity(0, 1e12)),
        is_private=section.take("private", reader.boolean, default=False),
        identity=section.find("identity", reader.one_of(IDENTITY_PARTS)),
    )
    section.close()
    _check_entry(reader, place, entry)
    return entry


def _check_entry(reader: Reader, place: Place, entry: CatalogueEntry) -> None:
    if entry.is_total and entry.max_rate is None:
        reader.fail(place, "a total needs max_rate, the most it can grow in an hour")
    if entry.entity is None and entry.identity is None and "entity" not in place.value:
        reader.fail(place, "a point is shown (entity) or belongs to the device's identity (identity)")


def _parse_entity(reader: Reader, point: str, place: Place) -> EntityShape | None:
    """Return how a point is shown; ``null`` in the file says that something else shows it."""
    if place.value is None:
        return None
    section = reader.section(place)
    if section is None:
        return None
    shape = EntityShape(
        platform=section.need("platform", reader.one_of(PLATFORMS)) or "",
        device_class=section.find("device_class", reader.text),
        state_class=section.find("state_class", reader.one_of(STATE_CLASSES)),
        category=section.find("category", reader.one_of(CATEGORIES)),
        enabled=section.take("enabled", reader.boolean, default=True),
        shown_in=section.find("shown_in", reader.text),
        precision=section.find("precision", reader.integer(0, 6)),
        translation_key=section.take("translation_key", reader.text, point),
        options=section.take("options", reader.listing(reader.text), ()),
    )
    section.close()
    if bool(shape.options) != (shape.device_class == "enum"):
        reader.fail(place, "options, the words a value can be, stand with the device class enum")
    return shape
