"""Rulings, handovers and changes of duty: whatever is changed in them is named."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Column, Connection, Table, delete, insert

from bot.domain import duty_proof
from bot.services.dial_ins import rulings
from bot.services.dial_ins.rulings import Draft
from bot.services.duty import cover
from bot.services.handovers import answers
from bot.store import handovers as stored
from bot.store import proof_rows, trail
from bot.store.store import Store
from bot.store.tables import duty_changes, handover_items, handovers
from bot.store.tables import rulings as given
from bot.store.verify import Wrong, verify
from tests.builders import FORCE, OFFICER, REGISTRAR, ROSTER, SERGEANT, Station, report
from tests.conftest import KINDS
from tests.services.duty.test_changes import CHIEF, enter, leave
from tests.services.handovers.test_offering import answer, offer
from tests.services.proved import doubts
from tests.store.differing import changed, conn, every, made, other, unguarded

__all__ = ["conn", "unguarded"]

TABLES = {**proof_rows.OF_DUTY, **proof_rows.OF_RULINGS}
COLUMNS = [table.c[name] for table, names in TABLES.items() for name in names]


def a_day(station: Station) -> None:
    """Two rulings, one in the other's place; three handovers, each ended otherwise; leave with a cover."""
    first = enter(station, rulings.give, REGISTRAR, Draft("Is it late?", "After 24 hours.", "2023-05"))
    enter(station, rulings.give, REGISTRAR, Draft("Is it late?", "At 24 hours.", "2023-05", first.id))
    station.receive(*(report(number, ago=3) for number in ("123", "124", "125")))
    for number in ("123", "124", "125"):
        station.about(number).allocate(SERGEANT, OFFICER)
    answer(station, answers.accept, SERGEANT, offer(station), [1], "the first only")
    answer(station, answers.decline, SERGEANT, offer(station), "my tour ends too")
    answer(station, answers.withdraw, OFFICER, offer(station))
    offer(station)
    enter(station, cover.decline, CHIEF, leave(station).change.id)
    leave(station)


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with a day's duty and rulings."""
    yield from made(request, tmp_path_factory, a_day)


def test_a_day_that_nobody_touched_differs_in_nothing(conn: Connection) -> None:
    assert verify(conn).whole
    assert [len(every(conn, table)) for table in (given, handovers, duty_changes)] == [2, 4, 2]


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_each_column_that_is_compared_is_so_in_whatever_row(conn: Connection, column: Column[Any]) -> None:
    rows = every(conn, column.table)
    found = [changed(conn, column, row, other(conn, column, row[column.name])) for row in rows]
    named = [{one[1][0] for one in each} for each in found if each is not None]
    assert named
    assert all(each == {column.table.name} for each in named)


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_row_of_a_day_that_nothing_tells_of_is_named(conn: Connection, table: Table) -> None:
    conn.execute(insert(table), dict(every(conn, table)[0]) | {"id": 900})
    assert doubts(conn) == [(Wrong.ROW_UNTOLD, (table.name, "900", ""))]


def test_rulings_that_are_taken_away_are_named(conn: Connection) -> None:
    conn.execute(delete(given))
    assert doubts(conn) == [(Wrong.ROW_GONE, ("rulings", each, "")) for each in ("1", "2")]


def test_a_handover_that_was_forgotten_is_no_doubt(conn: Connection) -> None:
    conn.execute(delete(handover_items))
    conn.execute(delete(handovers).where(handovers.c.state == "withdrawn"))
    assert doubts(conn) == []


def test_a_number_that_is_given_again_is_compared_with_the_newest_handover(database_url: str) -> None:
    station = Station(Store(database_url, FORCE, ROSTER))
    station.receive()
    station.about("123").allocate(SERGEANT, OFFICER)
    answer(station, answers.decline, SERGEANT, offer(station), "my tour ends too")
    later = station.later(days=100)
    assert later.do(stored.forget_before, later.at) == 1
    again = offer(later)
    assert verify(database_url).doubts == ()
    answer(later, answers.decline, SERGEANT, again, "so does this one")
    assert verify(database_url).doubts == ()
    station.store.close()


def test_a_handover_that_nobody_answered_cannot_be_told_again(conn: Connection) -> None:
    told = [row.body for row in trail.rows(conn, "duty:2026-11-20")]
    last = [fact for fact in told if fact["kind"] == "handover_offered"][-1]
    trail.append(conn, trail.Entry("duty:2026-11-20", trail.canonical(last)))
    assert doubts(conn) == [(Wrong.STRANGE, None)]


def test_a_fact_of_a_day_that_we_do_not_write_is_told_apart(conn: Connection) -> None:
    day = trail.canonical({"kind": "handover_accepted", "values": {"handover": 9000}, "at": "", "by": ""})
    trail.append(conn, trail.Entry("duty:2026-11-20", day))
    assert doubts(conn) == [(Wrong.STRANGE, None)]


def test_a_change_entered_before_changes_had_numbers_is_not_missed() -> None:
    told = duty_proof.Told()
    values = {"collar": "842", "begins": "", "ends": ""}
    said = {"kind": "came_on_duty", "at": "", "by": "842"}
    told.hear(said | {"values": values})
    told.hear(said | {"values": values | {"change": 7}})
    assert [told.older("duty_changes", ident) for ident in ("6", "7", "8")] == [True, False, False]
