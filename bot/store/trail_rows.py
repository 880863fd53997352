"""The trail as the driver reads it: every row in id order, in batches, as bytes, whatever was done to it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

BATCH = 250  # so few rows alive at once that the garbage collector has nothing to look through
SALT_BYTES = 16

# id, stream, seq, salt and body together (None: erased; empty: a salt of a wrong length, or what no query of
# ours would find, since SQLite keeps whatever type it is given), leaf, hash
Row = tuple[int, bytes, int, bytes | None, bytes, bytes]

SQLITE = """
    SELECT id, CAST(stream AS BLOB), CAST(seq AS INTEGER),
        CASE WHEN typeof(stream) <> 'text' OR typeof(seq) <> 'integer' THEN x''
            WHEN body IS NULL THEN NULL
            WHEN length(salt) = 16 AND typeof(body) = 'text' THEN CAST(salt || body AS BLOB) ELSE x'' END,
        CAST(leaf AS BLOB), CAST(hash AS BLOB)
    FROM trail WHERE id > ? AND id <= ? ORDER BY id"""

POSTGRESQL = """
    SELECT id, convert_to(stream, 'UTF8'), seq,
        CASE WHEN body IS NULL THEN NULL
            WHEN length(salt) = 16 THEN salt || convert_to(body, 'UTF8') ELSE '' END,
        leaf, hash
    FROM trail WHERE id > %s AND id <= %s ORDER BY id"""

LOWEST, HIGHEST = -(2**63), 2**63 - 1


@contextmanager
def _cursor(
    conn: Connection, name: str, sqlite: str, postgresql: str, *bounds: int, binary: bool = True
) -> Iterator[Any]:
    """What a query finds, by the driver's own cursor, for speed; PostgreSQL keeps the rest meanwhile.

    A long reading hinders nobody: however slowly its rows are looked at, it is not ended.
    """
    driver: Any = conn.connection.driver_connection
    if conn.dialect.name == "postgresql":
        for limit in ("statement_timeout", "idle_in_transaction_session_timeout"):
            conn.execute(select(func.set_config(limit, "0", True)))
        cursor = driver.cursor(name=name, binary=binary)
        cursor.execute(postgresql, bounds, binary=binary)
    else:
        cursor = driver.execute(sqlite, bounds)
    with closing(cursor):
        yield cursor


def batches(conn: Connection, after: int = LOWEST, upto: int = HIGHEST) -> Iterator[list[Row]]:
    """The rows with `after` < id <= `upto`, as plain tuples, for speed."""
    with _cursor(conn, "trail_rows", SQLITE, POSTGRESQL, after, upto) as cursor:
        while rows := cursor.fetchmany(BATCH):
            yield rows


HASHES = "SELECT CAST(hash AS BLOB) FROM trail WHERE id > ? AND id <= ? ORDER BY id"
HASHES_POSTGRESQL = "SELECT hash FROM trail WHERE id > %s AND id <= %s ORDER BY id"


def hashes(conn: Connection, after: int, upto: int) -> Iterator[list[bytes]]:
    """The hashes alone of the rows with `after` < id <= `upto`, in id order."""
    with _cursor(conn, "trail_hashes", HASHES, HASHES_POSTGRESQL, after, upto) as cursor:
        while rows := cursor.fetchmany(BATCH):
            yield [bytes(digest) for (digest,) in rows]


HEADS = "SELECT CAST(stream AS BLOB), CAST(seq AS INTEGER), CAST(hash AS BLOB) FROM trail_heads"
HEADS_POSTGRESQL = "SELECT convert_to(stream, 'UTF8'), seq, hash FROM trail_heads"


def heads(conn: Connection) -> Iterator[tuple[bytes, int, bytes]]:
    """What the heads say: stream, seq and hash of each stream's newest row."""
    with _cursor(conn, "trail_heads", HEADS, HEADS_POSTGRESQL) as cursor:
        yield from cursor


class Fact(NamedTuple):
    """One row of a stream; `body` is None where a retention rule erased it."""

    seq: int
    salt: bytes
    body: str | None
    leaf: bytes
    hash: bytes


BY_STREAM = "SELECT stream, seq, salt, body, leaf, hash FROM trail ORDER BY stream, seq"


def streams(conn: Connection) -> Iterator[tuple[str, list[Fact]]]:
    """Every stream with all its rows, oldest first; no more than one stream is held at once."""
    with _cursor(conn, "trail_streams", BY_STREAM, BY_STREAM, binary=False) as cursor:
        for stream, rows in groupby(cursor, key=itemgetter(0)):
            yield stream, [_fact(*row[1:]) for row in rows]


def _fact(seq: int, salt: bytes, body: str | None, leaf: bytes, digest: bytes) -> Fact:
    return Fact(seq, bytes(salt), body, bytes(leaf), bytes(digest))
