"""What was asked of a device and what it last answered."""

from collections.abc import Mapping
from types import MappingProxyType

from ..errors import LinkError, RefusedError
from ..link.base import DeviceLink
from ..plan.request import Answer, Request

MOST_ANSWERS = 128
"""Answers kept for a recording; a device has far fewer requests unless its plans keep changing."""


class Conversation:
    """Sends one device's requests and keeps a reference to the last answer of each, at no other cost."""

    def __init__(self, link: DeviceLink) -> None:
        """Nothing is sent before the first `ask`."""
        self.link = link
        self.sent = 0
        """Requests sent since the start."""
        self.refused_in_row = 0
        """Refusals since the device last served anything."""
        self.last_served: Request | None = None
        self._answers: dict[Request, Answer] = {}

    @property
    def answers(self) -> Mapping[Request, Answer]:
        """The last answer by request, the longest unheard first."""
        return MappingProxyType(self._answers)

    async def ask(self, request: Request) -> Answer:
        """Read once. Raises what the link raises."""
        self.sent += 1
        try:
            answer = await self.link.read(request)
        except RefusedError:
            self.refused_in_row += 1
            raise
        self.refused_in_row = 0
        self.last_served = request
        self._answers.pop(request, None)
        self._answers[request] = answer
        if len(self._answers) > MOST_ANSWERS:
            del self._answers[next(iter(self._answers))]
        return answer

    async def still_serves(self) -> bool:
        """Ask again for what was served last, to tell a refusal from a device that refuses everything just now."""
        if self.last_served is None:
            return False
        try:
            await self.ask(self.last_served)
        except LinkError, RefusedError:
            return False
        return True
