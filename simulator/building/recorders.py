"""Recorders of rooms: hardware of three makers, all served by this process."""

from collections.abc import Sequence

from ..clock import SimClock
from ..dahua_server import DahuaServer
from ..demo_recorders import PASSWORD, USERNAME
from ..digest import DigestDoor
from ..nvr_server import NvrServer
from ..pearl_server import PearlServer
from ..recorder_model import RecorderModel
from ..recorder_system import RecorderSystem
from ..recorder_web import RecorderWeb
from ..system import Identity
from .campus_of import BUILDING
from .description import Description, Item


def make_recorders(description: Description, clock: SimClock, port: int) -> Sequence[RecorderSystem]:
    """Return the recorders; they take a port each from `port`, 0 for free ones."""
    return [
        RecorderSystem(_identity(item), _server(item, RecorderModel(clock=clock), port + item.number if port else 0))
        for item in description.items_of("recorder")
    ]


def _server(item: Item, model: RecorderModel, port: int) -> RecorderWeb:
    number = item.number + 1
    match item.profile:
        case "epiphan-pearl":
            pearl = PearlServer(model, port=port, username=USERNAME, password=PASSWORD)
            pearl.serial = f"GSAA5{number:05}"
            return pearl
        case "hikvision-isapi-recorder":
            nvr = NvrServer(model, port=port, digest=DigestDoor(username=USERNAME, password=PASSWORD))
            nvr.serial = f"DS-7608NI-K20820240901CCRR{number:09}WCVU"
            return nvr
        case _:
            realm = f"Login to 4D0{number:04X}"
            dahua = DahuaServer(model, port=port, digest=DigestDoor(username=USERNAME, password=PASSWORD, realm=realm))
            dahua.serial = f"4D0CB5FPAZ{number:05}"
            return dahua


def _identity(item: Item) -> Identity:
    return Identity(
        id=item.id,
        kind=item.kind,
        profile=item.profile,
        name=item.name,
        room=item.place,
        building=BUILDING,
        credentials={"username": USERNAME, "password": PASSWORD},
    )
