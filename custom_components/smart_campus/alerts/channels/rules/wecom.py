"""Messages of WeCom: of a group robot, and of an intelligent robot with its presses.

Source: the platform's pages 99110 (group robot), 101463 (long connection), 101027 (events), 101032 (template cards).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .card import Card
from .tame import cut_bytes, cut_characters, plain_lines, tame_markdown

MOST_MARKDOWN: Final = 4096
"""Bytes of UTF-8."""
MOST_TITLE: Final = 26
MOST_SUBTITLE: Final = 112
"""Characters a card of a group shows whole; longer text goes out as Markdown."""
MOST_CARD_TEXT: Final = 512
MOST_BUTTONS: Final = 6
DONE: Final = "done"
"""Key of the button that says what became of the alert; pressing it does nothing."""
_HINT: Final = "warning"
_CALM: Final = "info"


def robot_body(card: Card) -> dict[str, Any]:
    """Return the body for a group robot: a card with a link when it fits one, else Markdown."""
    title, text = plain_lines(card.title, 200), plain_lines(card.text, 2000)
    if card.link and len(title) <= MOST_TITLE and len(text) <= MOST_SUBTITLE:
        return {
            "msgtype": "template_card",
            "template_card": {
                "card_type": "text_notice",
                "main_title": {"title": title},
                "sub_title_text": text,
                "jump_list": [{"type": 1, "title": card.link_label, "url": card.link}],
                "card_action": {"type": 1, "url": card.link},
            },
        }
    return {"msgtype": "markdown", "markdown": {"content": markdown(card)}}


def markdown(card: Card) -> str:
    """Return a message as Markdown of at most MOST_MARKDOWN bytes; a link is never cut."""
    colour = _CALM if card.is_over else _HINT
    head = f'**<font color="{colour}">{tame_markdown(card.title, 200)}</font>**\n'
    tail = f"\n[{card.link_label}]({card.link})" if card.link else ""
    room = MOST_MARKDOWN - len((head + tail).encode())
    return head + cut_bytes(tame_markdown(card.text, 2000), room) + tail


def bot_body(card: Card) -> dict[str, Any]:
    """Return what an intelligent robot sends to one person: a card with buttons, or Markdown without any."""
    if not card.buttons and not card.status:
        return {"msgtype": "markdown", "markdown": {"content": markdown(card)}}
    return {"msgtype": "template_card", "template_card": bot_card(card)}


def bot_card(card: Card) -> dict[str, Any]:
    """Return a card with buttons; with a status, one button that says it."""
    title = plain_lines(card.title, 200)
    text = plain_lines(f"{card.status}\n{card.text}" if card.status else card.text, MOST_CARD_TEXT)
    buttons = [
        {"text": cut_characters(label, 16), "style": 1 if n == 0 else 2, "key": key}
        for n, (key, label) in enumerate(card.buttons)
    ]
    if card.status:
        buttons = [{"text": cut_characters(plain_lines(card.status, 40), 20), "style": 2, "key": DONE}]
    shown: dict[str, Any] = {
        "card_type": "button_interaction",
        "main_title": {"title": cut_characters(title, MOST_TITLE)},
        "sub_title_text": text if len(title) <= MOST_TITLE else cut_characters(f"{title}\n{text}", MOST_CARD_TEXT),
        "button_list": buttons[:MOST_BUTTONS],
        "task_id": card.mark,
    }
    if card.link:
        shown["card_action"] = {"type": 1, "url": card.link}
    return shown


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of a card."""

    event_id: str
    """The same when the platform tells it again."""
    user_id: str
    button_id: str
    mark: str


def read_press(body: Mapping[str, Any]) -> Press | None:
    """Return the press an event tells; None for any other event."""
    match body:
        case {
            "msgid": str(event_id),
            "from": {"userid": str(user_id)},
            "event": {"eventtype": "template_card_event", **rest},
        }:
            detail = rest.get("template_card_event", rest)
            match detail:
                case {"event_key": str(button_id), "task_id": str(mark)}:
                    return Press(event_id, user_id, button_id, mark)
    return None
