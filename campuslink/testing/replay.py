"""A device made of a recording: it answers what was recorded and refuses everything else."""

from typing import override

from ..device.recording import Recording
from ..errors import RefusalReason, RefusedError
from ..link.base import DeviceLink
from ..plan.request import Answer, ItemRequest, RegisterSpan, Request, TextRequest

ILLEGAL_ADDRESS = "not in the recording"


class ReplayLink(DeviceLink):
    """Serves a `Recording`. What is written can be read back; the recording itself stays as it was."""

    def __init__(self, recording: Recording, *, line: str = "replay") -> None:
        """line: the key of the physical line the device seems to hang on."""
        self.requests: list[Request] = []
        """Every read that was asked for, refused ones included, in order."""
        self.is_closed = False
        self._line = line
        self._refused = recording.refused
        self._items = dict(recording.items)
        self._texts = dict(recording.texts)
        self._alone = {(space, address, len(words)): words for space, address, words in recording.alone}
        self._registers = {
            (space, first + offset): word
            for space, runs in recording.registers.items()
            for first, run in runs.items()
            for offset, word in enumerate(run)
        }

    @property
    @override
    def line(self) -> str:
        return self._line

    @override
    async def read(self, request: Request) -> Answer:
        self.requests.append(request)
        match request:
            case RegisterSpan():
                return self._read_span(request)
            case ItemRequest(item=item):
                if item not in self._items:
                    raise RefusedError(RefusalReason.ADDRESS, ILLEGAL_ADDRESS)
                return self._items[item]
            case TextRequest(command=command):
                if command not in self._texts:
                    raise RefusedError(RefusalReason.FUNCTION, ILLEGAL_ADDRESS)
                return self._texts[command].encode()

    @override
    async def write(self, request: Request, values: Answer) -> None:
        if not isinstance(request, RegisterSpan):
            raise RefusedError(RefusalReason.FUNCTION, "items are read only")
        self._read_span(request)
        self._registers.update(
            {(request.space, request.address + offset): value for offset, value in enumerate(values)}
        )

    @override
    async def close(self) -> None:
        self.is_closed = True

    def _read_span(self, span: RegisterSpan) -> Answer:
        if (words := self._alone.get((span.space, span.address, span.count))) is not None:
            return words
        addresses = range(span.address, span.address + span.count)
        if any(self._touches_refused(span, *refused) for refused in self._refused):
            raise RefusedError(RefusalReason.ADDRESS, "refused in the recording")
        try:
            return tuple(self._registers[span.space, address] for address in addresses)
        except KeyError as error:
            raise RefusedError(RefusalReason.ADDRESS, ILLEGAL_ADDRESS) from error

    @staticmethod
    def _touches_refused(span: RegisterSpan, space: str, address: int, count: int) -> bool:
        return span.space == space and span.address < address + count and address < span.address + span.count
