"""What a device of a text protocol said, as a `Recording`, with what is private taken out."""

from collections.abc import Mapping

from ..plan.request import Answer, Request, TextRequest
from ..profile.schema import Catalogue, Profile, TextRead
from .recording import Recording


def make_text_recording(
    profile: Profile, catalogue: Catalogue, answers: Mapping[Request, Answer], *, redact: bool
) -> Recording:
    """answers: as `Conversation` keeps them. Redacted: answers with private points, and names no point reads."""
    private = {
        point.read.command
        for point in profile.points.values()
        if isinstance(point.read, TextRead) and catalogue.points[point.id].is_private
    }
    known = {point.read.command for point in profile.points.values() if isinstance(point.read, TextRead)}
    known |= {point.choices.ask.command for point in profile.points.values() if point.choices is not None}
    texts = {
        request.command: bytes(answer).decode()
        for request, answer in answers.items()
        if isinstance(request, TextRequest)
    }
    if redact:
        texts = {
            command: text if command in known - private else "X" * min(len(text), 16) for command, text in texts.items()
        }
    return Recording(profile=profile.id, protocol=profile.transport.protocol.value, texts=texts)
