"""Whether the trail is whole: reads every row once, in id order, and says which is not as it was written.

Words that were erased are to be accounted for by the log of what was forgotten, a hold by its row, and the
rows of meetings, duty and rulings by what the trail tells.

Memory grows with the number of streams (about 300 bytes each), not with the number of rows.
"""

import json
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from pathlib import Path

import psycopg
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from bot.domain.proof import Difference
from bot.store import proving, trail_rows
from bot.store.accounts import Accounts, Log, log
from bot.store.anchors import Anchor, AnchorsDamaged, Comparison, read
from bot.store.engine import reading_engine
from bot.store.trail import TAG, canonical

_decode = json.JSONDecoder().raw_decode
DOUBTS = 100  # as many are named; the rest are counted


class Wrong(StrEnum):
    """What can be wrong; the words are `verify/doubt.j2`."""

    CHANGED = "changed"  # the body, its salt or its leaf
    BROKEN_LINK = "broken_link"  # it does not follow from the row before: one of the two was changed
    REMOVED = "removed"
    DUPLICATE = "duplicate"
    INSERTED = "inserted"  # behind the stream's head
    CUT_OFF = "cut_off"  # the head knows of it
    HEAD_DIFFERS = "head_differs"  # the last row, or the head, was written again
    HEADLESS = "headless"
    NOT_CANONICAL = "not_canonical"
    ERASED_LIVING = "erased_living"  # words are gone, and the incident is here
    ERASED_UNTOLD = "erased_untold"  # words are gone, and the log of what was forgotten does not say so
    HOLD_GONE = "hold_gone"  # the trail tells of a hold, and no row of it stands
    ANCHOR_DIFFERS = "anchor_differs"  # rows that were anchored are gone, or others
    ANCHORS_DAMAGED = "anchors_damaged"
    ROW_DIFFERS = "row_differs"  # a row says something else than the trail does
    ROW_GONE = "row_gone"  # the trail tells of a row that is not there
    ROW_UNTOLD = "row_untold"  # a row is there that the trail does not tell of
    STRANGE = "strange"  # it follows from the row before, and is no fact that we write
    UNREADABLE = "unreadable"  # the database could not read its own pages


