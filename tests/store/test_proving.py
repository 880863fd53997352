"""Whatever is changed in the rows of meetings, `verify` names the meeting, the row and the column."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Connection, Table, delete, insert, text

from bot.domain import meeting_proof
from bot.store import trail
from bot.store.tables import incidents, meetings
from bot.store.verify import Wrong, verify
from tests.conftest import KINDS
from tests.meetings import UNIT
from tests.services.proved import STREAM, TABLES, doubts, three_mornings
from tests.store.differing import changed, conn, every, keys, made, other, unguarded

__all__ = ["conn", "unguarded"]

# what tells one row from another and stands for nothing that happened; a promise is known by its number
SURROGATES = {"meetings.id", "meeting_items.id"}
COLUMNS = [c for table in TABLES for c in table.c if str(c) not in SURROGATES]
AT_MOST = 3  # rows of a table


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with three mornings' meetings, for tests that take back what they do to it."""
    yield from made(request, tmp_path_factory, three_mornings)


def test_meetings_that_nobody_touched_differ_in_nothing(conn: Connection) -> None:
    verdict = verify(conn)
    assert (verdict.doubts, verdict.meetings) == ((), len(every(conn, meetings)))
    assert all(every(conn, table) for table in TABLES)


@pytest.mark.parametrize("column", COLUMNS, ids=str)
def test_each_column_is_compared_whatever_row_it_is_of(conn: Connection, column: Column[Any]) -> None:
    rows = every(conn, column.table)[:AT_MOST]
    found = [changed(conn, column, row, other(conn, column, row[column.name])) for row in rows]
    named = [{one[1][0] for one in each} for each in found if each is not None]
    assert named
    assert all(each == {column.table.name} for each in named)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_whatever_text_is_put_in_the_place_of_another_is_found(conn: Connection, data: Any) -> None:
    plain = [c for c in COLUMNS if not (c.foreign_keys or c.primary_key)]
    column = data.draw(st.sampled_from([c for c in plain if str(c.type) == "TEXT"]))
    row = data.draw(st.sampled_from(every(conn, column.table)))
    letters = st.characters(blacklist_categories=["Cs"], blacklist_characters="\0")
    value = data.draw(st.text(letters, max_size=20).filter(lambda v: v != row[column.name]))
    assert changed(conn, column, row, value) != []


@pytest.mark.parametrize("table", TABLES[1:], ids=str)
def test_a_row_that_is_taken_away_is_named(conn: Connection, table: Table) -> None:
    conn.execute(delete(table).where(*keys(table, every(conn, table)[0])))
    assert [(wrong, row[0]) for wrong, row in doubts(conn)] == [(Wrong.ROW_GONE, table.name)]


def test_a_meeting_that_is_taken_away_with_all_its_rows_is_named(conn: Connection) -> None:
    count = len(every(conn, meetings))
    for table in TABLES[::-1]:
        conn.execute(delete(table))
    assert doubts(conn) == [(Wrong.ROW_GONE, ("meetings", "", ""))] * count


@pytest.mark.parametrize("table", TABLES, ids=str)
def test_a_row_that_nothing_tells_of_is_named(conn: Connection, table: Table) -> None:
    row = dict(every(conn, table)[0])
    more = {
        "id": 900,
        "day": date(2026, 12, 1),
        "collar": "9999",
        "incident_id": every(conn, incidents)[-1]["id"],
    }
    conn.execute(insert(table), row | {name: value for name, value in more.items() if name in row})
    assert [(wrong, one[0]) for wrong, one in doubts(conn)] == [(Wrong.ROW_UNTOLD, table.name)]


@pytest.mark.parametrize("filled", ["sqlite"], indirect=True)  # a column of PostgreSQL takes no such value
def test_a_value_that_is_none_of_ours_is_a_difference_and_no_failure(conn: Connection) -> None:
    conn.execute(text("UPDATE meetings SET begun_at = 'yesterday', late = 'perhaps' WHERE state = 'ended'"))
    assert {row[2] for _, row in doubts(conn)} == {"begun_at", "late"}


def test_a_fact_that_we_do_not_write_is_told_apart_from_a_change(conn: Connection) -> None:
    trail.append(conn, trail.Entry(STREAM, trail.canonical({"kind": "meeting_chaired", "values": {}})))
    assert doubts(conn) == [(Wrong.STRANGE, None)]


def test_a_trail_that_is_doubted_itself_accuses_no_row(conn: Connection) -> None:
    conn.execute(text(f"UPDATE trail SET body = '[]' WHERE stream = '{STREAM}' AND seq = 3"))
    assert [(d.wrong, d.seq) for d in verify(conn).doubts] == [(Wrong.CHANGED, 3)]


def test_a_meeting_that_ended_cannot_be_begun_and_ended_anew(conn: Connection) -> None:
    told = [dict(row.body) for row in trail.rows(conn, STREAM)]
    begun, ended = (next(f for f in told if f["kind"] == f"meeting_{how}") for how in ("begun", "ended"))
    unnamed = {name: value for name, value in begun["values"].items() if name != "named"}
    for fact in (begun | {"values": unnamed}, ended):
        trail.append(conn, trail.Entry(STREAM, trail.canonical(fact)))
    conn.execute(delete(TABLES[1]))
    assert (Wrong.STRANGE, None) in doubts(conn)


def test_what_was_written_at_a_meeting_cannot_be_told_again_in_other_words(conn: Connection) -> None:
    told = [dict(row.body) for row in trail.rows(conn, STREAM)]
    for kind in ("promise_made", "resource_moved", "unit_offered"):
        upto = told[: next(n for n, fact in enumerate(told) if fact["kind"] == kind) + 1]
        with pytest.raises(ValueError, match="was written before"):
            meeting_proof.of(UNIT, [*upto, upto[-1]])
