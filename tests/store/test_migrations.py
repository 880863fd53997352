"""The migrations make exactly the tables of tables.py, and refuse a database that they do not know."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, inspect, text

from bot.migrations import SchemaError, check, newest, upgrade
from bot.store import guards
from bot.store.tables import metadata
from tests.databases import patient_engine
from tests.store.trails import unguard, write

POSTGRESQL_CONSTRAINTS = """
    SELECT conrelid::regclass::text, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0
    UNION SELECT indrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index"""


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    made = create_engine(empty_database_url)
    yield made
    made.dispose()


def tables(conn: Connection) -> dict[str, Any]:
    """What each of our tables is made of."""
    names = [n for n in inspect(conn).get_table_names() if n != "alembic_version"]
    return {n: [dict(c, type=str(c["type"])) for c in inspect(conn).get_columns(n)] for n in sorted(names)}


def rules(conn: Connection) -> list[Any]:
    """The keys, checks and indexes of our tables, in the database's own words."""
    if conn.dialect.name == "postgresql":
        found = conn.execute(text(POSTGRESQL_CONSTRAINTS)).all()
        return sorted(row for row in found if "alembic_" not in row[0] and not row[0].startswith("pg_"))
    kept = text(
        "SELECT tbl_name, sql FROM sqlite_master WHERE type <> 'trigger' AND tbl_name <> 'alembic_version'"
    )
    return sorted((name, "".join((sql or "").split())) for name, sql in conn.execute(kept))


def test_the_migrations_make_what_the_tables_say(empty_database_url: str, engine: Engine) -> None:
    metadata.create_all(engine)
    with engine.connect() as conn:
        wanted = tables(conn), rules(conn)
    metadata.drop_all(engine)
    upgrade(empty_database_url)
    with engine.connect() as conn:
        assert tables(conn) == wanted[0]
        assert rules(conn) == wanted[1]


def test_migrating_again_changes_nothing_at_all(database_url: str) -> None:
    upgrade(database_url)
    check(database_url)


def refused(act: Callable[[str], None], url: str) -> str:
    """The code with which something refuses a database."""
    with pytest.raises(SchemaError) as problem:
        act(url)
    assert str(problem.value).endswith(".")
    return problem.value.code


def test_an_empty_database_is_refused_until_it_is_migrated(empty_database_url: str) -> None:
    assert refused(check, empty_database_url) == "empty"
    upgrade(empty_database_url)
    check(empty_database_url)


def test_a_database_of_a_later_version_is_left_alone(database_url: str) -> None:
    write(database_url, lambda conn: conn.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    assert refused(check, database_url) == "newer"
    assert refused(upgrade, database_url) == "newer"


def test_our_tables_without_a_version_are_left_alone(database_url: str) -> None:
    write(database_url, lambda conn: conn.execute(text("DROP TABLE alembic_version")))
    assert refused(check, database_url) == "unknown"
    assert refused(upgrade, database_url) == "unknown"


def test_a_trail_without_its_guards_is_refused(database_url: str) -> None:
    write(database_url, unguard)
    assert refused(check, database_url) == "unguarded"


def test_a_migration_that_is_killed_half_way_leaves_nothing(empty_database_url: str) -> None:
    engine = patient_engine(empty_database_url)
    with engine.connect() as conn:
        metadata.create_all(conn)
        guards.install(conn)
        conn.rollback()
    engine.dispose()
    assert refused(check, empty_database_url) == "empty"


def test_there_is_one_newest_revision() -> None:
    assert newest().isdigit()
