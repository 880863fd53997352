"""Copies of incidents that are old: which ones, when something last happened to them, and forgetting them."""

import json
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, delete, exists, func, or_, select, union, update

from bot.domain.facts import Happened
from bot.store import holds
from bot.store.crime_notices import UNSEEN
from bot.store.incidents import RUNNING_STATES
from bot.store.tables import (
    crime_notices,
    crimes,
    incidents,
    messages,
    metadata,
    offences,
    promises,
    trail,
    trail_heads,
    waiting_refs,
)
from bot.store.tables import holds as held
from bot.store.work import Work

ABOUT_IT = [t for t in metadata.sorted_tables if "incident_id" in t.c and t is not held]
OURS = ABOUT_IT[::-1]  # children first
TELLING = [t for t in OURS if "message_key" in t.c]
ABOUT_HOLDS = (Happened.INCIDENT_HELD, Happened.HOLD_RELEASED)
ITS_CRIME_WAITS = and_(
    crimes.c.incident_key == incidents.c.key, crimes.c.incident_id.is_(None), crimes.c.cancelled_at.is_(None)
)
SETTLED = and_(  # nobody has to decide, check, match, confirm or do anything, and nobody holds it
    ~exists().where(
        offences.c.incident_id == incidents.c.id,
        or_(
            offences.c.state.in_(RUNNING_STATES),
            and_(offences.c.state == "recorded", offences.c.sign_off_due),
            offences.c.claimed_at.is_not(None),
        ),
    ),
    ~exists().where(waiting_refs.c.incident_id == incidents.c.id),
    ~exists().where(ITS_CRIME_WAITS),
    ~exists().where(promises.c.incident_id == incidents.c.id, promises.c.done_at.is_(None)),
    ~exists().where(crime_notices.c.incident_id == incidents.c.id, UNSEEN),
    incidents.c.id.not_in(holds.ALL),
)
FORGOTTEN = select(trail_heads.c.stream, trail_heads.c.seq).where(
    trail_heads.c.stream.in_(bindparam("keys", expanding=True)),
    ~exists().where(incidents.c.key == trail_heads.c.stream),
)


class Old(NamedTuple):
    """An incident that was first seen long ago: its row's id, its key, and when that was (UTC)."""

    id: int
    key: str
    first_seen_at: datetime


class Lived(NamedTuple):
    """When something last happened to an incident, apart from holds, and when it was last let go of one.

    `held`: the codes of the holds that its trail tells of and does not tell the end of.
    """

    active_at: datetime
    released_at: datetime | None
    held: frozenset[str] = frozenset()


def may_erase(work: Work) -> bool:
    """Whether the role that we connect as may erase what the trail says; SQLite has no roles."""
    if work.conn.dialect.name == "sqlite":
        return True
    return bool(work.conn.execute(select(func.has_column_privilege("trail", "body", "UPDATE"))).scalar_one())


def old(work: Work, before: datetime, after_id: int, limit: int) -> list[Old]:
    """Settled incidents that were first seen before an instant, in the order of their rows."""
    asked = _settled(work, incidents.c.first_seen_at < before, incidents.c.id > after_id).limit(limit)
    return [Old(*row) for row in work.conn.execute(asked)]


def lock(work: Work, ids: Sequence[int]) -> list[Old]:
    """Those of some incidents that are settled still, kept from everybody else until we commit.

    The second question sees what was committed until the lock was ours; one that somebody has is left alone.
    """
    mine = select(incidents.c.id).where(incidents.c.id.in_(ids)).with_for_update(skip_locked=True)
    locked = list(work.conn.execute(mine).scalars())
    return [Old(*row) for row in work.conn.execute(_settled(work, incidents.c.id.in_(locked)))]


def _settled(work: Work, *conditions: ColumnElement[bool]) -> Any:
    columns = (incidents.c.id, incidents.c.key, incidents.c.first_seen_at)
    # asked of each row: a planner that begins with all of a force's incidents sorts them all for a few
    ours = func.coalesce(incidents.c.force, "") == work.force.id
    return select(*columns).where(ours, SETTLED, *conditions).order_by(incidents.c.id)


