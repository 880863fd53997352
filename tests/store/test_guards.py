"""The database itself refuses to change or delete the trail."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from bot.migrations import SchemaError, check
from bot.store import trail
from tests.databases import patient_engine
from tests.store.trails import fill, write

GRANTS = Path(trail.__file__).with_name("grants.sql")
FORBIDDEN = [
    "UPDATE trail SET body = 'other' WHERE seq = 2",
    "UPDATE trail SET seq = seq + 100",
    "UPDATE trail SET salt = leaf, body = NULL",
    "UPDATE trail SET stream = 'other', body = NULL",
    "DELETE FROM trail WHERE seq = 6",
    "DELETE FROM trail",
    "UPDATE trail_heads SET seq = seq - 1",
    "UPDATE trail_heads SET hash = hash",
    "UPDATE trail_heads SET stream = 'other', seq = 100 WHERE stream = 'first'",
    "DELETE FROM trail_heads",
]
REPLACING = [
    "INSERT OR REPLACE INTO trail SELECT id, stream, seq, salt, 'other', leaf, hash FROM trail WHERE id = 4",
    "INSERT OR REPLACE INTO trail (stream, seq, salt, body, leaf, hash)"
    " SELECT stream, seq, salt, 'other', leaf, hash FROM trail WHERE id = 4",
    "REPLACE INTO trail_heads SELECT stream, 2, hash FROM trail_heads",
    "UPDATE OR REPLACE trail SET seq = 3 WHERE seq = 2",
]


@pytest.fixture
def conn(database_url: str) -> Iterator[Connection]:
    engine = patient_engine(database_url)
    with engine.connect() as made:
        fill(made)
        made.commit()
        yield made
        made.rollback()
    engine.dispose()


def contents(conn: Connection) -> list[object]:
    """The whole trail and its heads."""
    rows = conn.execute(text("SELECT id, stream, seq, body FROM trail ORDER BY id")).all()
    return [rows, conn.execute(text("SELECT stream, seq FROM trail_heads ORDER BY stream")).all()]


def refuse_each(conn: Connection, statements: list[str]) -> None:
    """Try each statement, find it refused and nothing changed."""
    before = contents(conn)
    for statement in statements:
        conn.rollback()
        with pytest.raises(DBAPIError):
            conn.execute(text(statement))
        conn.rollback()
        assert contents(conn) == before, statement


def test_no_statement_changes_or_deletes_the_trail(conn: Connection) -> None:
    truncating = ["TRUNCATE trail", "TRUNCATE trail_heads"]
    refuse_each(conn, FORBIDDEN + (truncating if conn.dialect.name == "postgresql" else []))


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_no_statement_replaces_a_row_of_the_trail(conn: Connection) -> None:
    refuse_each(conn, REPLACING)


def test_only_a_body_may_be_erased(conn: Connection) -> None:
    conn.execute(text("UPDATE trail SET body = NULL WHERE stream = 'first'"))
    conn.commit()
    assert conn.execute(text("SELECT count(*) FROM trail WHERE body IS NULL")).scalar_one() == 6


@pytest.fixture
def bot_url(database_url: str) -> Iterator[str]:
    """The database after the grants that ship with the project."""
    with psycopg.connect(database_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("CREATE ROLE cofnod_bot LOGIN")
        owner.execute(GRANTS.read_text(encoding="utf-8").encode())
        yield database_url
        owner.execute("DROP OWNED BY cofnod_bot")
        owner.execute("DROP ROLE cofnod_bot")


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_the_role_of_the_bot_writes_the_trail_and_cannot_touch_it(bot_url: str) -> None:
    engine = create_engine(bot_url, poolclass=NullPool)
    with engine.connect() as conn:
        conn.execute(text("SET ROLE cofnod_bot"))
        fill(conn)
        conn.commit()
        refuse_each(conn, [*FORBIDDEN, "TRUNCATE trail", "ALTER TABLE trail DISABLE TRIGGER USER"])
        conn.execute(text("INSERT INTO inbox (key, at) VALUES ('one', now())"))
        conn.execute(text("DELETE FROM inbox"))
        conn.commit()


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_table_that_the_role_may_not_use_is_named_with_what_to_run(bot_url: str) -> None:
    ours = make_url(bot_url).set(username="cofnod_bot").render_as_string(hide_password=False)
    check(ours)
    with psycopg.connect(bot_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("REVOKE ALL ON crimes, holds FROM cofnod_bot")
    with pytest.raises(SchemaError, match=r"may not use crimes, holds: run grants\.sql again"):
        check(ours)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_what_a_later_version_makes_is_granted_as_it_is_made(bot_url: str) -> None:
    with psycopg.connect(bot_url.replace("+psycopg", ""), autocommit=True) as owner:
        owner.execute("CREATE TABLE later (id bigserial PRIMARY KEY)")
        owner.execute("SET ROLE cofnod_bot")
        owner.execute("INSERT INTO later DEFAULT VALUES")
        found = owner.execute("DELETE FROM later RETURNING id").fetchall()
        owner.execute("RESET ROLE")
    assert found == [(1,)]


def test_a_first_fact_of_two_streams_may_come_in_one_batch(database_url: str) -> None:
    write(database_url, lambda c: trail.begin_many(c, [trail.Entry("a", "{}"), trail.Entry("b", "{}")]))
    write(database_url, lambda c: trail.append(c, trail.Entry("a", "{}")))
