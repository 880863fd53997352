"""Meetings: each that was due had its list before it, and was held, or told as not held."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, met, named
from bot.services.audit.reading import Reading
from bot.store import auditing as stored
from bot.store.auditing import MeetingRow
from bot.store.misses import Miss
from bot.store.work import Work

LIST, HELD = "list", "held"
A_DAY = timedelta(days=1)
Meetings = dict[tuple[str, str], MeetingRow]


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


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that have what they lacked by now."""
    first = min(miss.due_at for miss in missed) - A_DAY
    known = stored.meetings(work, first.astimezone(ZoneInfo(work.force.zone)).date())
    return {miss.what for miss in missed if _done(known.get((miss.parts[0], miss.parts[1])), miss.parts[2])}


def _done(row: MeetingRow | None, part: str) -> bool:
    if row is None:
        return False
    return row.list_stands if part == LIST else row.state != "due"


MEETINGS = Reading(Kind.MEETING, untold, told)
