"""Meetings: each that was due had its list before it, was held or told as not held, and has its record."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, met, named
from bot.services.audit.reading import Reading
from bot.store import auditing as stored
from bot.store import auditing_people
from bot.store.auditing import MeetingRow
from bot.store.misses import Miss
from bot.store.work import Work

LIST, HELD, RECORD, PAPERS = "list", "held", "record", "papers"
A_DAY = timedelta(days=1)
Named = tuple[str, str]  # the unit and the day
Meetings = dict[Named, MeetingRow]


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The meetings whose list did not stand when they began, and those that nobody knows the end of."""
    zone, rules = ZoneInfo(work.force.zone), work.force.meetings
    first = (window.mark - A_DAY).astimezone(zone).date()
    known, began = stored.meetings(work, first), stored.first_meetings(work)
    for unit in work.force.units.values():
        for day, begins, over in met(unit, first, work.today, zone):
            row = known.get((unit.code, day.isoformat()))
            away, new = window.since > begins - rules.lead, day < began.get(unit.code, date.max)
            for part, at in ((LIST, begins), (HELD, over + rules.grace)):
                excused = away and (
                    new or (row is not None and part == LIST)
                )  # a new unit has missed nothing
                if window.mark < at and window.judges(at) and not excused and not _done(row, part):
                    yield Due(Kind.MEETING, named(unit.code, day, part), at, f"meeting:{unit.code}:{day}")
    yield from _unrecorded(work, window, known)


def _unrecorded(work: Work, window: Window, known: Meetings) -> Iterator[Due]:
    """The meetings that ended, and whose record, or the papers in its thread, stands nowhere."""
    ended = {of: row for of, row in known.items() if row.ended_at is not None}
    bare = _without_papers(work, window.now - window.patience.doing, ended)
    for (unit, day), row in ended.items():
        at = row.ended_at or window.begin
        papers_at = at + window.patience.showing
        lacks = (RECORD, at, not row.record_stands), (PAPERS, papers_at, (unit, day) in bare)
        for part, due, missing in lacks:
            if missing and window.mark < due and window.judges(due):
                yield Due(Kind.MEETING, named(unit, day, part), due, f"meeting:{unit}:{day}")


def _without_papers(work: Work, idle_since: datetime, those: Iterable[Named]) -> set[Named]:
    """The meetings whose record stands in Slack while nothing moves, without all that belongs to it."""
    keys = {f"dmm_record:{unit}:{day}": (unit, day) for unit, day in those}
    return {keys[key] for key in auditing_people.owing(work, keys, idle_since)}


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that have what they lacked by now."""
    first = min(miss.due_at for miss in missed) - A_DAY
    known = stored.meetings(work, first.astimezone(ZoneInfo(work.force.zone)).date())
    bare = _without_papers(work, work.at, {(miss.parts[0], miss.parts[1]) for miss in missed})
    return {miss.what for miss in missed if _has(known, bare, *miss.parts)}


def _has(known: Meetings, bare: set[Named], unit: str, day: str, part: str) -> bool:
    row = known.get((unit, day))
    if part == PAPERS:
        return row is not None and row.record_stands and (unit, day) not in bare
    return _done(row, part)


def _done(row: MeetingRow | None, part: str) -> bool:
    if row is None:
        return False
    return {LIST: row.list_stands, HELD: row.state != "due", RECORD: row.record_stands}[part]


MEETINGS = Reading(Kind.MEETING, untold, told)
