"""The database itself refuses to lose a ruling, or to say something else in it."""

from collections.abc import Iterator

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from bot.services.dial_ins import rulings
from bot.services.dial_ins.rulings import Draft
from bot.store.store import Store
from tests.builders import FORCE, REGISTRAR, ROSTER, Station, everything
from tests.databases import patient_engine
from tests.services.dial_in_rig import asked

CHANGES = [
    "DELETE FROM rulings",
    "UPDATE rulings SET answer = 'No.'",
    "UPDATE rulings SET edition = '2015-04' WHERE superseded_by IS NULL",
    "UPDATE rulings SET superseded_by = NULL, superseded_on = NULL",
    "UPDATE rulings SET superseded_by = 1 WHERE superseded_by IS NULL",
    "UPDATE rulings SET superseded_by = 1, superseded_on = day, sought = '' WHERE superseded_by IS NULL",
]


@pytest.fixture
def station(database_url: str) -> Iterator[Station]:
    """A station where a ruling was given and superseded."""
    made = Station(Store(database_url, FORCE, ROSTER))
    first = made.do(rulings.give, asked(REGISTRAR), Draft("Is it late?", "After 24 hours.", "2023-05"))
    made.do(rulings.give, asked(REGISTRAR), Draft("Is it late?", "At 24 hours.", "2023-05", first.id))
    yield made
    made.store.close()


@pytest.mark.parametrize("statement", CHANGES)
def test_a_ruling_is_neither_deleted_nor_changed(station: Station, database_url: str, statement: str) -> None:
    before = everything(station.store)
    engine = patient_engine(database_url)
    with engine.connect() as conn, pytest.raises(DBAPIError):
        conn.execute(text(statement))
    engine.dispose()
    assert everything(station.store) == before
    assert len(before["rulings"]) == 2


ANEW = {  # all of them at once, as each database can
    "sqlite": "REPLACE INTO rulings SELECT id, question, 'No.', edition, day, given_by, series, week, sought,"
    " superseded_by, superseded_on FROM rulings",
    "postgresql": "TRUNCATE rulings",
}


def test_rulings_are_not_replaced_all_at_once_either(station: Station, database_url: str) -> None:
    engine = patient_engine(database_url)
    with engine.connect() as conn, pytest.raises(DBAPIError):
        conn.execute(text(ANEW[engine.dialect.name]))
    engine.dispose()
    assert len(everything(station.store)["rulings"]) == 2
