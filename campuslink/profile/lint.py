"""Rules over the whole library, and what a good profile has beyond being valid."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path, PurePath

from ..codec.decoders import DECODERS, Result
from ..errors import Problem
from .document import Path as KeyPath
from .document import dotted
from .library import Library
from .mqtt_schema import SLEEPY_SILENCE_S
from .schema import Catalogue, CatalogueEntry, Point, Profile, Protocol

MAX_LINES = 300

type Finding = tuple[KeyPath, str]
"""Key path within the profile's file, and the message."""


def lint_library(library: Library, fixtures: Path | None = None) -> tuple[Problem, ...]:
    """Return the problems of every file and of the library as a whole, by file and line. Blocks: reads file names.

    fixtures: ``tests/profiles``, to look up the recordings profiles say they were tested with; None leaves that out.
    """
    problems = list(library.problems)
    for profile in library.profiles.values():
        problems += _lint_profile(library, profile, fixtures)
    problems += _lint_marks(library)
    problems += _lint_system(library)
    problems += _lint_products(library)
    problems += _lint_covers(library)
    return tuple(sorted(set(problems), key=lambda each: (each.file, each.line, each.key, each.message)))


def _lint_profile(library: Library, profile: Profile, fixtures: Path | None) -> Iterator[Problem]:
    catalogue = library.catalogue(profile.kind)
    rules: tuple[Callable[[Profile], Iterable[Finding]], ...] = (
        _check_names,
        _check_sources,
        _check_plausible,
        _check_mqtt,
        lambda each: _check_points(each, catalogue),
        lambda each: _check_recordings(each, fixtures),
    )
    for rule in rules:
        for path, message in rule(profile):
            yield _problem(library, profile, path, message)
    lines = max(library.documents[profile.id].lines.values(), default=0)
    if lines > MAX_LINES:
        message = f"{lines} lines; above {MAX_LINES} move what the family shares into a trait"
        yield _problem(library, profile, (), message, "warning")


def _check_names(profile: Profile) -> Iterator[Finding]:
    path = PurePath(profile.file)
    if path.stem != profile.id:
        yield ("id",), f"{profile.id} is not the file's name; rename the file to {profile.id}.yaml"
    if not profile.is_own and path.parent.name != profile.kind:
        yield ("kind",), f"a {profile.kind} profile stands in the folder {profile.kind}, not {path.parent.name}"
    if not profile.products:
        yield ("products",), "no product; name at least one brand and model"


def _check_sources(profile: Profile) -> Iterator[Finding]:
    if not profile.sources:
        yield ("sources",), "no source; name the document it was written from"


def _check_plausible(profile: Profile) -> Iterator[Finding]:
    for point, (low, high) in profile.identify.plausible.items():
        path = ("identify", "plausible", point)
        limits = profile.points[point].rule.range
        if limits is None:
            yield path, f"{point} gives no number with a range"
        elif not limits[0] <= low <= high <= limits[1]:
            yield path, f"{low} to {high} reaches beyond the point's range {limits[0]} to {limits[1]}"


def _check_mqtt(profile: Profile) -> Iterator[Finding]:
    if profile.transport.protocol is not Protocol.MQTT:
        return
    rules = profile.transport.mqtt
    is_sleepy = any(point in profile.points for point in ("battery", "battery_low"))
    if is_sleepy and 0 < rules.silence_s < SLEEPY_SILENCE_S:
        path = ("transport", "mqtt", "silence_s")
        yield path, f"a node with a battery speaks when something changes; at least {SLEEPY_SILENCE_S:.0f}"
    if not rules.find:
        yield ("transport", "mqtt"), "find is missing: the topic by which nodes are found on the broker"


def _check_points(profile: Profile, catalogue: Catalogue) -> Iterator[Finding]:
    for point in profile.points.values():
        for key, message in _check_point(point, catalogue.points[point.id]):
            yield ("points", point.id, *key), message


