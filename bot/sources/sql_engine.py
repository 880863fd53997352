"""Connections to a force's own database that can only read, and that give up in time."""

import math
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from socket import SHUT_RDWR, socket
from threading import Timer
from time import monotonic
from typing import Any
from urllib.parse import quote

from psycopg import DataError, adapters
from psycopg.abc import AdaptContext, Buffer
from psycopg.abc import Loader as AbcLoader
from psycopg.adapt import Loader
from psycopg.pq import Format
from sqlalchemy import URL, Connection, Engine, create_engine, event, func, make_url, select
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.pool import NullPool

from bot.sources.door import LOOPBACK
from bot.sources.fetched import FeedFailed
from bot.sources.sql_failures import not_opened

POSTGRESQL = ("postgres", "postgresql")
GRACE = 0.5  # seconds: the database's own limit speaks first
SQLITE_STEPS = 10_000  # instructions between two looks at the clock


class _Lenient(Loader):
    """PostgreSQL's `infinity`, and years that Python has not, come as text: a bad row, no bad feed."""

    usual: type[AbcLoader]

    def __init__(self, oid: int, context: AdaptContext | None = None) -> None:
        super().__init__(oid, context)
        self._usual = self.usual(oid, context)

    def load(self, data: Buffer) -> Any:
        try:
            return self._usual.load(data)
        except DataError:
            return bytes(data).decode("utf-8", "replace")


def _lenient(name: str) -> type[_Lenient]:
    """The driver's own loader of a type, with that around it; its own is the quick one."""
    usual = adapters.get_loader(adapters.types[name].oid, Format.TEXT)
    return type(f"Lenient_{name}", (_Lenient,), {"usual": usual})


LENIENT = {name: _lenient(name) for name in ("date", "timestamp", "timestamptz")}


def _address(text: str, origin: Path) -> URL:
    """What is meant: PostgreSQL by the driver that comes along, a SQLite file only to be read."""
    url = make_url(text)
    if url.get_backend_name() in POSTGRESQL:
        _require_tls(url)
        return url.set(drivername="postgresql+psycopg") if url.drivername in POSTGRESQL else url
    if url.get_backend_name() != "sqlite":
        return url
    if not url.database or url.database == ":memory:":
        raise FeedFailed("url_unusable")
    if url.database.startswith("file:"):
        return url
    path = quote(str((origin / url.database).absolute()))
    return url.set(database=f"file:{path}").update_query_dict({"mode": "ro", "uri": "true"})


def _require_tls(url: URL) -> None:
    """Beyond this machine sslmode must be said: the driver's own choice tells anybody the password."""
    said = url.query.get("host", ())
    hosts = {url.host or "", *([said] if isinstance(said, str) else said)}
    away = [host for host in hosts if host and host not in LOOPBACK and not host.startswith("/")]
    if (away or "hostaddr" in url.query or "service" in url.query) and not url.query.get("sslmode"):
        raise FeedFailed("sslmode_missing")


@contextmanager
def limited(connection: Connection, seconds: float) -> Iterator[None]:
    """Hang up on PostgreSQL where it falls silent for so long: nothing else would ever end the waiting."""
    handle = getattr(getattr(connection.connection.dbapi_connection, "pgconn", None), "socket", None)
    if handle is None:
        yield
        return
    with socket(fileno=os.dup(handle)) as line:
        timer = Timer(seconds + GRACE, _hang_up, (line,))
        timer.start()
        try:
            yield
        finally:
            timer.cancel()
            timer.join()


def _hang_up(line: socket) -> None:
    with suppress(OSError):  # it has just ended by itself
        line.shutdown(SHUT_RDWR)


def engine_of(text: str, origin: Path, seconds: float) -> Engine:
    """The engine of an address; a SQLite path counts from `origin`. Raises FeedFailed."""
    try:
        url = _address(text, origin)
        if url.get_dialect().is_async:
            raise FeedFailed("url_unusable")
        limits = _limits(url.drivername, seconds)
        engine = create_engine(url, poolclass=NullPool, hide_parameters=True, connect_args=limits)
    except (NoSuchModuleError, ImportError):
        raise FeedFailed("driver_missing") from None
    except (ArgumentError, TypeError, ValueError):
        raise FeedFailed("url_unusable") from None
    if set_up := {"sqlite": _set_up_sqlite, "postgresql": _set_up_postgresql}.get(engine.dialect.name):
        event.listen(engine, "connect", set_up)
    return engine


def _limits(driver: str, seconds: float) -> dict[str, Any]:
    """How long to wait for a connection, in the driver's own words."""
    if driver == "postgresql+psycopg":
        return {"connect_timeout": math.ceil(seconds), "tcp_user_timeout": math.ceil(seconds * 1000)}
    return {"timeout": seconds} if driver in ("sqlite", "sqlite+pysqlite") else {}


def _set_up_sqlite(connection: Any, _record: Any) -> None:
    connection.execute("PRAGMA query_only=ON")
    connection.text_factory = lambda text: text.decode("utf-8", "replace")


def _set_up_postgresql(connection: Any, _record: Any) -> None:
    if of_connection := getattr(connection, "adapters", None):
        for name, loader in LENIENT.items():
            of_connection.register_loader(name, loader)


def connect(engine: Engine, seconds: float) -> Connection:
    """A connection in a transaction that cannot write; raises FeedFailed."""
    try:
        connection = engine.connect()
        if engine.dialect.name == "postgresql":
            connection = connection.execution_options(postgresql_readonly=True)
            limit = f"{math.ceil(seconds * 1000)}"
            with limited(connection, seconds):
                for name in ("statement_timeout", "lock_timeout"):
                    connection.execute(select(func.set_config(name, limit, True)))
    except SQLAlchemyError as problem:
        raise not_opened(problem) from None
    renew(connection, seconds)
    return connection


def renew(connection: Connection, seconds: float) -> None:
    """Let the time for what is asked for next begin now: SQLite's own clock does not, PostgreSQL's does."""
    if connection.dialect.name == "sqlite":
        connection.connection.set_progress_handler(_too_late(seconds), SQLITE_STEPS)


def _too_late(seconds: float) -> Callable[[], bool]:
    """A function that says whether so many seconds of machine time are over."""
    end = monotonic() + seconds
    return lambda: monotonic() > end
