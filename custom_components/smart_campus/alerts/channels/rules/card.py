"""What a chat message shows, whatever the platform."""

from dataclasses import dataclass

from ...rules.alert import Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class Card:
    """One message. Title, text and labels are what the desk said, not yet made harmless."""

    title: str
    text: str
    severity: Severity
    is_over: bool = False
    """Whether it says that something is in order again."""
    language: str = "en"
    buttons: tuple[tuple[str, str], ...] = ()
    """Id and label of each, in order."""
    link: str | None = None
    """Address of the page on which it can be acknowledged."""
    link_label: str = ""
    mark: str = ""
    """What the platform gives back with a press; see `links.Seal.mark`."""
    status: str = ""
    """What became of it: who acknowledged, or that it is over."""
