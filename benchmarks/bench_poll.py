"""A poll of 100,000 rows, beside the bare `executemany` of the very rows that it writes.

Batch by batch in turns, so that whatever else the machine does befalls both alike.
"""

import gc
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any

import psycopg
from sqlalchemy import Table, insert
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from benchmarks.databases import KINDS, New
from benchmarks.figures import Figure
from benchmarks.invented import AT, FORCE, ROSTER_OF_FORCE, reports
from bot.domain.incident import IncidentReport
from bot.services.feeds import intake
from bot.services.feeds.intake import Taken
from bot.store.store import Store
from bot.store.tables import incidents, offences, trail, trail_heads

ROWS, BATCH = 100_000, 1_000
Rows = list[tuple[Any, ...]]


def driver(url: str) -> Any:
    """The database by its bare driver, each commit as durable as the store's."""
    if url.startswith("postgresql"):
        return psycopg.connect(url.replace("+psycopg", ""), autocommit=True)
    conn = sqlite3.connect(make_url(url).database or "", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "cache_size=-16000"):
        conn.execute(f"PRAGMA {pragma}")
    return conn


def _statement(table: Table, kind: str) -> str:
    made: Any = sqlite.dialect if kind == "sqlite" else postgresql.psycopg.dialect
    dialect = made(paramstyle="qmark" if kind == "sqlite" else "format")
    return str(insert(table).inline().compile(dialect=dialect))


def _written(url: str) -> Iterator[list[tuple[Table, Rows]]]:
    """What a poll wrote, batch by batch: the rows of each table as the driver gives them."""
    conn = driver(url)
    every = conn.execute("SELECT * FROM incidents ORDER BY id").fetchall()
    opened = conn.execute("SELECT * FROM offences ORDER BY incident_id").fetchall()
    of_batch = {n: list(rows) for n, rows in groupby(opened, lambda row: (row[1] - 1) // BATCH)}
    facts = conn.execute("SELECT * FROM trail ORDER BY id").fetchall()
    conn.close()
    for n in range(len(every) // BATCH):
        told = facts[n * BATCH : (n + 1) * BATCH]
        heads = [(stream, seq, digest) for _, stream, seq, *_, digest in told]
        batch = every[n * BATCH : (n + 1) * BATCH]
        yield [(incidents, batch), (offences, of_batch.get(n, [])), (trail, told), (trail_heads, heads)]


def _insert(conn: Any, statements: Sequence[tuple[str, Rows]]) -> None:
    conn.execute("BEGIN")
    for statement, rows in statements:
        conn.cursor().executemany(statement, rows)
    conn.execute("COMMIT")


def _seconds(work: Callable[..., object], *args: Any) -> float:
    began = time.perf_counter()
    work(*args)
    return time.perf_counter() - began


def _in_batches(rows: Sequence[IncidentReport]) -> Iterator[Sequence[IncidentReport]]:
    return (rows[n : n + BATCH] for n in range(0, len(rows), BATCH))


def _poll(store: Store, rows: Sequence[IncidentReport]) -> Taken:
    """All of it, as jobs/poll.py does."""
    taken = Taken()
    for batch in _in_batches(rows):
        taken += store.write_now(intake.take, AT, "bench", batch)
    return taken


def _changes(url: str) -> Callable[[], Any]:
    """A question whose answer is the same for as long as nobody writes."""
    conn = driver(url)
    newest = "SELECT pg_snapshot_xmax(pg_current_snapshot())"  # the next transaction that will write
    sql = "PRAGMA data_version" if url.startswith("sqlite") else newest
    return lambda: conn.execute(sql).fetchone()


def _second_poll(store: Store, url: str, rows: Sequence[IncidentReport]) -> float:
    """The seconds of a second, identical poll; it writes nothing."""
    state = _changes(url)
    before = state()
    took = _seconds(_poll, store, rows)
    assert state() == before, "a second, identical poll wrote something"
    return took


def _compared(kind: str, new: New, rows: Sequence[IncidentReport]) -> Iterator[Figure]:
    first, url, bare = new(kind), new(kind), driver(new(kind))
    store = Store(first, FORCE, ROSTER_OF_FORCE)
    _poll(store, rows)
    store.close()
    store, ours, raw = Store(url, FORCE, ROSTER_OF_FORCE), list[float](), list[float]()
    statements = {t: _statement(t, kind) for t in (incidents, offences, trail, trail_heads)}
    for batch, written in zip(_in_batches(rows), _written(first), strict=True):
        ours.append(_seconds(store.write_now, intake.take, AT, "bench", batch))
        raw.append(_seconds(_insert, bare, [(statements[table], rows) for table, rows in written]))
    name = f"poll, {KINDS[kind]}"
    rate, bare_rate = len(rows) / sum(ours), len(rows) / sum(raw)
    yield Figure(f"{name}, {len(rows):,} new rows", rate, "rows/s", bare_rate, "executemany", at_least=0.5)
    again = len(rows) / _second_poll(store, url, rows)
    yield Figure(f"{name}, the same again: nothing written", again, "rows/s")
    store.close()


def measure(new: New, rows: int = ROWS) -> list[Figure]:
    """New rows and the same rows again, on both databases."""
    invented = reports(rows)
    gc.collect()
    gc.freeze()  # a feed hands over a thousand at a time: the collector need not look through them all
    return [figure for kind in KINDS for figure in _compared(kind, new, invented)]
