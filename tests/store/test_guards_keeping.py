"""The database itself refuses to erase the words of what is kept, and to lose a hold."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from bot.store.store import Store
from tests.builders import FORCE, ROSTER, Station, everything
from tests.databases import patient_engine
from tests.services.forgetting import forget, lived, over, words_of
from tests.services.keeping.test_holds import hold, release

ERASE = "UPDATE trail SET body = NULL WHERE stream LIKE '%-20_123'"
OF_HOLDS = [
    "DELETE FROM holds",
    "UPDATE holds SET code = 'LIT'",
    "UPDATE holds SET incident_id = 2",
    "UPDATE holds SET released_at = held_at",
    "UPDATE holds SET released_at = held_at, released_by = held_by, code = 'LIT'",
]
REPLACING = [
    "REPLACE INTO holds SELECT id, incident_id, code, held_by, held_at, held_by, held_at FROM holds",
    "REPLACE INTO holds (incident_id, code, held_by, held_at, released_by, released_at)"
    " SELECT incident_id, code, held_by, held_at, held_by, held_at FROM holds",
]


@pytest.fixture
def two(database_url: str) -> Iterator[Station]:
    """A station with two incidents that have lived, the first of them on hold."""
    made = Station(Store(database_url, FORCE, ROSTER))
    for number in ("123", "124"):
        lived(made, number)
    hold(made)
    yield made
    made.store.close()


@pytest.fixture
def conn(two: Station, database_url: str) -> Iterator[Connection]:
    """A connection of whoever owns the tables."""
    engine = patient_engine(database_url)
    with engine.connect() as made:
        yield made
        made.rollback()
    engine.dispose()


def refused(conn: Connection, station: Station, *statements: str) -> None:
    """Try each statement, find it refused and nothing changed."""
    before = everything(station.store)
    for statement in statements:
        with pytest.raises(DBAPIError):
            conn.execute(text(statement))
        conn.rollback()
        assert everything(station.store) == before, statement


def test_the_words_of_a_living_incident_cannot_be_erased_held_or_not(conn: Connection, two: Station) -> None:
    refused(conn, two, ERASE, ERASE.replace("123", "124"), f"{ERASE} AND seq = 2")


def test_the_log_of_what_was_forgotten_keeps_its_words(conn: Connection, two: Station) -> None:
    assert forget(over(two)).incidents == 1
    refused(conn, two, "UPDATE trail SET body = NULL WHERE stream LIKE '%forgotten'")


def test_a_hold_that_stands_is_neither_deleted_nor_changed(conn: Connection, two: Station) -> None:
    truncating = ["TRUNCATE holds", "TRUNCATE incidents CASCADE"]
    replacing = truncating if conn.dialect.name == "postgresql" else REPLACING
    refused(conn, two, *OF_HOLDS, *replacing)


def test_a_hold_that_was_let_go_is_not_put_back_in_secret(conn: Connection, two: Station) -> None:
    release(two)
    refused(conn, two, "UPDATE holds SET released_at = NULL", "UPDATE holds SET released_by = '4711'")


def test_a_hold_tells_who_let_go_of_it_and_goes_with_its_incident(conn: Connection, two: Station) -> None:
    release(two)
    [(by, held)] = conn.execute(text("SELECT released_by, released_at IS NULL FROM holds")).all()
    assert (by, bool(held)) == ("9001", False)
    conn.rollback()
    hold(two)
    release(two.later(hours=1))
    assert forget(over(two.later(hours=1))).incidents == 2
    assert everything(two.store)["holds"] == []
    assert not any(words_of(two, "123"))


def test_an_incident_on_hold_cannot_go_before_its_hold(conn: Connection, two: Station) -> None:
    for table in ("alerts", "offences"):
        conn.execute(text(f"DELETE FROM {table}"))
    with pytest.raises(IntegrityError):
        conn.execute(text("DELETE FROM incidents"))
