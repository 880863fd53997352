"""The database itself refuses to change the record of a meeting, whoever asks and however."""

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from bot.store.tables import attendance
from tests.conftest import KINDS
from tests.databases import patient_engine
from tests.services.proved import three_mornings
from tests.store.differing import every, made

SQLITE_ALONE = pytest.mark.parametrize("filled", ["sqlite"], indirect=True)  # the other one has no REPLACE
ROW = "due_at, due_end, state, listed_at, chair, delegated, late, begun_by, begun_at, ended_by, ended_at"
BEGUN = "due_at, due_end, 'begun', listed_at, chair, delegated, late, begun_by, begun_at, NULL, NULL"
OFFER = "incident_id, meeting_id, from_unit, to_unit, line, by, at"
FORBIDDEN = {
    "UPDATE meetings SET chair = '1101' WHERE state = 'ended'": "",
    "UPDATE meetings SET ended_at = NULL, state = 'begun' WHERE state = 'ended'": "",
    "UPDATE meeting_items SET how = 'reviewed' WHERE how = 'read_out'": "",
    "UPDATE attendance SET collar = '9999' WHERE collar = '842'": "",
    "UPDATE promises SET line = 'something else'": "",
    "UPDATE promises SET done_at = NULL, done_by = NULL": "",
    "UPDATE promises SET done_at = made_at": "",
    "UPDATE resources SET to_unit = 'ceredigion'": "",
    "UPDATE unit_offers SET answer_line = 'yours' WHERE state = 'declined'": "",
    "INSERT INTO attendance": "SELECT meeting_id, '9999', at FROM attendance",
    "INSERT INTO resources": "SELECT id + 9, meeting_id, collar, line, to_unit, until, by, at FROM resources",
    "INSERT INTO meetings": f"SELECT id + 9, 'x', day, {ROW}, NULL, NULL FROM meetings WHERE state = 'ended'",
    "INSERT INTO unit_offers": f"SELECT id + 9, {OFFER}, state, by, at, 'x' FROM unit_offers",
}
REPLACED = {
    "REPLACE INTO meetings": f"SELECT id, unit, day, {BEGUN}, NULL, NULL FROM meetings WHERE state = 'ended'",
    "REPLACE INTO unit_offers": f"SELECT id, {OFFER}, 'offered', NULL, NULL, '' FROM unit_offers",
    "REPLACE INTO promises": "SELECT * FROM promises",
    "REPLACE INTO resources": "SELECT * FROM resources",
}


@pytest.fixture(scope="module", params=KINDS)
def filled(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A database with three mornings' meetings."""
    yield from made(request, tmp_path_factory, three_mornings)


@pytest.fixture
def guarded(filled: str) -> Iterator[Connection]:
    """A connection on which every guard is on; what a test does is taken back."""
    engine = patient_engine(filled)
    with engine.connect() as conn:
        yield conn
        conn.rollback()
    engine.dispose()


def refuse(conn: Connection, statement: str) -> None:
    """Say what the database is to refuse, and by a guard."""
    with pytest.raises(DBAPIError, match=r"cannot be (changed|replaced)|can only be (kept|answered)"):
        conn.execute(text(statement))


@pytest.mark.parametrize("begins", FORBIDDEN)
def test_the_database_itself_refuses_to_change_what_is_over(guarded: Connection, begins: str) -> None:
    refuse(guarded, f"{begins} {FORBIDDEN[begins]}")


@SQLITE_ALONE
@pytest.mark.parametrize("begins", REPLACED)
def test_no_row_of_a_meeting_takes_the_place_of_another(guarded: Connection, begins: str) -> None:
    guarded.execute(text("DROP TRIGGER promises_are_not_added"))  # as while a meeting runs
    guarded.execute(text("DROP TRIGGER resources_are_not_added"))
    refuse(guarded, f"{begins} {REPLACED[begins]}")


@SQLITE_ALONE
def test_whoever_was_there_stays_so_since_then(guarded: Connection) -> None:
    before = every(guarded, attendance)
    guarded.execute(text("DROP TRIGGER attendance_are_not_added"))  # as while a meeting runs
    guarded.execute(text("REPLACE INTO attendance SELECT meeting_id, collar, '2026' FROM attendance"))
    assert every(guarded, attendance) == before
