"""Rows as a controller would tell them, and a store for them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from custom_components.smart_campus.access.rules.chain import Chain, Head, Verdict
from custom_components.smart_campus.access.rules.checking import check_log
from custom_components.smart_campus.access.rules.row import AccessRow, Direction, Outcome, RowKind, to_payload
from custom_components.smart_campus.access.rules.secrets import LogSecrets
from custom_components.smart_campus.access.rules.tables import ANCHOR, LOG, PART, make_part
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation
from custom_components.smart_campus.store.rules.state import StoreState

START = datetime(2026, 9, 1, 7, 30, tzinfo=UTC)
ZONE = ZoneInfo("Asia/Shanghai")
SECRETS = LogSecrets(b"c" * 32, b"p" * 32, b"n" * 32)
LINKS = Chain(SECRETS.chain)
WAIT_S = 60


def swipe(index: int, **values: Any) -> AccessRow:
    given: dict[str, Any] = {
        "time": START + timedelta(seconds=index),
        "kind": RowKind.EVENT,
        "outcome": Outcome.GRANTED,
        "site_id": "site1",
        "site": "Library",
        "controller": "405419896",
        "controller_name": "Gate",
        "door": 1 + index % 4,
        "door_name": f"Door {1 + index % 4}",
        "direction": Direction.IN,
        "card": f"{8165000 + index % 10}",
        "event_index": index,
    }
    return AccessRow(**{**given, **values})


class Log:
    """An access log over a SQLite file, or over any other database."""

    def __init__(self, folder: Path, location: StoreLocation | None = None) -> None:
        self.file = folder / "store.db"
        self.well = Event()
        """Set while the database is there."""
        place = location or StoreLocation.of_file(self.file)
        self.engine = StoreEngine(place, folder / "spool.db", on_state=self._on_state)
        self.engine.use(make_part(LINKS)).result(WAIT_S)

    def _on_state(self, state: StoreState) -> None:
        (self.well.set if state.is_well else self.well.clear)()

    def append(self, *rows: AccessRow) -> None:
        self.engine.append(PART, [to_payload(row, ZONE, SECRETS.seal) for row in rows]).result(WAIT_S)

    def swipes(self, first: int, last: int) -> None:
        self.append(*(swipe(index) for index in range(first, last + 1)))

    def check(self) -> Verdict:
        anchors = self.engine.anchors().result(WAIT_S)
        anchor = Head.parse(anchors[ANCHOR]) if ANCHOR in anchors else None
        return self.engine.read(lambda connection: check_log(connection, LINKS, anchor)).result(WAIT_S)

    def rows(self) -> list[dict[str, Any]]:
        def read(connection: Connection) -> list[dict[str, Any]]:
            return [dict(row) for row in connection.execute(select(LOG).order_by(LOG.c.seq)).mappings()]

        return self.engine.read(read).result(WAIT_S)

    def close(self) -> None:
        self.engine.stop()
