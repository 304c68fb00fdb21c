"""A process killed at any moment: what it said was written is there, and what it had not told is told again."""

import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.smart_campus.alerts.rules.alert import Severity
from custom_components.smart_campus.alerts.rules.book import AlertBook
from custom_components.smart_campus.alerts.rules.planning import Moment, plan
from custom_components.smart_campus.alerts.rules.policy import Policy, Step
from custom_components.smart_campus.alerts.rules.room_use import Verdict
from custom_components.smart_campus.alerts.rules.tables import PART, live_transitions, make_part, transition_of
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation

from .making import MONDAY, ZONE, contact, group, minutes

CHILD = """
import sys, os, time
from pathlib import Path
import custom_components
from custom_components.smart_campus.alerts.rules.alert import AlertReport, Severity
from custom_components.smart_campus.alerts.rules.book import AlertBook
from custom_components.smart_campus.alerts.rules.coding import report_to
from custom_components.smart_campus.alerts.rules.tables import PART, make_part, payload_of
from custom_components.smart_campus.alerts.rules.transition import Transition, TransitionKind
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation
from tests.alerts.making import MONDAY

folder, last = Path(sys.argv[1]), sys.argv[2]
engine = StoreEngine(StoreLocation.of_file(folder / "alerts.db"), folder / "spool.db")
engine.use(make_part()).result()
book = AlertBook()
line = {"contact": "li", "channel": "phone", "event": "raised", "severity": "urgent", "group": "group", "step": 0}
report = AlertReport(key="k", severity=Severity.URGENT, title="t", site="s")
steps = {"raised": report_to(report), "telling": line, "told": {**line, "ok": True}, "acknowledged": {}}
for number, (kind, data) in enumerate(steps.items()):
    transition = Transition(id=str(number), alert_id="a", kind=TransitionKind(kind), at=MONDAY, data=data)
    alert = book.take(transition)
    engine.append(PART, [payload_of(transition, alert)]).result()
    if kind == last:
        print("written", flush=True)
        time.sleep(600)
"""


@pytest.mark.parametrize(
    ("last", "due"),
    [
        ("raised", {("li", "phone"): "raised"}),
        ("telling", {("li", "phone"): "raised"}),
        ("told", {}),
        ("acknowledged", {("li", "phone"): "acknowledged"}),
    ],
)
def test_what_was_written_before_the_kill_decides_what_is_told_after_it(
    tmp_path: Path, last: str, due: dict[tuple[str, str], str]
) -> None:
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", CHILD, str(tmp_path), last],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
        stdout=subprocess.PIPE,
    )
    with child:
        assert child.stdout is not None
        assert child.stdout.readline() == b"written\n"
        child.send_signal(signal.SIGKILL)
    book = AlertBook()
    engine = StoreEngine(StoreLocation.of_file(tmp_path / "alerts.db"), tmp_path / "spool.db")
    try:
        engine.use(make_part()).result()
        found = engine.read(live_transitions).result()
        waiting = [each for payload in engine.waiting(PART).result() if (each := transition_of(payload)) is not None]
    finally:
        engine.stop()
    known = {transition.id for transition in found}
    for transition in (*found, *(each for each in waiting if each.id not in known)):
        book.take(transition)
    (alert,) = book.live
    policy = Policy(contacts={"li": contact("li")}, groups=(group(Step(contacts=("li",)), repeat=timedelta(hours=1)),))
    moment = Moment(now=MONDAY + minutes(1), zone=ZONE, verdict=Verdict(Severity.URGENT))
    planned = plan(alert, book.progress_of(alert.id), policy, moment)
    assert {line: intent.event for line, intent in planned.intents.items()} == due
