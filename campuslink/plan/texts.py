"""Points in lines of text: each command once, however many points its answer holds."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from ..profile.schema import Point, TextRead
from .request import TextRequest


@dataclass(frozen=True, slots=True)
class PlannedText:
    """A command and the ids of the points its answer carries."""

    request: TextRequest
    points: tuple[str, ...]


def plan_texts(points: Iterable[Point], refused: AbstractSet[str] = frozenset()) -> tuple[PlannedText, ...]:
    """Return one request for each command, in the order of the points; refused: commands the device does not serve.

    Points others wait for (`Point.when`) come first.
    """
    members: dict[TextRequest, list[str]] = {}
    wanted = [point for point in points if isinstance(point.read, TextRead) and point.read.command]
    gates = {gate for point in wanted for gate in point.when}
    for point in sorted(wanted, key=lambda each: each.id not in gates):
        if isinstance(point.read, TextRead) and point.read.command not in refused:
            members.setdefault(request_for(point.read), []).append(point.id)
    return tuple(PlannedText(request, tuple(carried)) for request, carried in members.items())


def request_for(read: TextRead) -> TextRequest:
    """Return the request whose answer holds the value."""
    return TextRequest(read.command, read.answer)


def cut_text(read: TextRead, value: str) -> str:
    """Return the part of an answer's value that a point reads; empty where the answer does not reach that far."""
    if read.split:
        fields = [field for field in value.split(read.split) if field] if read.split == " " else value.split(read.split)
        value = fields[read.field] if read.field < len(fields) else ""
    if read.at is not None:
        first, length = read.at
        value = value[first : first + length]
    return value.strip()
