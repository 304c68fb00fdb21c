"""Phones of four people who are told of alerts; nobody owns them until a reader registers them."""

from collections.abc import Sequence

from .clock import SimClock
from .demo_places import GATEHOUSE, GROUNDS
from .phone import Phone, PhoneSystem
from .system import Identity, Names

PEOPLE = (
    ("phone-technician", Names(en="Technician on duty", zh_hans="值班技术员"), False),
    ("phone-cleaner", Names(en="Cleaner of building A", zh_hans="教学楼A保洁员"), False),
    ("phone-supervisor", Names(en="Facilities supervisor", zh_hans="后勤主管"), False),
    ("phone-leader", Names(en="School leader", zh_hans="分管校领导"), True),
)
"""Id, owner, and whether it is an iPhone."""


def demo_phones(base_port: int, _clock: SimClock) -> Sequence[PhoneSystem]:
    """Return the phones; they take four ports from `base_port`, 0 for free ones."""
    return [
        PhoneSystem(
            Identity(
                id=phone_id,
                kind="phone",
                profile="",
                name=Names(en=f"{owner.en}'s phone", zh_hans=f"{owner.zh_hans}的手机"),
                room=GATEHOUSE,
                building=GROUNDS,
                options={"owner": owner.to_json()},
            ),
            Phone(phone_id, device_id=phone_id, is_apple=is_apple, port=base_port + number if base_port else 0),
        )
        for number, (phone_id, owner, is_apple) in enumerate(PEOPLE)
    ]