@dataclass(frozen=True, slots=True)
class Doubt:
    """One finding: the first bad row of a stream, an anchor that the trail does not bear out, a row."""

    wrong: Wrong
    stream: str = ""
    seq: int = 0
    anchor: Anchor | None = None
    differs: Difference | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What was read, and every doubt: of the trail at most one a stream; the first DOUBTS of them.

    Of `erased` rows only the proof is left. What the log of what was forgotten does not tell of is a doubt.
    `meetings` had their rows compared with what their trails tell.
    """

    rows: int
    streams: int
    anchors: int
    doubts: tuple[Doubt, ...]
    more: int = 0  # doubts beyond those named
    erased: int = 0
    meetings: int = 0

    @property
    def whole(self) -> bool:
        """Whether nothing is wrong."""
        return not self.doubts


def verify(
    where: str | Connection,
    anchors: Path | Sequence[Anchor] | None = None,
    progress: Callable[[int], None] | None = None,
    bodies: bool = True,
) -> Verdict:
    """Check the whole trail, and its anchors where they are given.

    `bodies` also checks that each body is written canonically, which takes the longer part of the time.
    """
    if isinstance(where, Connection):
        return _Check(bodies).run(where, anchors, progress)
    engine = reading_engine(where)
    try:
        with engine.connect() as conn:
            return _Check(bodies).run(conn, anchors, progress)
    finally:
        engine.dispose()


class _Check:
    """One reading of the trail, and what it has seen so far."""

    def __init__(self, bodies: bool) -> None:
        self.bodies = bodies
        self.heads: dict[bytes, tuple[int, bytes]] = {}
        self.doubted: dict[bytes, None] = {}
        self.doubts: list[Doubt] = []
        self.more = 0
        self.rows = 0
        self.erased = 0
        self.meetings = 0
        self.accounts = Accounts()

    def run(
        self,
        conn: Connection,
        anchors: Path | Sequence[Anchor] | None,
        progress: Callable[[int], None] | None,
    ) -> Verdict:
        """Read everything once."""
        known = self._anchors(anchors)
        compared = Comparison(known)
        try:
            for batch in trail_rows.batches(conn):
                self._see(batch)
                self.accounts.see(batch)
                compared.see(batch)
                self.rows += len(batch)
                if progress:
                    progress(self.rows)
            streams, told_of = len(self.heads), self._compared()
            self._compare_heads(conn)
            told = log(conn)
            self._account(conn, told)
            self._prove(conn, proving.Streams(told_of, self._doubted(), told.heads))
        except (sqlite3.DatabaseError, psycopg.DatabaseError, DatabaseError):
            return self._verdict(len(self.heads), known, Doubt(Wrong.UNREADABLE))
        compared.end()
        for anchor in compared.differing:
            self._note(Doubt(Wrong.ANCHOR_DIFFERS, anchor=anchor))
        return self._verdict(streams, known)

    def _verdict(self, streams: int, known: Sequence[Anchor], *further: Doubt) -> Verdict:
        doubts = (*self.doubts, *further)
        return Verdict(self.rows, streams, len(known), doubts, self.more, self.erased, self.meetings)

    def _anchors(self, given: Path | Sequence[Anchor] | None) -> Sequence[Anchor]:
        if not isinstance(given, Path):
            return given or ()
        try:
            return read(given)
        except AnchorsDamaged as problem:
            self._note(Doubt(Wrong.ANCHORS_DAMAGED, seq=problem.line))
            return ()

    def _see(self, rows: Sequence[trail_rows.Row]) -> None:
        heads, bodies, hashed = self.heads, self.bodies, sha256
        last_of = heads.get
        for _, stream, seq, salted, leaf, digest in rows:
            last = last_of(stream) or (0, hashed(TAG + stream).digest())
            if (
                seq != last[0] + 1
                or hashed(last[1] + leaf).digest() != digest
                or (salted is not None and hashed(salted).digest() != leaf)
            ):
                self._doubt(stream, *_explained(last[0], seq, salted, leaf))
            elif bodies and salted is not None and not _is_canonical(salted[trail_rows.SALT_BYTES :]):
                self._doubt(stream, Wrong.NOT_CANONICAL, seq)
            self.erased += salted is None
            heads[stream] = (seq, digest)

    def _compare_heads(self, conn: Connection) -> None:
        """Compare the last rows with what the heads say; streams left over have none."""
        for stream, seq, digest in trail_rows.heads(conn):
            last, found = self.heads.pop(stream, (0, b""))
            if last < seq:
                self._doubt(stream, Wrong.CUT_OFF, last + 1)
            elif last > seq:
                self._doubt(stream, Wrong.INSERTED, seq + 1)
            elif found != digest:
                self._doubt(stream, Wrong.HEAD_DIFFERS, seq)
        for stream in self.heads:
            self._doubt(stream, Wrong.HEADLESS, 1)

    def _account(self, conn: Connection, told: Log) -> None:
        """Doubt words that are gone and should not be, and holds that are."""
        ways = (
            (Wrong.ERASED_LIVING, self.accounts.living(conn)),
            (Wrong.ERASED_UNTOLD, self.accounts.untold(told)),
            (Wrong.HOLD_GONE, self.accounts.unheld(conn)),
        )
        for wrong, found in ways:
            for stream, seq in found:
                self._doubt(stream, wrong, seq)

    def _compared(self) -> dict[str, str]:
        """The streams that rows are compared with, each with the hash of its last row in hexadecimal."""
        named = ((stream.decode(errors="replace"), last[1].hex()) for stream, last in self.heads.items())
        return {stream: digest for stream, digest in named if proving.compared_with(stream)}

    def _doubted(self) -> set[str]:
        return {stream.decode(errors="replace") for stream in self.doubted}

    def _prove(self, conn: Connection, streams: proving.Streams) -> None:
        """Doubt each row that differs from what its trail tells; a doubted trail says nothing."""
        met = {stream for stream in streams.heads if stream.startswith(proving.MEETING)}
        self.meetings = len(met - set(streams.doubted))
        for stream, one in proving.every(conn, streams):
            self._note(Doubt(_differing(one), stream, differs=one))

    def _doubt(self, stream: bytes, wrong: Wrong, seq: int) -> None:
        """Note the first bad row of a stream; what follows it may be only its consequence."""
        if stream not in self.doubted:
            self.doubted[stream] = None
            self._note(Doubt(wrong, stream.decode(errors="replace"), seq))

    def _note(self, doubt: Doubt) -> None:
        if len(self.doubts) < DOUBTS:
            self.doubts.append(doubt)
        else:
            self.more += 1


def _differing(one: Difference | None) -> Wrong:
    if one is None:
        return Wrong.STRANGE
    if one.column:
        return Wrong.ROW_DIFFERS
    return Wrong.ROW_GONE if one.told else Wrong.ROW_UNTOLD


def _explained(last: int, seq: int, salted: bytes | None, leaf: bytes) -> tuple[Wrong, int]:
    """What is wrong with a row that does not follow from row `last`, and which row to name."""
    if seq <= last:
        return Wrong.DUPLICATE, seq
    if seq > last + 1:
        return Wrong.REMOVED, last + 1
    if salted is not None and sha256(salted).digest() != leaf:
        return Wrong.CHANGED, seq
    return Wrong.BROKEN_LINK, seq


def _is_canonical(body: bytes) -> bool:
    try:
        text = body.decode()
        fact, end = _decode(text)
        return end == len(text) and canonical(fact) == text
    except (ValueError, TypeError, RecursionError):
        return False