def _check_point(point: Point, entry: CatalogueEntry) -> Iterator[Finding]:
    is_number = DECODERS[point.rule.decode].result is not Result.TEXT and not point.rule.map
    if is_number and point.rule.range is None and entry.entity is not None:
        yield (), "a number without range; a garbled answer would pass. Add range: [low, high]"
    if not is_number and entry.unit is not None:
        yield ("decode",), f"gives text, and the catalogue says a number of {entry.unit}"
    if entry.is_total and point.max_rate is None:
        yield (), "a total without max_rate, here or in the catalogue"
    if not entry.is_total and point.rollover is not None:
        yield ("rollover",), "only totals roll over; remove it"
    if entry.entity is not None and entry.entity.platform == "binary_sensor" and not _is_boolean(point):
        yield ("map",), "a binary_sensor needs a map to true and false"


def _is_boolean(point: Point) -> bool:
    return bool(point.rule.map) and all(isinstance(value, bool) for value in point.rule.map.values())


def _check_recordings(profile: Profile, fixtures: Path | None) -> Iterator[Finding]:
    if fixtures is None:
        return
    for index, recording in enumerate(profile.tested):
        if not (fixtures / profile.id / recording.recording / "recording.json").is_file():
            path = ("tested", index, "recording")
            yield path, f"no recording.json in {fixtures / profile.id / recording.recording}"


def _lint_marks(library: Library) -> Iterator[Problem]:
    owners: defaultdict[tuple[object, ...], list[tuple[Profile, int]]] = defaultdict(list)
    for profile in library.profiles.values():
        for index, mark in enumerate(profile.identify.exact):
            place = (profile.transport.protocol, mark.read.model, mark.read.space, mark.read.address, mark.rule.decode)
            for value in mark.equals:
                owners[*place, value].append((profile, index))
    for key, claims in owners.items():
        for profile, index in claims:
            others = sorted({other.id for other, _ in claims} - {profile.id})
            if others:
                message = f"the value {key[-1]} there marks {', '.join(others)} too; a mark fits one profile only"
                yield _problem(library, profile, ("identify", "exact", index), message)


def _lint_system(library: Library) -> Iterator[Problem]:
    owners: defaultdict[tuple[str, str], list[tuple[Profile, int]]] = defaultdict(list)
    for profile in library.profiles.values():
        for index, mark in enumerate(profile.identify.system):
            for word in mark.describes or ("",):
                owners[mark.object_id, word.casefold()].append((profile, index))
    for (object_id, word), claims in owners.items():
        for profile, index in claims:
            others = sorted({other.id for other, _ in claims} - {profile.id})
            if others:
                said = f"{object_id or 'any'}{f' with {word}' if word else ''}"
                message = f"{said} means {', '.join(others)} too; name a longer beginning or another word"
                yield _problem(library, profile, ("identify", "system", index), message)


def _lint_products(library: Library) -> Iterator[Problem]:
    owners: dict[tuple[str, str, str], Profile] = {}
    for profile in library.profiles.values():
        for index, product in enumerate(profile.products):
            key = (profile.transport.protocol.value, product.brand.casefold(), product.model.casefold())
            first = owners.setdefault(key, profile)
            if first is not profile:
                message = f"{product.brand} {product.model} is a product of {first.id} too; keep one"
                yield _problem(library, profile, ("products", index), message)
            elif product in profile.products[:index]:
                message = f"{product.brand} {product.model} stands here twice"
                yield _problem(library, profile, ("products", index), message)


def _lint_covers(library: Library) -> Iterator[Problem]:
    owners: dict[str, Profile] = {}
    for profile in library.profiles.values():
        for index, covered in enumerate(profile.covers):
            taken = library.profiles.get(covered) or owners.setdefault(covered, profile)
            if taken is not profile or covered == profile.id:
                message = f"{covered} is an id of {taken.id}; a profile covers ids nobody else has"
                yield _problem(library, profile, ("covers", index), message)


def _problem(library: Library, profile: Profile, path: KeyPath, message: str, severity: str = "error") -> Problem:
    document = library.documents[profile.id]
    return Problem(file=profile.file, line=document.line(path), key=dotted(path), message=message, severity=severity)
