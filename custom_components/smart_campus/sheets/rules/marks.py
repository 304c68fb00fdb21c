"""Punctuation as typed in two writing systems, made one."""

from typing import Final

_MARKS: Final = str.maketrans(
    {
        "，": ",",
        "、": ",",
        "；": ";",
        "：": ":",
        "（": "(",
        "）": ")",
        "【": "[",
        "】": "]",
        "～": "-",
        "~": "-",
        "－": "-",
        "—": "-",
        "–": "-",
        "至": "-",
        "\u3000": "",
        " ": "",
        "\t": "",
        "\u00a0": "",
    }
    | {chr(0xFF10 + digit): str(digit) for digit in range(10)}
)


def plain_marks(text: str) -> str:
    """Return the text with half-width digits and marks, and without spaces."""
    return text.translate(_MARKS)
