"""Whether erased words are accounted for, and what the trail says of holds: what no hash shows."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from bot.domain.facts import Happened
from bot.store.tables import holds, incidents, trail, trail_heads
from bot.store.trail_rows import SALT_BYTES, Row

HELD, RELEASED = (f'"kind":"{kind}"'.encode() for kind in (Happened.INCIDENT_HELD, Happened.HOLD_RELEASED))
LOGS = select(trail_heads.c.stream).where(trail_heads.c.stream.like("%:forgotten"))
LOGGED = select(trail.c.body).where(trail.c.stream.in_(LOGS), trail.c.body.is_not(None))
HERE = select(incidents.c.key).where(incidents.c.key.in_(bindparam("keys", expanding=True)))
STANDING = select(incidents.c.key, holds.c.code).join(holds).where(holds.c.released_at.is_(None))
AT_ONCE = 500
MEETING = b"meeting:"


class Found(NamedTuple):
    """A stream that is not accounted for, and the row to name."""

    stream: bytes
    seq: int


class Log(NamedTuple):
    """What the log of what was forgotten names: the hash of the last row of each stream, in hexadecimal.

    Of a meeting's trail, which stays, it names by number the rows about an incident that was forgotten.
    """

    heads: frozenset[str]
    rows: dict[str, set[int]]


def log(conn: Connection) -> Log:
    """The log of what was forgotten, read whole."""
    heads, rows = set[str](), defaultdict[str, set[int]](set)
    for body in conn.execute(LOGGED).scalars():
        values = json.loads(body)["values"]
        heads.update(values.get("heads", ()))
        for stream, seqs in values.get("of_meetings", {}).items():
            rows[stream].update(seqs)
    return Log(frozenset(heads), rows)


class Accounts:
    """What one reading of the trail saw of erased words and of holds."""

    def __init__(self) -> None:
        self.of_meetings = defaultdict[bytes, set[int]](set)  # rows without words
        self.erased: dict[bytes, tuple[int, bytes]] = {}  # the last row without words: its number and hash
        self.held: dict[tuple[bytes, str], int] = {}  # stream and code: the row that told of it

    def see(self, rows: Sequence[Row]) -> None:
        """Take rows in, in id order."""
        bodies = [row[3] for row in rows]
        if None in bodies:
            self._miss(rows)
        words = b"".join(filter(None, bodies))  # one look at a whole batch: hardly any tells of a hold
        if HELD in words or RELEASED in words:
            for _, stream, seq, salted, _, _ in rows:
                if salted:
                    self._hear(stream, seq, salted[SALT_BYTES:])

    def _miss(self, rows: Sequence[Row]) -> None:
        for _, stream, seq, body, _, digest in rows:
            if body is None and stream.startswith(MEETING):
                self.of_meetings[stream].add(seq)
            elif body is None:
                self.erased[stream] = (seq, digest)

    def _hear(self, stream: bytes, seq: int, body: bytes) -> None:
        """Follow a hold; a body that is no fact of ours is a doubt of its own."""
        if HELD not in body and RELEASED not in body:
            return
        try:
            fact = json.loads(body)
            kind, code = fact["kind"], str(fact["values"]["code"])
        except (ValueError, KeyError, TypeError):
            return
        if kind == Happened.INCIDENT_HELD:
            self.held[stream, code] = seq
        elif kind == Happened.HOLD_RELEASED:
            self.held.pop((stream, code), None)

    def living(self, conn: Connection) -> Iterator[Found]:
        """Streams without words whose incident is here."""
        streams = [stream.decode(errors="replace") for stream in self.erased]
        for n in range(0, len(streams), AT_ONCE):
            for key in conn.execute(HERE, {"keys": streams[n : n + AT_ONCE]}).scalars():
                yield Found(key.encode(), self.erased[key.encode()][0])

    def untold(self, told: Log) -> Iterator[Found]:
        """Streams without words of which the log of what was forgotten does not tell."""
        yield from (Found(s, n) for s, (n, digest) in self.erased.items() if digest.hex() not in told.heads)
        for stream, seqs in self.of_meetings.items():
            if untold := seqs - told.rows.get(stream.decode(errors="replace"), set()):
                yield Found(stream, min(untold))

    def unheld(self, conn: Connection) -> Iterator[Found]:
        """Streams that tell of a hold of which no row stands."""
        if self.held:
            standing = {(key.encode(), code) for key, code in conn.execute(STANDING)}
            yield from (Found(of[0], seq) for of, seq in self.held.items() if of not in standing)
