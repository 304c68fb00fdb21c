"""Text from anywhere, made harmless for chats: what it says stays readable, what it could do is gone."""

from typing import Final

from ....store.rules.text import clean_text

_LOOKALIKES: Final = str.maketrans("<>[]*`@|#_~\\$", "＜＞［］＊｀＠｜＃＿～＼＄")
"""Full-width twins. No platform documents how its Markdown is escaped; these mean nothing to any of them."""
MOST_LINES: Final = 40
CUT: Final = "…"


def plain_lines(text: str, most: int) -> str:
    """Return text of at most so many characters and MOST_LINES lines, without marks that hide or reorder it."""
    lines = [clean_text(line, most) for line in text[: 4 * most].splitlines()[:MOST_LINES]]
    return cut_characters("\n".join(lines).strip(), most)


def tame_markdown(text: str, most: int) -> str:
    """Return text that no Markdown formats, links or mentions anybody by, of at most so many characters."""
    return plain_lines(text, most).translate(_LOOKALIKES).replace("://", "：／／")


def cut_characters(text: str, most: int) -> str:
    """Return text of at most so many characters; what is missing shows."""
    return text if len(text) <= most else text[: most - 1] + CUT


def cut_bytes(text: str, most: int) -> str:
    """Return text of at most so many bytes of UTF-8, cut between two characters; what is missing shows."""
    raw = text.encode()
    if len(raw) <= most:
        return text
    return raw[: most - len(CUT.encode())].decode("utf-8", "ignore") + CUT