def lives(work: Work, found: Sequence[Old]) -> dict[int, Lived]:
    """When something last happened to each incident, as its trail has it."""
    ids = {one.key: one.id for one in found}
    seen = {one.id: Lived(one.first_seen_at, None) for one in found}
    asked = select(trail.c.stream, trail.c.body).where(trail.c.stream.in_(ids), trail.c.body.is_not(None))
    for stream, text in work.conn.execute(asked.order_by(trail.c.stream, trail.c.seq)):
        seen[ids[stream]] = _later(seen[ids[stream]], json.loads(text))
    return seen


def _later(lived: Lived, fact: dict[str, Any]) -> Lived:
    entered = datetime.fromisoformat(fact["entered"])
    if fact["kind"] not in ABOUT_HOLDS:
        return lived._replace(active_at=max(lived.active_at, entered))
    code = frozenset({fact["values"]["code"]})
    held = lived.held | code if fact["kind"] == Happened.INCIDENT_HELD else lived.held - code
    return lived._replace(released_at=max(lived.released_at or entered, entered), held=held)


def forget(work: Work, found: Sequence[Old]) -> int:
    """Forget incidents with all that tells of them; gives how many entries of the trail were erased.

    Raises IntegrityError where somebody put one on hold since it was looked at.
    """
    ids = [one.id for one in found]
    told = _telling(work, ids)
    for table in OURS:
        work.conn.execute(delete(table).where(table.c.incident_id.in_(ids)))
    _forget_messages(work, told)
    let_go = and_(held.c.incident_id.in_(ids), held.c.released_at.is_not(None))
    work.conn.execute(delete(held).where(let_go))  # one that stands keeps its incident by its foreign key
    work.conn.execute(delete(incidents).where(incidents.c.id.in_(ids)))
    its = and_(trail.c.stream.in_([one.key for one in found]), trail.c.body.is_not(None))
    return work.conn.execute(update(trail).where(its).values(body=None)).rowcount


def proofs(work: Work, found: Sequence[Old]) -> list[str]:
    """The hash of the last row of each incident's trail, in hexadecimal: exact, and tells of nobody."""
    keys = [one.key for one in found]
    asked = select(trail_heads.c.hash).where(trail_heads.c.stream.in_(keys))
    return sorted(bytes(digest).hex() for digest in work.conn.execute(asked).scalars())


def _telling(work: Work, ids: Sequence[int]) -> set[str]:
    """The messages that tell of some incidents."""
    asked = (select(t.c.message_key).where(t.c.incident_id.in_(ids)) for t in TELLING)
    return {key for key in work.conn.execute(union(*asked)).scalars() if key}  # a step may have none


def _forget_messages(work: Work, told: set[str]) -> None:
    """Drop alerts that tell of nothing now; one in whose thread another stands stays as long as that."""
    still = (select(t.c.message_key).where(t.c.message_key.in_(told)) for t in TELLING)
    speak = set(work.conn.execute(union(*still)).scalars())
    empty = messages.c.key.in_(told - speak)
    threads = select(messages.c.thread_of).where(messages.c.thread_of.is_not(None), ~empty)
    work.conn.execute(delete(messages).where(empty, messages.c.key.not_in(threads)))


def forget_crimes(work: Work, before: datetime) -> int:
    """Forget crime records, made and seen before an instant, of incidents that we hold no copy of."""
    ours = exists().where(incidents.c.key == crimes.c.incident_key)
    old_ones = and_(crimes.c.created_at < before, crimes.c.first_seen_at < before)
    theirs = and_(crimes.c.force == work.force.id, crimes.c.incident_id.is_(None), old_ones, ~ours)
    return work.conn.execute(delete(crimes).where(theirs)).rowcount


def forgotten(work: Work, keys: Iterable[str]) -> dict[str, int]:
    """Those of some keys of which we hold no copy, but have a trail: how many entries each has."""
    return {row.stream: row.seq for row in work.conn.execute(FORGOTTEN, {"keys": list(keys)})}
