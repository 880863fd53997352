"""References that are only claimed so far, and how far the crime feeds are known to have got."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Update, and_, delete, func, or_, select, update

from bot.domain.incident import TimeReading
from bot.domain.offence import NAMING, Offence
from bot.store import upserts
from bot.store.crimes import COLUMNS, Crime
from bot.store.incidents import OFFENCE_COLUMNS, offence_of
from bot.store.tables import crime_feeds, crimes, incidents, offences
from bot.store.work import Work

BY_COLUMN = offences.c.decided_by == "feed"
NAMES = offences.c.decision.in_(sorted(NAMING))
CLAIMED = offences.c.claimed_at.is_not(None)
OURS = offences.join(incidents, incidents.c.id == offences.c.incident_id)
LISTEN = upserts.for_both(lambda insert: insert(crime_feeds).on_conflict_do_nothing())


def feeds_are(work: Work, sources: Sequence[str]) -> None:
    """Make the sources that deliver crimes equal to those that are polled now; what is known stays."""
    ours = crime_feeds.c.force == work.force.id
    work.conn.execute(delete(crime_feeds).where(ours, crime_feeds.c.source.not_in(list(sources))))
    for source in sources:
        row = {"force": work.force.id, "source": source, "whole": True}
        work.conn.execute(upserts.of(LISTEN, work.conn), row)


def standing(work: Work) -> tuple[int, datetime | None]:
    """How many references are only claimed so far, and when the oldest was entered (UTC)."""
    counted = select(func.count(), func.min(offences.c.claimed_at)).select_from(OURS)
    many, oldest = work.conn.execute(counted.where(CLAIMED, _force(work))).one()
    return many, oldest


def note_whole(work: Work, source: str, whole: bool) -> None:
    """Note whether what a feed last brought could be read to its end."""
    work.conn.execute(_feed(work, source).where(crime_feeds.c.whole != whole).values(whole=whole))


def note_reach(work: Work, source: str, read_to: datetime, needed: datetime) -> None:
    """Note how far a feed has got (UTC), where a claim needs it (`needed`) or where it goes back."""
    further = or_(crime_feeds.c.read_to.is_(None), crime_feeds.c.read_to != read_to)
    back = crime_feeds.c.read_to > read_to
    moves = further if read_to >= needed else back
    work.conn.execute(_feed(work, source).where(moves).values(read_to=read_to))


def newest_made(work: Work, source: str) -> datetime | None:
    """When the newest record was made that a feed has brought (UTC); a stamp of the future says nothing."""
    said = and_(crimes.c.force == work.force.id, crimes.c.source == source)
    past = and_(crimes.c.reading != TimeReading.FUTURE.value, crimes.c.created_at <= work.at)
    asked = select(func.max(crimes.c.created_at)).where(said, past)
    newest: datetime | None = work.conn.execute(asked).scalar_one()
    return newest


def reach(work: Work) -> datetime | None:
    """How far all the crime feeds have got (UTC); None where of one of them that is not known."""
    asked = select(crime_feeds.c.read_to, crime_feeds.c.whole).where(crime_feeds.c.force == work.force.id)
    found = [read_to if whole else None for read_to, whole in work.conn.execute(asked)]
    known = [read_to for read_to in found if read_to is not None]
    return min(known) if known and len(known) == len(found) else None


def known(work: Work, limit: int) -> list[tuple[int, Crime]]:
    """What was claimed and the crime system has, under the same incident or under none, by incident.

    What only the log's own column claimed, also under another; and what names it as recorded already.
    """
    same = and_(crimes.c.force == incidents.c.force, crimes.c.ref == func.upper(offences.c.crime_ref))
    free = or_(crimes.c.incident_id.is_(None), crimes.c.incident_id == incidents.c.id)
    nobodys = and_(crimes.c.incident_key.is_(None), free)
    here = or_(nobodys, crimes.c.incident_key == incidents.c.key, BY_COLUMN, NAMES)
    live = or_(~NAMES, crimes.c.cancelled_at.is_(None))
    rows = work.conn.execute(
        select(offences.c.incident_id.label("place"), *COLUMNS)
        .select_from(OURS.join(crimes, and_(same, here)))
        .where(CLAIMED, live, _force(work))
        .order_by(offences.c.claimed_at, offences.c.id)
        .limit(limit)
    )
    return [(row[0], Crime(*row[1:])) for row in rows]


def naming(work: Work, refs: Sequence[str]) -> set[str]:
    """Those of some references, in capitals, that are claimed."""
    ref = func.upper(offences.c.crime_ref)
    asked = select(ref).select_from(OURS).where(CLAIMED, ref.in_(list(refs)), _force(work))
    return set(work.conn.execute(asked).scalars())


def made_by(work: Work, instant: datetime, limit: int) -> list[Offence]:
    """What was claimed by an instant (UTC) and is still not confirmed, oldest first."""
    asked = (
        select(*OFFENCE_COLUMNS)
        .select_from(OURS)
        .where(offences.c.claimed_at <= instant, _force(work))
        .order_by(offences.c.claimed_at, offences.c.id)
        .limit(limit)
    )
    return [offence_of(row) for row in work.conn.execute(asked)]


def _force(work: Work) -> ColumnElement[bool]:
    return incidents.c.force == work.force.id


def _feed(work: Work, source: str) -> Update:
    return update(crime_feeds).where(crime_feeds.c.force == work.force.id, crime_feeds.c.source == source)
