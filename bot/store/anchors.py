"""Anchors: what the trail was, noted outside the database, so that cutting off its end is found too.

An append-only file of JSON lines: `at`, the newest row's `id`, how many `rows` up to it, and `sha256`:
the digest of the line before, followed by the hashes of all rows since, in the order of their ids.
Keep it where whoever can write to the database cannot.
"""

import json
import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from sqlalchemy import Connection, Engine, text

from bot.store import trail_rows
from bot.store.guards import WRITERS
from bot.store.trail import canonical

FILE = "anchors.jsonl"  # in the data folder
FIRST = sha256(b"cofnod.anchor.v1\x00").digest()
WRITING = text(
    "SELECT virtualtransaction FROM pg_locks WHERE locktype = 'advisory' AND granted"
    " AND classid = 0 AND objid = :writers AND objsubid = 1"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
PAUSE_SECONDS = 0.02
PATIENCE_SECONDS = 60.0  # every statement and every pause of a transaction has its limit


class StillWriting(Exception):
    """Somebody has been writing on the trail for so long that no anchor could be set: it is tried again."""


class AnchorsDamaged(Exception):
    """The file of anchors holds a line that nobody wrote there; `line` counts from 1."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


@dataclass(frozen=True, slots=True)
class Anchor:
    """The trail at one instant: its newest id, its length, and what its hashes came to."""

    at: datetime
    id: int
    rows: int
    digest: bytes


def read(path: Path) -> tuple[Anchor, ...]:
    """Every anchor of a file, oldest first; none where there is no file.

    A last line without its end was torn by a crash and counts for nothing. Raises AnchorsDamaged for another.
    """
    if not path.exists():
        return ()
    found: list[Anchor] = []
    *lines, _torn = path.read_bytes().split(b"\n")
    for number, line in enumerate(lines, 1):
        found.append(_parsed(line, number))
        if number > 1 and (found[-1].id <= found[-2].id or found[-1].rows <= found[-2].rows):
            raise AnchorsDamaged(number)
    return tuple(found)


def _parsed(line: bytes, number: int) -> Anchor:
    try:
        told = json.loads(line)
        at = datetime.fromisoformat(told["at"])
        return Anchor(at, int(told["id"]), int(told["rows"]), bytes.fromhex(told["sha256"]))
    except (ValueError, KeyError, TypeError) as problem:
        raise AnchorsDamaged(number) from problem


def extend(engine: Engine, path: Path, at: datetime, patience: float = PATIENCE_SECONDS) -> Anchor | None:
    """Anchor what the trail has gained since the last time (`at`, UTC); None where that is nothing.

    Raises StillWriting if a transaction that writes now does not end within `patience` (seconds).
    """
    known = read(path)
    before = known[-1] if known else Anchor(at, 0, 0, FIRST)
    newest = _settled_id(engine, patience)
    if newest <= before.id:
        return None
    with engine.begin() as conn:
        anchor = _anchor(conn, before, newest, at)
    _append(path, anchor)
    return anchor


def _settled_id(engine: Engine, patience: float) -> int:
    """The newest id of an instant, once no writer of that instant is under way who might yet add a lower one.

    Who begins to write meanwhile gets a higher one, and need not wait for us.
    """
    until, newest = time.monotonic() + patience, text("SELECT coalesce(max(id), 0) FROM trail")
    with engine.connect() as conn:
        found = int(conn.execute(newest).scalar_one())
        if conn.dialect.name != "postgresql":
            return found
        writing = then = _writing(conn)
        while writing & then:
            if time.monotonic() > until:
                raise StillWriting
            time.sleep(PAUSE_SECONDS)
            writing = _writing(conn)
        return found


def _writing(conn: Connection) -> set[str]:
    """The transactions that write on the trail: each holds the writers' lock until its end."""
    found = set(conn.execute(WRITING, {"writers": WRITERS}).scalars())
    conn.rollback()  # to pause in a transaction has its limit
    return found


def _anchor(conn: Connection, before: Anchor, newest: int, at: datetime) -> Anchor:
    digest, rows = sha256(before.digest), before.rows
    for hashes in trail_rows.hashes(conn, before.id, newest):
        digest.update(b"".join(hashes))
        rows += len(hashes)
    return Anchor(at, newest, rows, digest.digest())


def _append(path: Path, anchor: Anchor) -> None:
    line = canonical({"at": anchor.at, "id": anchor.id, "rows": anchor.rows, "sha256": anchor.digest.hex()})
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o640)
    with os.fdopen(descriptor, "r+b") as file:
        file.seek(file.read().rfind(b"\n") + 1)
        file.truncate()  # what a crash tore was never an anchor
        file.write(line.encode() + b"\n")
        file.flush()
        os.fsync(descriptor)


class Comparison:
    """Compares a trail, read in id order, with its anchors; `differing` are those that it belies."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._ahead = list(reversed(anchors))
        self._digest = sha256(FIRST)
        self._rows = 0
        self.differing: list[Anchor] = []

    def see(self, batch: Sequence[trail_rows.Row]) -> None:
        """Take the next rows."""
        while self._ahead and batch[-1][0] > self._ahead[-1].id:
            upto = next(i for i, row in enumerate(batch) if row[0] > self._ahead[-1].id)
            self._take(batch[:upto])
            self._close()
            batch = batch[upto:]
        if self._ahead:
            self._take(batch)

    def end(self) -> None:
        """There are no more rows."""
        while self._ahead:
            self._close()

    def _take(self, rows: Sequence[trail_rows.Row]) -> None:
        self._digest.update(b"".join([row[5] for row in rows]))
        self._rows += len(rows)

    def _close(self) -> None:
        anchor = self._ahead.pop()
        if self._digest.digest() != anchor.digest or self._rows != anchor.rows:
            self.differing.append(anchor)
        self._digest = sha256(anchor.digest)  # so that the next is judged by its own rows alone
        self._rows = anchor.rows
