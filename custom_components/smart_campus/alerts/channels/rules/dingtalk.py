"""Messages of DingTalk: of a group robot, and cards of an app with their presses.

Source: the platform's pages on custom robots and interactive cards; frames as its own Stream client reads them.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from .card import Card
from .tame import cut_bytes, plain_lines, tame_markdown

MOST_BODY: Final = 20_000
MOST_TEXT: Final = 5_000
MOST_TITLE: Final = 64
OWN_BUTTONS: Final = ("own_1", "own_2")
"""Buttons of the card template for answers of an alert's own, beside acknowledge and snooze; by place."""
PLACES: Final = ("acknowledge", "snooze", *OWN_BUTTONS)
"""All buttons of the template; ``<place>_label`` is the variable of each label."""
CARD_TOPIC: Final = "/v1.0/card/instances/callback"


def robot_body(card: Card) -> dict[str, Any]:
    """Return the body for a group robot: a card with a link, or Markdown without. Nobody is mentioned."""
    title = tame_markdown(card.title, MOST_TITLE)
    if card.link:
        shown = {"title": title, "text": markdown(card), "singleTitle": card.link_label, "singleURL": card.link}
        return {"msgtype": "actionCard", "actionCard": shown}
    return {
        "msgtype": "markdown",
        "markdown": {"title": title, "text": markdown(card)},
        "at": {"atMobiles": [], "atUserIds": [], "isAtAll": False},
    }


def markdown(card: Card) -> str:
    """Return title and text as Markdown; two blanks break a line there."""
    lines = tame_markdown(card.text, MOST_TEXT).splitlines()
    return cut_bytes(f"#### {tame_markdown(card.title, 200)}\n\n" + "  \n".join(lines), MOST_BODY - 2_000)


def card_params(card: Card) -> dict[str, str]:
    """Return the values of the card template's variables; an empty label hides its button."""
    labels = dict.fromkeys(PLACES, "")
    if not card.status:
        own = iter(OWN_BUTTONS)
        for key, label in card.buttons:
            if (place := key if key in labels else next(own, None)) is not None:
                labels[place] = label
    return {
        "title": plain_lines(card.title, 200),
        "text": "  \n".join(tame_markdown(card.text, 2_000).splitlines()),
        "status": plain_lines(card.status, 100),
        "severity": "over" if card.is_over else card.severity.value,
        "link": card.link or "",
        **{f"{place}_label": label for place, label in labels.items()},
    }


def deliver_body(card: Card, *, template_id: str, user_id: str) -> dict[str, Any]:
    """Return the body that makes a card and shows it to one person; presses come back over the Stream."""
    return {
        "cardTemplateId": template_id,
        "outTrackId": card.mark,
        "callbackType": "STREAM",
        "cardData": {"cardParamMap": card_params(card)},
        "openSpaceId": f"dtv1.card//IM_ROBOT.{user_id}",
        "imRobotOpenSpaceModel": {"supportForward": False},
        "imRobotOpenDeliverModel": {"spaceType": "IM_ROBOT"},
        "userIdType": 1,
    }


def update_body(params: Mapping[str, str], *, track_id: str) -> dict[str, Any]:
    """Return the body that changes some variables of a card, and leaves the others."""
    return {
        "outTrackId": track_id,
        "cardData": {"cardParamMap": dict(params)},
        "cardUpdateOptions": {"updateCardDataByKey": True},
    }


@dataclass(frozen=True, slots=True)
class Press:
    """Somebody pressed a button of a card."""

    user_id: str
    button_id: str
    """``acknowledge``, ``snooze``, or one of OWN_BUTTONS."""
    mark: str


def read_press(data: object) -> Press | None:
    """Return the press that the data of a callback tells; None for anything else."""
    match data:
        case {"userId": str(user_id), "outTrackId": str(mark), "content": str(content)}:
            match _json(content):
                case {"cardPrivateData": {"actionIds": [str(button_id), *_]}}:
                    return Press(user_id, button_id, mark)
    return None


def press_answer(params: Mapping[str, str]) -> dict[str, Any]:
    """Return what answers a press: the variables that change on the card."""
    return {
        "response": {
            "cardUpdateOptions": {"updateCardDataByKey": True},
            "cardData": {"cardParamMap": dict(params)},
        }
    }


def _json(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError, RecursionError:
        return None
