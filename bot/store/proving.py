"""Whether rows say what the trail does: meetings, rulings and duty are told anew from facts, and compared."""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select

from bot.domain import duty_proof, meeting_proof, ruling_proof
from bot.domain.proof import Difference, Fact, differences
from bot.store import proof_rows
from bot.store.tables import trail

MEETING, DUTY, RULINGS = "meeting:", "duty:", "rulings"
NOT_OURS = (KeyError, TypeError, ValueError, AttributeError)  # what a fact that we do not write leads to
AT_ONCE = 100  # meetings: as many are held at a time
FACTS = (
    select(trail.c.stream, trail.c.body)
    .where(trail.c.stream.in_(bindparam("streams", expanding=True)), trail.c.body.is_not(None))
    .order_by(trail.c.stream, trail.c.seq)
)


class Found(NamedTuple):
    """What a stream and its rows differ in; without a difference its facts are none that we write."""

    stream: str
    difference: Difference | None


class Streams(NamedTuple):
    """The streams that the trail has, each with the hash of its last row in hexadecimal; what to leave out.

    `doubted` are not as they were written; `forgotten` are the hashes of those whose rows were forgotten.
    """

    heads: Mapping[str, str]
    doubted: Collection[str]
    forgotten: Collection[str]


def compared_with(stream: str) -> bool:
    """Whether rows are compared with what a stream tells."""
    return stream.startswith((MEETING, DUTY)) or stream == RULINGS


def every(conn: Connection, streams: Streams) -> Iterator[Found]:
    """Each difference between the trail and the rows that are compared with it."""
    yield from meetings(conn, streams)
    if RULINGS not in streams.doubted:
        yield from _rulings(conn)
    days = sorted(stream for stream in streams.heads if stream.startswith(DUTY))
    if not set(days) & set(streams.doubted):
        yield from _duty(conn, days)


def _rulings(conn: Connection) -> Iterator[Found]:
    try:
        told = ruling_proof.of(facts_of(conn, [RULINGS]).get(RULINGS, ()))
    except NOT_OURS:
        yield Found(RULINGS, None)
        return
    found = proof_rows.by_number(conn, proof_rows.OF_RULINGS)
    yield from (Found(RULINGS, one) for one in differences(told, found))


def _duty(conn: Connection, days: Sequence[str]) -> Iterator[Found]:
    """Differences of rows that are there; those that are not may have been forgotten."""
    told = duty_proof.Told()
    for begin in range(0, len(days), AT_ONCE):
        for day, facts in facts_of(conn, days[begin : begin + AT_ONCE]).items():
            try:
                for fact in facts:
                    told.hear(fact)
            except NOT_OURS:
                yield Found(day, None)
    for one in differences(told.rows, proof_rows.by_number(conn, proof_rows.OF_DUTY)):
        if one.column or (one.found and not told.older(one.table, one.which)):
            yield Found(DUTY.rstrip(":"), one)


def meetings(conn: Connection, streams: Streams) -> Iterator[Found]:
    """Each difference between the trails of meetings and their rows."""
    rows = proof_rows.streams_of_meetings(conn)
    gone = {stream for stream, head in streams.heads.items() if head in streams.forgotten}
    told = {stream for stream in streams.heads if stream.startswith(MEETING)}
    asked = sorted((told - gone | rows.keys()) - set(streams.doubted))
    for begin in range(0, len(asked), AT_ONCE):
        some = asked[begin : begin + AT_ONCE]
        yield from _compared(conn, {stream: rows.get(stream) for stream in some})


def _compared(conn: Connection, some: Mapping[str, int | None]) -> Iterator[Found]:
    facts = facts_of(conn, some)
    found = proof_rows.of_meetings(conn, [ident for ident in some.values() if ident is not None])
    for stream, ident in some.items():
        told = _told(stream, facts.get(stream, ()))
        if told is None:
            yield Found(stream, None)
        elif ident is None or stream not in facts:
            yield Found(stream, Difference("meetings", "", "", ident is None or None, ident and True))
        else:
            yield from (Found(stream, one) for one in differences(told.rows, found[ident]))


def facts_of(conn: Connection, streams: Iterable[str]) -> dict[str, list[Fact]]:
    """The facts of some streams that keep their words, oldest first."""
    found = defaultdict[str, list[Fact]](list)
    for stream, body in conn.execute(FACTS, {"streams": list(streams)}):
        found[stream].append(json.loads(body))
    return found


def _told(stream: str, facts: Iterable[Fact]) -> meeting_proof.Told | None:
    """A meeting as its trail tells it; None where that has facts that we do not write."""
    try:
        return meeting_proof.of(stream.split(":")[1], facts)
    except NOT_OURS:
        return None
