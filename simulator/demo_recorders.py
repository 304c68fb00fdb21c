"""The demo's recorders with hardware of their own: a Pearl, an Extron by SSH and a Hikvision recorder."""

from collections.abc import Sequence

from .clock import SimClock
from .demo_places import CLASSROOM_301, CLASSROOM_302, COMPUTER_ROOM, TEACHING_A
from .digest import DigestDoor
from .extron_server import ExtronServer
from .nvr_server import NvrServer
from .pearl_server import PearlServer
from .recorder_model import RecorderModel
from .recorder_system import RecorderSystem
from .system import Identity, Names, SimulatedSystem

PORTS = 5
"""How many ports in a row they take."""
USERNAME, PASSWORD = "admin", "campus-demo"


def demo_recorders(
    base_port: int, clock: SimClock, rooms: Sequence[Names] = (CLASSROOM_301, CLASSROOM_302, COMPUTER_ROOM)
) -> Sequence[SimulatedSystem]:
    """Return the recorders; they take `PORTS` ports from `base_port`, 0 for free ones. rooms: of each, in order."""

    def port(number: int) -> int:
        return base_port + number if base_port else 0

    pearl = PearlServer(RecorderModel(clock=clock), port=port(0), username=USERNAME, password=PASSWORD)
    extron = ExtronServer(
        RecorderModel(clock=clock), web_port=port(1), telnet_port=port(2), ssh_port=port(3), password=PASSWORD
    )
    nvr = NvrServer(RecorderModel(clock=clock), port=port(4), digest=DigestDoor(username=USERNAME, password=PASSWORD))
    return [
        RecorderSystem(_identity("pearl", "epiphan-pearl", "Pearl recorder", "Pearl 录播主机", rooms[0]), pearl),
        RecorderSystem(
            _identity("extron", "extron-smp", "Extron recorder", "Extron 录播主机", rooms[1]),
            extron,
            transport="ssh",
            port_of=lambda: extron.ssh_port,
            params=lambda: {"web_port": extron.port},
        ),
        RecorderSystem(_identity("nvr", "hikvision-isapi-recorder", "Camera recorder", "摄像机录像机", rooms[2]), nvr),
    ]


def _identity(name: str, profile: str, english: str, chinese: str, room: Names) -> Identity:
    return Identity(
        id=f"recorder-{name}",
        kind="recorder",
        profile=profile,
        name=Names(en=english, zh_hans=chinese),
        room=room,
        building=TEACHING_A,
        credentials={"username": USERNAME, "password": PASSWORD},
    )
