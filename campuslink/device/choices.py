"""What a point can be set to, and what a person calls it: told by the profile's map, or by the device itself."""

from collections.abc import Callable, Collection, Mapping

from ..errors import LinkError, RefusedError
from ..plan.request import TextRequest
from ..plan.texts import request_for
from ..profile.schema import Choices, Point, Profile, TextWrite
from .conversation import Conversation
from .readings import clean_text

ASK_AGAIN_AFTER_S = 86_400.0
RETRY_AFTER_S = 600.0
"""Time after a list that was refused or not told."""
MOST_CHOICES = 64
NAMES_IN_ONE_POLL = 8
"""Names asked for in one poll, so that a projector with many inputs is not busy with us for long."""


class ChoiceLists:
    """The choices of one device's points, asked for while it is awake, once a day."""

    def __init__(self, profile: Profile, conversation: Conversation, clock: Callable[[], float]) -> None:
        """Nothing is asked before the first `refresh`."""
        self._points = {point.id: point.choices for point in profile.points.values() if point.choices is not None}
        self._fixed = {point.id: _mapped(point) for point in profile.points.values()}
        self._conversation = conversation
        self._clock = clock
        self._values: dict[str, tuple[str, ...]] = {}
        self._names: dict[str, dict[str, str]] = {}
        """By point and value; an empty name where the device has none."""
        self._unnamed: dict[str, list[str]] = {}
        """By point, values whose names are still to be asked for; until then the name of yesterday counts."""
        self._due_at: dict[str, float] = {}
        """By point, when its list is asked for again."""

    def of(self, point: str) -> Mapping[str, str]:
        """Return label by value; labels differ from each other."""
        choices = self._points.get(point)
        if choices is None:
            return self._fixed.get(point, {})
        names = self._names.get(point, {})
        labels: dict[str, str] = {}
        for value in self._values.get(point, ()):
            label = names.get(value) or _label(choices, value)
            while label in labels.values():
                label = f"{label} ({value})"
            labels[value] = label
        return labels

    async def refresh(self, points: Collection[str]) -> None:
        """Ask for what is missing or old about the points. Trouble is left for another time."""
        for point, choices in self._points.items():
            if point in points:
                try:
                    await self._refresh(point, choices)
                except LinkError, RefusedError:
                    return

    async def _refresh(self, point: str, choices: Choices) -> None:
        now = self._clock()
        if now >= self._due_at.get(point, now):
            self._due_at[point] = now + RETRY_AFTER_S
            answer = bytes(await self._conversation.ask(request_for(choices.ask))).decode()
            self._values[point] = _values(choices, answer)
            self._unnamed[point] = list(self._values[point])
            self._due_at[point] = now + ASK_AGAIN_AFTER_S
        if choices.name and point in self._values:
            await self._ask_names(point, choices.name)

    async def _ask_names(self, point: str, command: str) -> None:
        names, unnamed = self._names.setdefault(point, {}), self._unnamed[point]
        for value in unnamed[:NAMES_IN_ONE_POLL]:
            unnamed.remove(value)
            try:
                answer = bytes(await self._conversation.ask(TextRequest(command.replace("{}", value)))).decode()
            except RefusedError:
                answer = ""
            names[value] = clean_text(answer)


def _values(choices: Choices, answer: str) -> tuple[str, ...]:
    """Return the values in a list: letters and digits only, for each becomes part of a command."""
    fields = [field.strip() for field in answer.split(choices.ask.split or None)]
    return tuple(dict.fromkeys(field for field in fields if field.isalnum() and field.isascii()))[:MOST_CHOICES]


def _label(choices: Choices, value: str) -> str:
    beginning = max((each for each in choices.labels if value.startswith(each)), key=len, default="")
    return f"{choices.labels[beginning]} {value[len(beginning) :]}".strip() if beginning else value


def _mapped(point: Point) -> dict[str, str]:
    """Return what the profile itself says a point can be set to."""
    if not isinstance(point.write, TextWrite):
        return {}
    words = point.write.map or list(point.rule.map.values())
    return {word: word for word in words if isinstance(word, str)}
