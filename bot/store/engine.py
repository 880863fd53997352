"""Engines set so that an acknowledged commit survives a power cut."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

STATEMENT_SECONDS = 1.8  # an ack leaves within 3 s, so no statement may take 2


def writing_engine(url: str) -> Engine:
    """An engine for commands and jobs: one transaction at a time takes effect, durably."""
    return _sqlite(url, "BEGIN IMMEDIATE") if url.startswith("sqlite") else _postgresql(url)


def reading_engine(url: str) -> Engine:
    """An engine for questions, which never wait for a writer on SQLite."""
    return _sqlite(url, "BEGIN") if url.startswith("sqlite") else _postgresql(url)


def _sqlite(url: str, begin: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": STATEMENT_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own is deferred
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: str) -> Engine:
    milliseconds = int(STATEMENT_SECONDS * 1000)
    options = f"-c synchronous_commit=on -c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
    return create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,
        pool_size=4,
        max_overflow=0,
        pool_timeout=STATEMENT_SECONDS,
        pool_pre_ping=True,
        connect_args={"options": options, "connect_timeout": 2, "tcp_user_timeout": 2000},
    )
