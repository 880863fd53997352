"""One place for the databases of many tests: quicker than a fresh one, with engines of its own, for each."""

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.migrations import upgrade
from bot.store.engine import Engines, engines_of
from bot.store.tables import metadata
from tests.conftest import KINDS
from tests.databases import Server

TABLES = [sql.Identifier(table.name) for table in reversed(metadata.sorted_tables)]
# past the guards of the trail, as only the server's owner can
EMPTYING = sql.SQL("SET session_replication_role = replica; {}").format(
    sql.SQL("; ").join(sql.SQL("DELETE FROM {}").format(name) for name in TABLES)
)


def emptied(url: str) -> None:
    """Delete every row."""
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        connection.execute(EMPTYING)


def renewed(template: Path, copy: Path) -> None:
    """Put a copy of the template where the last one was, which may still be open."""
    for path in (copy, copy.with_name(f"{copy.name}-wal"), copy.with_name(f"{copy.name}-shm")):
        path.unlink(missing_ok=True)
    shutil.copyfile(template, copy)


@pytest.fixture(scope="session")
def engines() -> Callable[[str], Engines]:
    """The engines of a database, for one store after the other: what they have compiled, they have."""
    return cache(engines_of)


@pytest.fixture(scope="session")
def reused(prepared: dict[str, str]) -> dict[str, str]:
    """What was made once for the whole run: a PostgreSQL database, a file of SQLite to copy."""
    return {"sqlite": f"{prepared['folder']}/reused.db"}


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, reused: dict[str, str]) -> Iterator[str]:
    """A database with the newest schema and no rows, one run on SQLite and one on PostgreSQL."""
    if request.param == "sqlite":
        template, copy = Path(reused["sqlite"]), Path(reused["sqlite"]).with_name("cofnod.db")
        if not template.exists():
            upgrade(f"sqlite:///{template}")
        renewed(template, copy)
        yield f"sqlite:///{copy}"
        return
    if "postgresql" not in reused:
        server: Server = request.getfixturevalue("postgresql")
        reused["postgresql"] = server.create()
        upgrade(reused["postgresql"])
    yield reused["postgresql"]
    emptied(reused["postgresql"])
