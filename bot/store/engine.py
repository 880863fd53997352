"""Engines set so that an acknowledged commit survives a power cut."""

from typing import Any

from sqlalchemy import Engine, create_engine, event

STATEMENT_SECONDS = 1.8  # an ack leaves within 3 s, so no statement may take 2
Engines = tuple[Engine, Engine]  # for commands and jobs, and for questions
SQLITE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000")


def engines_of(url: str) -> Engines:
    """Both engines of a database; what they compile they keep, even when their connections are closed."""
    return writing_engine(url), reading_engine(url)


def writing_engine(url: str) -> Engine:
    """An engine for commands and jobs: one transaction at a time takes effect, durably."""
    return _sqlite(url, "BEGIN IMMEDIATE") if url.startswith("sqlite") else _postgresql(url)


def reading_engine(url: str) -> Engine:
    """An engine for questions: each sees one instant, waits for no writer, and cannot write."""
    if url.startswith("sqlite"):
        return _sqlite(url, "BEGIN", "query_only=ON")
    return _postgresql(url, "-c default_transaction_read_only=on", isolation_level="REPEATABLE READ")


def _sqlite(url: str, begin: str, *pragmas: str) -> Engine:
    engine = create_engine(url, hide_parameters=True, connect_args={"timeout": STATEMENT_SECONDS})

    @event.listens_for(engine, "connect")
    def _set_up(connection: Any, _record: Any) -> None:
        connection.isolation_level = None  # we say BEGIN ourselves: the driver's own is deferred
        for pragma in (*SQLITE_PRAGMAS, *pragmas):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        connection.exec_driver_sql(begin)

    return engine


def _postgresql(url: str, more: str = "", **settings: Any) -> Engine:
    milliseconds = int(STATEMENT_SECONDS * 1000)
    limits = f"-c statement_timeout={milliseconds} -c lock_timeout={milliseconds}"
    limits += f" -c idle_in_transaction_session_timeout={milliseconds}"  # a frozen process keeps no locks
    engine = create_engine(
        url.replace("postgresql://", "postgresql+psycopg://", 1),
        hide_parameters=True,
        paramstyle="format",  # values by position, as bulk.py hands them over
        pool_size=4,
        max_overflow=0,
        pool_timeout=STATEMENT_SECONDS,
        pool_pre_ping=True,
        connect_args={
            "options": f"-c synchronous_commit=on {limits} {more}",
            "connect_timeout": 2,
            "tcp_user_timeout": 2000,
        },
        **settings,
    )
    event.listen(engine, "do_executemany", _one_by_one)
    event.listen(engine, "do_execute", _prepared)
    return engine


def _prepared(cursor: Any, statement: str, parameters: Any, context: Any) -> bool:
    """Make a statement ready before its values are sent, where that is asked for.

    What then comes in one long message is the values alone: PostgreSQL takes the connection for idle in its
    transaction until it has all of them, and the limit on that ends the wait for a process that is frozen.
    """
    if not context.execution_options.get("prepared"):
        return False
    cursor.execute(statement, parameters, prepare=True)
    return True


def _one_by_one(cursor: Any, statement: str, parameters: Any, _context: Any) -> bool:
    """Wait for each answer: while many are under way no limit ends the wait for a process that is frozen."""
    for each in parameters:
        cursor.execute(statement, each)
    return True
