"""The trail: one hash chain per stream, in the transaction of whatever it tells about.

A row's leaf is H(salt ‖ body); its hash is H(previous hash ‖ leaf). The first link is H(tag ‖ stream).
A body can be erased by a retention rule, and its leaf goes on proving that the row was there.
"""

import json
import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, bindparam, insert, select, update

from bot.store.bulk import insert_many
from bot.store.tables import trail, trail_heads

TAG = b"cofnod.trail.v1\x00"
SALT_BYTES = 16

Values = tuple[str, int, bytes, str, bytes, bytes]  # of a row, in the order of COLUMNS
COLUMNS = ("stream", "seq", "salt", "body", "leaf", "hash")
HEAD_COLUMNS = ("stream", "seq", "hash")

# Built once: to put a statement together takes longer than to run it.
HEAD = select(trail_heads.c.seq, trail_heads.c.hash).where(trail_heads.c.stream == bindparam("of"))
LOCKED_HEAD = HEAD.with_for_update()
ADVANCE = update(trail_heads).where(trail_heads.c.stream == bindparam("of"))
NEW_HEAD, NEW_ROW = insert(trail_heads), insert(trail)


def genesis(stream: str) -> bytes:
    """The link before a stream's first row."""
    return sha256(TAG + stream.encode()).digest()


def leaf_of(salt: bytes, body: str) -> bytes:
    """What stands for a body in the chain."""
    return sha256(salt + body.encode()).digest()


def link(previous: bytes, leaf: bytes) -> bytes:
    """The hash of a row that follows `previous`."""
    return sha256(previous + leaf).digest()


def canonical(body: Mapping[str, Any]) -> str:
    """One way to write a fact: sorted keys, no spaces, UTF-8, instants as ISO text."""
    return _encode(body)


def instant(at: datetime) -> str:
    """An instant as the trail writes it; raises ValueError for a naive one."""
    if at.tzinfo is None:
        raise ValueError("an instant on the trail needs its time zone")
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return instant(value)
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


_encode = json.JSONEncoder(
    sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False, default=_plain
).encode


@dataclass(frozen=True, slots=True)
class Entry:
    """One row to append: the stream and a canonical body."""

    stream: str
    body: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a stream as it was read back; `body` is empty where retention erased it."""

    seq: int
    body: Mapping[str, Any]
    hash: bytes


def append(conn: Connection, entry: Entry) -> bytes:
    """Append one fact to its stream and give back the row's hash.

    Two first facts of one stream at once: the second raises IntegrityError, and the store tries it again.
    """
    seq, previous = _end(conn, entry.stream)
    row = _row(entry, seq + 1, previous, secrets.token_bytes(SALT_BYTES))
    _advance(conn, entry.stream, seq, row)
    conn.execute(NEW_ROW, dict(zip(COLUMNS, row, strict=True)))
    return row[-1]


def append_all(conn: Connection, entries: Sequence[Entry]) -> None:
    """Append facts in their order: a few statements for each stream, however many it gets."""
    streams: dict[str, list[Entry]] = {}
    for entry in entries:
        streams.setdefault(entry.stream, []).append(entry)
    for stream, its in streams.items():
        seq, previous = _end(conn, stream)
        rows = list(_chained(its, seq, previous))
        _advance(conn, stream, seq, rows[-1])
        insert_many(conn, trail, COLUMNS, rows)


def _chained(entries: Sequence[Entry], seq: int, previous: bytes) -> Iterator[Values]:
    for number, entry in enumerate(entries, seq + 1):
        row = _row(entry, number, previous, secrets.token_bytes(SALT_BYTES))
        previous = row[-1]
        yield row


def _end(conn: Connection, stream: str) -> tuple[int, bytes]:
    """How many facts a stream has, and the hash that the next one follows; nobody else adds any meanwhile."""
    head = conn.execute(LOCKED_HEAD, {"of": stream}).one_or_none()
    return (head.seq, head.hash) if head else (0, genesis(stream))


def _advance(conn: Connection, stream: str, before: int, newest: Values) -> None:
    """Let a stream that had so many facts end with a newer row."""
    head = {"seq": newest[1], "hash": newest[-1]}
    if before:
        conn.execute(ADVANCE, {"of": stream, **head})
    else:
        conn.execute(NEW_HEAD, {"stream": stream, **head})


def begin_many(conn: Connection, entries: Sequence[Entry]) -> None:
    """Append the first fact of many new streams at once; raises IntegrityError if one has begun."""
    salts = secrets.token_bytes(SALT_BYTES * len(entries))
    rows = [
        _row(entry, 1, genesis(entry.stream), salts[i * SALT_BYTES : (i + 1) * SALT_BYTES])
        for i, entry in enumerate(entries)
    ]
    insert_many(conn, trail, COLUMNS, rows)
    insert_many(conn, trail_heads, HEAD_COLUMNS, [(stream, seq, digest) for stream, seq, *_, digest in rows])


def _row(entry: Entry, seq: int, previous: bytes, salt: bytes) -> Values:
    leaf = leaf_of(salt, entry.body)
    return entry.stream, seq, salt, entry.body, leaf, link(previous, leaf)


def rows(conn: Connection, stream: str) -> Iterator[Row]:
    """A stream's facts, oldest first."""
    found = conn.execute(
        select(trail.c.seq, trail.c.body, trail.c.hash).where(trail.c.stream == stream).order_by(trail.c.seq)
    )
    for seq, body, digest in found:
        yield Row(seq, json.loads(body) if body else {}, bytes(digest))


def head_hash(conn: Connection, stream: str) -> bytes:
    """The hash of a stream's newest row, or its first link where it has none."""
    head = conn.execute(HEAD, {"of": stream}).one_or_none()
    return bytes(head.hash) if head else genesis(stream)
