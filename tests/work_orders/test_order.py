"""A work order is what happened to it, in whatever order and however damaged its rows are."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import custom_components  # noqa: F401  found here before the harness puts its own folder of that name first
from custom_components.smart_campus.recordings.rules.actor import Actor
from custom_components.smart_campus.store.rules.engine import StoreEngine
from custom_components.smart_campus.store.rules.location import StoreLocation
from custom_components.smart_campus.work_orders.rules import life
from custom_components.smart_campus.work_orders.rules.chronicle import Step, fold_steps
from custom_components.smart_campus.work_orders.rules.life import Change, OrderDraft, OrderError
from custom_components.smart_campus.work_orders.rules.order import OrderState, Photo, Priority, WorkOrder, fold, head_of
from custom_components.smart_campus.work_orders.rules.order_tables import ORDERS, OrderQuery, read_page

NOON = datetime(2026, 9, 7, 4, 0, tzinfo=UTC)
LI = Actor(name="Li", user_id="u-li")
WANG = Actor(name="Wang", user_id="u-wang")
WAIT_S = 60


def step(number: int, change: Change, order_id: str = "o1") -> Step:
    kind, data = change
    return Step(
        id=f"{order_id}-{number}", subject_id=order_id, kind=kind, at=NOON + timedelta(minutes=number), data=data
    )


def raised(order_id: str = "o1", **values: object) -> WorkOrder:
    draft = OrderDraft(**{"site": "site1", "title": "No picture", **values})  # type: ignore[arg-type]  # by name
    order = fold(None, step(0, life.raise_order(draft, LI), order_id))
    assert order is not None
    return order


def after(order: WorkOrder, number: int, change: Change) -> WorkOrder:
    changed = fold(order, step(number, change, order.id))
    assert changed is not None
    return changed


def test_order_is_raised_assigned_and_done() -> None:
    order = raised(area_id="a101", asset_number="PJ-1")
    assert (order.state, order.raised_by, order.raised_at) == (OrderState.OPEN, LI, NOON)

    order = after(order, 1, life.assign(order, LI, WANG, priority=Priority.HIGH, due_at=NOON + timedelta(days=2)))
    assert (order.state, order.assigned_to, order.priority) == (OrderState.ASSIGNED, WANG, Priority.HIGH)
    assert order.due_at == NOON + timedelta(days=2)

    order = after(order, 2, life.finish(order, WANG, "new lamp"))
    assert (order.state, order.ended_by, order.end_note) == (OrderState.DONE, WANG, "new lamp")
    assert order.ended_at == NOON + timedelta(minutes=2)
    assert not order.is_open


def test_order_that_is_over_takes_notes_and_photos_only() -> None:
    order = raised()
    order = after(order, 1, life.cancel(order, LI, "came back by itself"))

    for refused in (life.finish, life.cancel):
        with pytest.raises(OrderError, match="work_order_over"):
            refused(order, WANG)
    with pytest.raises(OrderError, match="work_order_over"):
        life.assign(order, LI, WANG)
    order = after(order, 2, life.note(order, WANG, "loose cable"))
    order = after(order, 3, life.picture(order, WANG, Photo("p1", "jpg")))
    assert [(note.actor, note.text) for note in order.notes] == [(WANG, "loose cable")]
    assert order.photos == (Photo("p1", "jpg"),)
    assert order.state is OrderState.CANCELLED


def test_overdue_is_what_is_open_behind_its_time() -> None:
    order = raised(due_at=NOON)
    assert [order.is_overdue(NOON + timedelta(seconds=each)) for each in (-1, 0, 1)] == [False, False, True]
    assert not after(order, 1, life.finish(order, LI)).is_overdue(NOON + timedelta(days=1))
    assert not raised().is_overdue(NOON + timedelta(days=9999))


@pytest.mark.parametrize("title", ["", "   ", "\x00\x07", "\u202e\u200f"])
def test_order_without_words_is_refused(title: str) -> None:
    with pytest.raises(OrderError, match="work_order_needs_title"):
        life.raise_order(OrderDraft(site="site1", title=title))


def test_markup_is_kept_as_the_text_it_is_and_control_characters_go() -> None:
    order = raised(title="<img src=x onerror=alert(1)>\x00\n**bold**", description="a\nb")
    assert (order.title, order.description) == ("<img src=x onerror=alert(1)> **bold**", "a b")


def test_longest_title_is_cut() -> None:
    assert len(raised(title="x" * 5000).title) == 120


def test_order_takes_ten_photos() -> None:
    order = raised()
    for number in range(1, 11):
        order = after(order, number, life.picture(order, LI, Photo(f"p{number}", "png")))
    with pytest.raises(OrderError, match="work_order_photos_full"):
        life.picture(order, LI, Photo("p11", "png"))


@pytest.mark.parametrize("kind", ["raised", "assigned", "done", "photo", "noted", "changed", "gone mad"])
def test_damaged_rows_never_break_an_order(kind: str) -> None:
    row = Step(id="x", subject_id="o1", kind=kind, at=NOON, data={"actor": 7, "priority": "?", "due_ms": "soon"})
    assert fold(None, row) is None or kind == "raised"
    order = fold(raised(), row)
    assert order is not None
    assert order.title == "No picture"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[StoreEngine]:
    opened = StoreEngine(StoreLocation.of_file(tmp_path / "store.db"), tmp_path / "spool.db")
    opened.use(ORDERS.store_part).result(WAIT_S)
    yield opened
    opened.stop()


def keep(engine: StoreEngine, order_id: str, *changes: Change, **values: object) -> None:
    draft = OrderDraft(**{"site": "site1", "title": order_id, **values})  # type: ignore[arg-type]  # by name
    order: WorkOrder | None = None
    for number, change in enumerate((life.raise_order(draft, LI), *changes)):
        row = step(number, change, order_id)
        order = fold(order, row)
        assert order is not None
        engine.append(ORDERS.part, [ORDERS.payload(row, head_of(order))]).result(WAIT_S)


def test_store_finds_open_orders_first_and_pages(engine: StoreEngine) -> None:
    done = life.finish(raised(), LI)
    keep(engine, "a", done, area_id="a101")
    keep(engine, "b", area_id="a101", asset_number="PJ-1")
    keep(engine, "c", site="site2")
    keep(engine, "d", life.assign(raised(), LI, WANG))

    def ids(**query: object) -> tuple[int, list[str]]:
        wanted = OrderQuery(**query)  # type: ignore[arg-type]  # by name
        page = engine.read(lambda connection: read_page(connection, wanted)).result(WAIT_S)
        return page.total, [order.title for order in page.orders]

    assert ids() == (4, ["d", "c", "b", "a"])
    assert ids(site="site1") == (3, ["d", "b", "a"])
    assert ids(area_id="a101") == (2, ["b", "a"])
    assert ids(asset_number="PJ-1") == (1, ["b"])
    assert ids(states=frozenset({OrderState.DONE})) == (1, ["a"])
    assert ids(offset=1, limit=2) == (4, ["c", "b"])
    opened = fold_steps(fold, engine.read(ORDERS.open_steps).result(WAIT_S))
    assert sorted(order.title for order in opened.values()) == ["b", "c", "d"]


def test_row_written_twice_is_one(engine: StoreEngine) -> None:
    row = step(0, life.raise_order(OrderDraft(site="site1", title="once"), LI))
    order = fold(None, row)
    assert order is not None
    for _ in range(2):
        engine.append(ORDERS.part, [ORDERS.payload(row, head_of(order))]).result(WAIT_S)
    steps = engine.read(lambda connection: ORDERS.steps_of(connection, ["o1"])).result(WAIT_S)
    assert [each.id for each in steps] == ["o1-0"]
