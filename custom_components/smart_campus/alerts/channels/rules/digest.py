"""What does not fit into a robot's turns, summed up into one message."""

from typing import Final

from ...rules.alert import Severity
from .card import Card
from .tame import cut_characters, plain_lines
from .words import word

MOST_LISTED: Final = 20
MOST_HELD: Final = 500
"""Messages a digest holds; further ones are counted."""
MOST_LINE: Final = 90


class Digest:
    """Messages that wait for one turn. A newer one about the same alert replaces the older."""

    def __init__(self) -> None:
        self._cards: dict[str, Card] = {}
        self._left_out = 0

    def __len__(self) -> int:
        return len(self._cards) + self._left_out

    def add(self, tag: str, card: Card) -> None:
        """Add a message; tag: the same for all messages about one alert."""
        if tag not in self._cards and len(self._cards) >= MOST_HELD:
            self._left_out += 1
            return
        self._cards.pop(tag, None)
        self._cards[tag] = card

    def card(self, language: str) -> Card:
        """Return the one message: how many there are, and the worst of them first. A single one stays as it is."""
        cards = sorted(self._cards.values(), key=lambda card: (card.is_over, -card.severity.rank))
        if len(self) == 1:
            return cards[0]
        lines = [_line(card, language) for card in cards[:MOST_LISTED]]
        if (more := len(self) - len(lines)) > 0:
            lines.append(word("digest_more", language, count=more))
        return Card(
            title=word("digest_title", language, count=len(self)),
            text="\n".join(lines),
            severity=max((card.severity for card in cards if not card.is_over), default=Severity.NOTICE, key=_rank),
            is_over=all(card.is_over for card in cards),
            language=language,
        )


def _line(card: Card, language: str) -> str:
    lead = f"{word('over', language)}: " if card.is_over else ""
    return cut_characters(f"• {lead}{plain_lines(card.title, MOST_LINE)}", MOST_LINE)


def _rank(severity: Severity) -> int:
    return severity.rank
