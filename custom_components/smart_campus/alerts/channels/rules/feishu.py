"""Messages of Feishu and Lark: cards of a group robot and of an app, and what a press on them tells.

Source: the platform's pages on custom bots, on the card structure 2.0, on its buttons and on card callbacks.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from ...rules.alert import Severity
from .card import Card
from .tame import cut_characters, plain_lines

MOST_TEXT: Final = 4_000
MOST_LABEL: Final = 100
_COLOURS: Final = {
    Severity.NOTICE: "blue",
    Severity.WARNING: "orange",
    Severity.URGENT: "red",
    Severity.SAFETY: "carmine",
}


def robot_body(card: Card) -> dict[str, Any]:
    """Return the body for a group robot, not yet signed. It may show links, but no buttons that answer."""
    return {"msg_type": "interactive", "card": card_of(replace(card, buttons=()))}


def card_of(card: Card) -> dict[str, Any]:
    """Return a card. All text of it is plain text, which nothing in it can format or mention anybody with."""
    elements: list[dict[str, Any]] = [_div(plain_lines(card.text, MOST_TEXT))] if card.text else []
    if card.status:
        elements.append(_div(plain_lines(card.status, 200)))
    else:
        elements += [_button(label, card, key, is_first=n == 0) for n, (key, label) in enumerate(card.buttons)]
    if card.link:
        behaviors = [{"type": "open_url", "default_url": card.link}]
        elements.append({"tag": "button", "text": _plain(card.link_label), "type": "default", "behaviors": behaviors})
    return {
        "schema": "2.0",
        "config": {"update_multi": True},
        "header": {
            "title": _plain(plain_lines(card.title, 200)),
            "template": "green" if card.is_over else _COLOURS[card.severity],
        },
        "body": {"elements": elements or [_div(" ")]},
    }


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of a card."""

    event_id: str
    """The same when the platform tells it again."""
    user_id: str
    """The open id."""
    button_id: str
    mark: str


def read_press(event: object) -> Press | None:
    """Return the press an event tells; None for any other event."""
    match event:
        case {
            "header": {"event_type": "card.action.trigger", "event_id": str(event_id)},
            "event": {
                "operator": {"open_id": str(user_id)},
                "action": {"value": {"button": str(button_id), "mark": str(mark)}},
            },
        }:
            return Press(event_id, user_id, button_id, mark)
    return None


def press_answer(said: str, *, is_good: bool, card: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what answers a press: a short sentence, and the card as it is from now on."""
    answer: dict[str, Any] = {"toast": {"type": "success" if is_good else "error", "content": plain_lines(said, 200)}}
    if card is not None:
        answer["card"] = {"type": "raw", "data": dict(card)}
    return answer


def _button(label: str, card: Card, key: str, *, is_first: bool) -> dict[str, Any]:
    return {
        "tag": "button",
        "text": _plain(cut_characters(label, MOST_LABEL)),
        "type": "primary" if is_first else "default",
        "behaviors": [{"type": "callback", "value": {"button": key, "mark": card.mark}}],
    }


def _div(text: str) -> dict[str, Any]:
    return {"tag": "div", "text": _plain(text)}


def _plain(text: str) -> dict[str, str]:
    return {"tag": "plain_text", "content": text}
