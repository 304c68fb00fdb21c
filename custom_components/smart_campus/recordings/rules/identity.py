"""What names a recording, the same in every run."""

from datetime import date
from hashlib import sha256


def recording_id_of(site_id: str, lesson_id: str, day: date, device_key: str) -> str:
    """Return the name of one lesson's recording by one recorder: letters and digits only.

    An occurrence that a calendar moves to another day is another recording.
    """
    return sha256(f"{site_id}|{lesson_id}|{day.isoformat()}|{device_key}".encode()).hexdigest()[:20]
