"""Three rooms with cameras only: teacher and screen side by side, one microphone that is silent, one with a login."""

from collections.abc import Sequence

from .demo_places import CLASSROOM_302, CLASSROOM_303, CLASSROOM_304, TEACHING_A
from .rtsp_cameras import CameraRoom, CameraSystem
from .rtsp_process import CameraSource
from .system import Identity, Names

USERNAME, PASSWORD = "viewer", "campus-camera"
ROOMS = 3
"""How many ports in a row they take."""


def demo_cameras(base_port: int) -> CameraSystem:
    """Return the camera rooms; they take `ROOMS` ports from `base_port`, 0 for free ones."""
    return CameraSystem(
        [
            CameraRoom(
                identity=_identity("recorder-302", "Classroom 302 cameras", "302智慧课室摄像机", CLASSROOM_302, _BOTH),
                sources={"/teacher": CameraSource(), "/screen": CameraSource(picture="frozen", sound="none", fps=5)},
            ),
            CameraRoom(
                identity=_identity("recorder-303", "Classroom 303 camera", "303智慧课室摄像机", CLASSROOM_303, _ONE),
                sources={"/teacher": CameraSource(sound="silent")},
            ),
            CameraRoom(
                identity=_identity(
                    "recorder-304", "Classroom 304 camera", "304智慧课室摄像机", CLASSROOM_304, _ONE, has_login=True
                ),
                sources={"/teacher": CameraSource()},
                username=USERNAME,
                password=PASSWORD,
            ),
        ],
        base_port=base_port,
    )


_ONE = ({"name": "teacher", "path": "/teacher", "has_sound": True, "may_stand_still": False},)
_BOTH = (*_ONE, {"name": "screen", "path": "/screen", "has_sound": False, "may_stand_still": True})


def _identity(
    device_id: str,
    english: str,
    chinese: str,
    room: Names,
    sources: Sequence[dict[str, object]],
    *,
    has_login: bool = False,
) -> Identity:
    return Identity(
        id=device_id,
        kind="recorder",
        profile="rtsp-camera",
        name=Names(en=english, zh_hans=chinese),
        room=room,
        building=TEACHING_A,
        credentials={"username": USERNAME, "password": PASSWORD} if has_login else {},
        options={"sources": [dict(source) for source in sources]},
    )
