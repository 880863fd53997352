"""Digests: whoever's tour began has one of that local date or the reason why not; the weekly likewise."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, named
from bot.domain.duty import MOMENT, next_tour, rostered, tour_at
from bot.domain.people import Person, Roster
from bot.services.audit.reading import Reading
from bot.store import auditing as stored
from bot.store import duty
from bot.store.misses import Miss
from bot.store.work import Work

WEEK = timedelta(days=7)


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The daily digests of tours that began, without a slot, or with a slot and without a message."""
    roster = _roster(work, window.mark)
    wanted = [
        Due(Kind.DIGEST, named(whose.collar, at.astimezone(ZoneInfo(work.force.zone)).date()), at)
        for whose, since in _readers(work, roster, "daily")
        for at in _tours_begun(work, roster, whose, max(window.mark, since))
        if window.judges(at)
    ]
    done = stored.made(work, "digest", {due.what for due in wanted})
    yield from (due for due in wanted if due.what not in done)


def untold_weekly(work: Work, window: Window) -> Iterator[Due]:
    """The weekly digests that were due, likewise."""
    slot = _slot_before(work, window.now)
    wanted = [
        Due(Kind.WEEKLY, named(whose.collar, slot.astimezone(ZoneInfo(work.force.zone)).date()), at)
        for whose, since in _readers(work, work.roster, "weekly")
        if (at := _weekly_at(work, whose, slot)) and window.mark < at and window.judges(max(at, since))
    ]
    done = stored.made(work, "weekly", {due.what for due in wanted})
    yield from (due for due in wanted if due.what not in done)


def _roster(work: Work, since: datetime) -> Roster:
    """Today's people, with every change of duty that still mattered at an instant."""
    return work.everybody.on(work.today).changed(duty.in_sight(work.conn, min(since, work.at)))


def _readers(work: Work, roster: Roster, kind: str) -> Iterator[tuple[Person, datetime]]:
    """Whoever wants a kind of digest, and since when."""
    chosen, words = stored.choices(work, kind), set(work.force.digests.get(kind, ()))
    for each in roster.people:
        wanted, since = chosen.get(each.collar, (bool({each.rank, *each.roles} & words), None))
        if wanted:
            yield each, since or stored.EVER


def _tours_begun(work: Work, roster: Roster, whose: Person, after: datetime) -> Iterator[datetime]:
    """The starts of tours after an instant at which somebody's digest is due: their own, or their cover's."""
    covers = [roster.by_collar(change.cover) for change in whose.changes if change.cover]
    for who in {each.collar: each for each in (whose, *covers) if each}.values():
        for at in _starts(who, after, work.at, work.force.zone):
            if roster.covering(whose.collar, at) == who.collar:
                yield at


def _starts(who: Person, after: datetime, until: datetime, zone: str) -> Iterable[datetime]:
    first, last = (at.astimezone(ZoneInfo(zone)).date() for at in (after, until))
    own = {span.begins for span in rostered(who, first - timedelta(days=1), last, zone)}
    edges = {edge for change in who.changes for edge in (change.begins, change.ends)}
    return [at for at in sorted(own | edges) if after < at <= until and _comes_on(who, at, zone, at in own)]


def _comes_on(who: Person, at: datetime, zone: str, by_roster: bool) -> bool:
    span = tour_at(who, at, zone)
    fresh = by_roster or tour_at(who, at - MOMENT, zone) is None
    return span is not None and span.begins == at and fresh


def _slot_before(work: Work, at: datetime) -> datetime:
    """The newest instant at which weekly digests were due."""
    zone = ZoneInfo(work.force.zone)
    today = at.astimezone(zone).date()
    days: list[date] = [today - timedelta(days=back) for back in range(8)]
    due = [d for d in days if d.weekday() == work.force.weekly_day]
    found = (datetime.combine(d, work.force.weekly_at, zone).astimezone(UTC) for d in due)
    return next(slot for slot in found if slot <= at)


def _weekly_at(work: Work, whose: Person, slot: datetime) -> datetime | None:
    """When somebody's is due: at its slot, or when they (or their cover) come on; None: too late."""
    to = work.roster.by_collar(work.roster.covering(whose.collar, work.at)) or whose
    if not (to.tours or to.changes) or tour_at(to, slot, work.force.zone):
        return slot
    following = next_tour(to, slot, work.force.zone)
    return following.begins if following and following.begins < slot + WEEK else None


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that were made by now, or have their reason."""
    kind = missed[0].kind.value
    return stored.made(work, kind, {miss.what for miss in missed})


DIGESTS = Reading(Kind.DIGEST, untold, told)
WEEKLY = Reading(Kind.WEEKLY, untold_weekly, told)
