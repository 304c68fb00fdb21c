"""Which recordings of a day somebody should look at now."""

from ...recordings.rules.counting import GROUPS, Group
from ...recordings.rules.recording import Recording
from ...recordings.rules.sheet import is_short


def wants_attention(recording: Recording) -> bool:
    """Return whether a recording failed, is in trouble, waits for a step it missed, or holds too little of its lesson.

    What was in trouble and is well again is in the sheet of the day, not here.
    """
    group = GROUPS[recording.state]
    if group is Group.SKIPPED:
        return False
    return bool(group is Group.FAILED or recording.troubles or recording.open_miss or is_short(recording))
