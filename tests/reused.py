"""One PostgreSQL database for many tests, emptied after each: quicker than a fresh one for every test."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg import sql

from bot.migrations import upgrade
from bot.store.tables import metadata
from tests.conftest import KINDS
from tests.databases import Server

TABLES = [table.name for table in reversed(metadata.sorted_tables)]


def emptied(url: str) -> None:
    """Delete every row, past the guards of the trail, as only the server's owner can."""
    with psycopg.connect(url.replace("+psycopg", "", 1)) as connection:
        connection.execute("SET session_replication_role = replica")
        for name in TABLES:
            connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(name)))


@pytest.fixture(scope="session")
def reused(prepared: dict[str, str]) -> dict[str, str]:
    """What was made once for the whole run: a PostgreSQL database, a file of SQLite to copy."""
    return {"sqlite": f"{prepared['folder']}/reused.db"}


@pytest.fixture(params=KINDS)
def database_url(request: pytest.FixtureRequest, tmp_path: Path, reused: dict[str, str]) -> Iterator[str]:
    """A database with the newest schema and no rows, one run on SQLite and one on PostgreSQL."""
    if request.param == "sqlite":
        template, copy = Path(reused["sqlite"]), tmp_path / "cofnod.db"
        if not template.exists():
            upgrade(f"sqlite:///{template}")
        shutil.copyfile(template, copy)
        yield f"sqlite:///{copy}"
        return
    if "postgresql" not in reused:
        server: Server = request.getfixturevalue("postgresql")
        reused["postgresql"] = server.create()
        upgrade(reused["postgresql"])
    yield reused["postgresql"]
    emptied(reused["postgresql"])
