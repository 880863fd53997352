"""A trail to tamper with, and the ways in which somebody who owns the database might."""

from collections.abc import Callable
from datetime import UTC, datetime

from sqlalchemy import Connection, delete, insert, select, text, update

from bot.store import guards, trail
from bot.store.tables import trail as rows
from bot.store.tables import trail_heads as heads
from tests.databases import patient_engine

AT = datetime(2026, 11, 20, 4, 10, tzinfo=UTC)
STREAMS = ("first", "second", "third")
LENGTH = 6
GUARDED = (
    "trail", "trail_heads", "holds", "rulings",
    "meetings", "meeting_items", "attendance", "promises", "resources", "unit_offers",
)  # fmt: skip


def write(url: str, change: Callable[[Connection], object]) -> None:
    """Do something to a database in one transaction."""
    engine = patient_engine(url)
    try:
        with engine.begin() as conn:
            change(conn)
    finally:
        engine.dispose()


def fill(conn: Connection, start: int = 1) -> None:
    """Append facts to three streams in turns, as a busy day would; rows 1 to 18 have these ids too."""
    for n in range(start, start + LENGTH):
        for stream in STREAMS:
            body = trail.canonical({"kind": "told", "at": AT, "values": {"n": n, "in": stream}})
            trail.append(conn, trail.Entry(stream, body))


def unguard(conn: Connection) -> None:
    """Take the guards away, as only the owner of the tables can."""
    if conn.dialect.name == "postgresql":
        for table in GUARDED:
            conn.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
        return
    for name in guards.every(conn):
        conn.execute(text(f"DROP TRIGGER IF EXISTS {name}"))


def guard(conn: Connection) -> None:
    """Put the guards back, as whoever hides something would."""
    if conn.dialect.name == "postgresql":
        for table in GUARDED:
            conn.execute(text(f"ALTER TABLE {table} ENABLE TRIGGER USER"))
        return
    for trigger in guards.every(conn).values():
        conn.exec_driver_sql(trigger)


def _row(stream: str, seq: int) -> tuple[object, ...]:
    return (rows.c.stream == stream, rows.c.seq == seq)


def change_body(conn: Connection) -> None:
    """Say something else in the fourth fact."""
    conn.execute(update(rows).where(*_row("second", 4)).values(body='{"kind":"another"}'))


def change_with_leaf(conn: Connection) -> None:
    """Say something else in the fourth fact, and work its leaf out anew."""
    salt = conn.execute(select(rows.c.salt).where(*_row("second", 4))).scalar_one()
    body = '{"kind":"another"}'
    leaf = trail.leaf_of(salt, body)
    conn.execute(update(rows).where(*_row("second", 4)).values(body=body, leaf=leaf))


def move_into_salt(conn: Connection) -> None:
    """Move the body's first character into the salt: both together hash to the same leaf."""
    row = conn.execute(select(rows).where(*_row("second", 4))).one()
    values = {"salt": row.salt + row.body[:1].encode(), "body": row.body[1:]}
    conn.execute(update(rows).where(*_row("second", 4)).values(values))


def remove(conn: Connection) -> None:
    """Take the fourth fact out."""
    conn.execute(delete(rows).where(*_row("second", 4)))


def remove_first(conn: Connection) -> None:
    """Take the first fact out."""
    conn.execute(delete(rows).where(*_row("second", 1)))


def cut_off(conn: Connection) -> None:
    """Take the last two facts out."""
    conn.execute(delete(rows).where(rows.c.stream == "second", rows.c.seq > LENGTH - 2))


def _forged(conn: Connection, seq: int, follows: int) -> dict[str, object]:
    previous = conn.execute(select(rows.c.hash).where(*_row("second", follows))).scalar_one()
    salt, body = b"s" * 16, '{"kind":"forged"}'
    leaf = trail.leaf_of(salt, body)
    link = trail.link(previous, leaf)
    return {"stream": "second", "seq": seq, "salt": salt, "body": body, "leaf": leaf, "hash": link}


def insert_behind(conn: Connection) -> None:
    """Put a well-made fact behind the last one, and leave the head as it is."""
    conn.execute(insert(rows), _forged(conn, LENGTH + 1, LENGTH))


def replace_one(conn: Connection) -> None:
    """Put a well-made fact in the place of the fourth."""
    conn.execute(update(rows).where(*_row("second", 4)).values(_forged(conn, 4, 3)))


def replace_last(conn: Connection) -> None:
    """Put a well-made fact in the place of the last."""
    conn.execute(update(rows).where(*_row("second", LENGTH)).values(_forged(conn, LENGTH, LENGTH - 1)))


def turn_head_back(conn: Connection) -> None:
    """Let the head say that the fourth fact is the last."""
    conn.execute(update(heads).where(heads.c.stream == "second").values(seq=4))


def drop_head(conn: Connection) -> None:
    """Take the head away and leave the facts."""
    conn.execute(delete(heads).where(heads.c.stream == "second"))


def drop_facts(conn: Connection) -> None:
    """Take all the facts away and leave the head."""
    conn.execute(delete(rows).where(rows.c.stream == "second"))


def hide_below(conn: Connection) -> None:
    """Put a fact of a stream of its own where nobody counts ids."""
    conn.execute(insert(rows), {**_forged(conn, 1, 1), "stream": "hidden", "id": -7})


def write_untidily(conn: Connection) -> None:
    """Append a fact as our own code never would, with everything that goes with it."""
    trail.append(conn, trail.Entry("second", '{"kind": "told", "at": null}'))


def forget_all(conn: Connection) -> None:
    """Take a whole stream away, its head too: nothing in the database tells of it."""
    drop_facts(conn)
    drop_head(conn)


def cut_with_heads(conn: Connection) -> None:
    """Take everything after the fourth facts away and set every head to what is left."""
    conn.execute(delete(rows).where(rows.c.seq > 4))
    left = conn.execute(select(rows.c.stream, rows.c.hash).where(rows.c.seq == 4)).all()
    for stream, digest in left:
        conn.execute(update(heads).where(heads.c.stream == stream).values(seq=4, hash=digest))


def write_anew(conn: Connection) -> None:
    """Write the whole trail again with one fact changed: every hash follows from the one before."""
    conn.execute(delete(rows))
    conn.execute(delete(heads))
    fill(conn, start=2)
