"""When the buildings of a Chinese college use power and water: fractions of the peak over a week."""

from .curves import Shape, by_hour, by_lessons

SCHOOL_DAY = by_hour(
    weekday=(0.18, 0.17, 0.16, 0.16, 0.16, 0.18, 0.25, 0.55, 0.9, 0.95, 1, 0.95,
             0.7, 0.65, 0.9, 0.95, 0.9, 0.75, 0.6, 0.65, 0.6, 0.4, 0.28, 0.2),
    weekend=(0.17, 0.16, 0.16, 0.15, 0.15, 0.15, 0.17, 0.2, 0.25, 0.28, 0.3, 0.3,
             0.28, 0.27, 0.28, 0.28, 0.26, 0.24, 0.22, 0.21, 0.2, 0.19, 0.18, 0.17),
)  # fmt: skip
OPEN_LATE = by_hour(
    weekday=(0.15, 0.12, 0.1, 0.1, 0.1, 0.1, 0.15, 0.35, 0.7, 0.8, 0.85, 0.85,
             0.7, 0.7, 0.85, 0.9, 0.9, 0.85, 0.9, 1, 1, 0.8, 0.4, 0.2),
    weekend=(0.15, 0.12, 0.1, 0.1, 0.1, 0.1, 0.12, 0.2, 0.5, 0.6, 0.65, 0.65,
             0.6, 0.6, 0.65, 0.65, 0.65, 0.6, 0.6, 0.65, 0.6, 0.45, 0.25, 0.18),
)  # fmt: skip
LIVING = by_hour(
    weekday=(0.3, 0.25, 0.2, 0.2, 0.2, 0.25, 0.6, 0.7, 0.35, 0.3, 0.3, 0.4,
             0.6, 0.55, 0.35, 0.3, 0.35, 0.55, 0.75, 0.85, 0.95, 1, 0.9, 0.5),
    weekend=(0.4, 0.3, 0.25, 0.2, 0.2, 0.2, 0.3, 0.45, 0.6, 0.65, 0.65, 0.7,
             0.75, 0.7, 0.65, 0.65, 0.65, 0.7, 0.8, 0.85, 0.9, 0.95, 0.85, 0.6),
)  # fmt: skip
KITCHEN = by_hour(
    weekday=(0.1, 0.1, 0.1, 0.1, 0.15, 0.5, 0.8, 0.6, 0.3, 0.5, 0.95, 1,
             0.8, 0.4, 0.25, 0.4, 0.85, 0.95, 0.7, 0.35, 0.2, 0.15, 0.1, 0.1),
    weekend=(0.1, 0.1, 0.1, 0.1, 0.1, 0.3, 0.5, 0.4, 0.25, 0.35, 0.6, 0.65,
             0.5, 0.3, 0.2, 0.3, 0.55, 0.6, 0.45, 0.25, 0.15, 0.1, 0.1, 0.1),
)  # fmt: skip
CLASSROOM = by_lessons(lesson=1.0, pause=0.75, day=0.2, night=0.03)
COMPUTER_ROOM = by_lessons(lesson=1.0, pause=0.85, day=0.3, night=0.08)
WATER = by_lessons(lesson=0.12, pause=1.0, day=0.35, night=0.03)

ELECTRIC: tuple[Shape, ...] = (SCHOOL_DAY, OPEN_LATE, LIVING, KITCHEN, CLASSROOM, COMPUTER_ROOM)
"""Every electric pattern, for campuses made by number."""


def solar(_: int, minute: float) -> float:
    """Return a small load by night and power to the grid by day; the sun is highest at 12:30."""
    height = 1 - ((minute - 750) / 330) ** 2
    return 0.015 - max(0.0, height)
