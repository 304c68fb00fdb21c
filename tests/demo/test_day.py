"""The scripted day of the demo: lessons that fit its speed, within one day."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from custom_components.smart_campus.rooms.rules.term_text import parse_clock
from demo.day import ScriptedDay
from demo.flows import FlowError
from simulator.day.timing import FASTEST, USUAL

CHINA = ZoneInfo("Asia/Shanghai")


def _periods(now: datetime, speed: float) -> list[str]:
    return ScriptedDay("http://127.0.0.1:1", speed, "en").class_periods(now)


@pytest.mark.parametrize("speed", [10.0, USUAL, FASTEST])
def test_integration_reads_the_periods_of_the_day(speed: float) -> None:
    periods = _periods(datetime(2026, 11, 26, 9, 17, 41, tzinfo=CHINA), speed)
    assert len(parse_clock("\n".join(periods), (1, 1)).periods) == 5


def test_day_begins_at_a_whole_minute_that_leaves_time_to_make_rooms_ready() -> None:
    periods = _periods(datetime(2026, 11, 26, 9, 17, 41, tzinfo=CHINA), USUAL)
    # Begins at 09:18; 08:00 of the script is 20 minutes of it, 40 real seconds, later
    assert periods[0] == "09:19-09:22"


def test_day_that_would_reach_past_midnight_is_refused_with_what_to_do() -> None:
    with pytest.raises(FlowError, match="--speed"):
        _periods(datetime(2026, 11, 26, 23, 45, 0, tzinfo=CHINA), USUAL)
