"""A file as a field of a form, framed so that its length is known before it is sent."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Frame:
    """What stands before and behind the file."""

    before: bytes
    behind: bytes
    content_type: str


def frame(fields: Sequence[tuple[str, str]], file_field: str, file_name: str) -> Frame:
    """Return the frame of a form. fields: in the order they are sent, all before the file.

    Source: RFC 7578; names are quoted as browsers do (WHATWG HTML, multipart/form-data).
    """
    boundary = f"smart-campus-{secrets.token_hex(16)}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(name)}"\r\n'
        f"Content-Type: text/plain; charset=utf-8\r\n\r\n{value}\r\n"
        for name, value in fields
    ]
    head = (
        f'--{boundary}\r\nContent-Disposition: form-data; name="{_quoted(file_field)}"; '
        f'filename="{_quoted(file_name)}"\r\nContent-Type: application/octet-stream\r\n\r\n'
    )
    return Frame(
        before=("".join(parts) + head).encode(),
        behind=f"\r\n--{boundary}--\r\n".encode(),
        content_type=f"multipart/form-data; boundary={boundary}",
    )


def _quoted(name: str) -> str:
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")
