"""A database of the first schema, with a row in every table, brought to the newest: nothing of it is lost."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from alembic import command
from sqlalchemy import Boolean, Column, Connection, Date, Engine, Integer, LargeBinary, insert, select, text
from sqlalchemy.types import TypeEngine

from bot.migrations import SchemaError, _config, check, upgrade
from bot.migrations.versions.v0001_first_schema import metadata as first
from bot.store.verify import verify
from tests.databases import patient_engine
from tests.store.trails import fill

DAY = date(2026, 11, 20)
OURS = {"trail", "trail_heads"}
WAITING = {"47/1/26a", "47/1/26A", "47/2/26b", "47/3/26"}
FITTING = {"state": "open", "told_stages": 0, "checked_by": None}


def value(column: Column[Any], instant: object) -> object:
    """Something that a column may hold."""
    if column.name in FITTING:
        return FITTING[column.name]
    kinds: list[tuple[type[TypeEngine[Any]], object]] = [
        (Boolean, True), (Date, DAY), (LargeBinary, b"x"), (Integer, 1),
    ]  # fmt: skip
    found = [some for kind, some in kinds if isinstance(column.type, kind)]
    timed = getattr(column.type, "length", None) == 27
    return found[0] if found else instant if timed else "a"


def rows_of(conn: Connection) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables of the first schema, with the columns that it had."""
    return {
        t.name: [dict(row._mapping) for row in conn.execute(select(t).order_by(*t.primary_key))]
        for t in first.sorted_tables
    }


def fill_every_table(conn: Connection) -> None:
    """A row in every table, an honest trail, and references that wait, as they were kept then."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    instant = at if conn.dialect.name == "postgresql" else "2026-11-20T00:00:00.000000Z"
    for table in first.sorted_tables:
        if table.name not in OURS | {"waiting_refs"}:
            row = {c.name: value(c, instant) for c in table.columns if c.name != "thread_of"}
            conn.execute(insert(table), row | ({"key": "a"} if table.name == "messages" else {}))
    for ref in sorted(WAITING):
        waiting = first.tables["waiting_refs"]
        conn.execute(insert(waiting), {"incident_id": 1, "crime_ref": ref, "seen_at": instant})
    fill(conn)


@pytest.fixture
def old(empty_database_url: str) -> Iterator[Engine]:
    """A database of the first schema with something in each of its tables."""
    engine = patient_engine(empty_database_url)
    with engine.begin() as conn:
        command.upgrade(_config(conn), "0001")
        fill_every_table(conn)
    yield engine
    engine.dispose()


def test_everything_is_kept_and_the_trail_is_whole(old: Engine, empty_database_url: str) -> None:
    with pytest.raises(SchemaError, match="run cofnod migrate"):
        check(empty_database_url)
    with old.connect() as conn:
        before = rows_of(conn)
    upgrade(empty_database_url)
    check(empty_database_url)
    with old.connect() as conn:
        after, verdict = rows_of(conn), verify(conn)
    assert all(before.values())
    assert verdict.whole
    assert {name for name in before if before[name] != after[name]} == {"waiting_refs"}


def test_references_that_wait_are_in_capitals_and_each_stands_once(
    old: Engine, empty_database_url: str
) -> None:
    upgrade(empty_database_url)
    with old.connect() as conn:
        refs = list(conn.execute(text("SELECT crime_ref FROM waiting_refs ORDER BY crime_ref")).scalars())
    assert refs == sorted({ref.upper() for ref in WAITING})
