"""Dial-ins: each reminder whose time came was taken up, and whoever was to hear of one has its message."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, named
from bot.domain.auditing_dial_ins import is_for, occurs, reminded
from bot.domain.duty import next_tour, tour_at
from bot.domain.people import Person
from bot.services.audit.reading import Reading
from bot.store import auditing_people as stored
from bot.store import dial_ins as scheduled
from bot.store.auditing import SENT
from bot.store.auditing_people import DialInRow, SlotRow, TellingRow
from bot.store.misses import Miss
from bot.store.work import Work

NOTES_KNOWN = timedelta(days=28)  # so long after it people hear of its notes
AHEAD = timedelta(days=8)  # before that nobody is reminded
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
NOBODY = ""
Rows = Mapping[tuple[str, date], DialInRow]
Reminder = tuple[DialInRow, str, datetime, datetime]  # of which, its word, when due, until when of use


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The reminders that nobody took up or that left out somebody; and who was to hear, and did not."""
    rows = stored.dial_in_rows(work, window.mark - NOTES_KNOWN)
    tellings = _by_dial_in(stored.tellings(work, rows.values()))
    due = [each for each in _due(work, window, rows) if window.mark < each[2] and window.judges(each[2])]
    slots = stored.slots_of(work, (_slot(work, row, kind) for row, kind, *_ in due))
    for reminder in due:
        row, kind, at, _ = reminder
        slot = slots.get(_slot(work, row, kind))
        left_out = _left_out(work, reminder, slot, tellings[row.series, row.week]) if slot else [NOBODY]
        yield from (_of(row, kind, row.sequence, collar, at) for collar in left_out)
    for told in (each for those in tellings.values() for each in those):
        if not told.is_done and window.mark < told.due_at and window.judges(told.due_at):
            yield _of(rows[told.series, told.week], told.kind, told.sequence, told.collar, told.due_at)


def _by_dial_in(tellings: Sequence[TellingRow]) -> dict[tuple[str, date], list[TellingRow]]:
    found: dict[tuple[str, date], list[TellingRow]] = defaultdict(list)
    for each in tellings:
        found[each.series, each.week].append(each)
    return found


def _of(row: DialInRow, kind: str, sequence: int, collar: str, at: datetime) -> Due:
    what = named(row.series, row.week, kind, sequence, collar)
    return Due(Kind.DIAL_IN, what, at, f"dial_in:{row.series}:{row.week}")


def _due(work: Work, window: Window, rows: Rows) -> Iterator[Reminder]:
    """Every reminder of what is planned or was held; of one that nobody planned, too."""
    held = [row for row in rows.values() if row.state in ("planned", "held")]
    for row in (*held, *_unplanned(work, window, rows)):
        for kind, at, until in reminded(row.starts_at, work.force.zone):
            if row.planned_at < until:
                yield row, kind, max(at, row.planned_at), until


def _unplanned(work: Work, window: Window, rows: Rows) -> Iterator[DialInRow]:
    """The occurrences to come of which there is no row, as their series says."""
    first, last = (_day(work, at) for at in (window.since, window.now + AHEAD))
    for code, series in scheduled.all_series(work).items():
        for week, begins in occurs(series, first, last, work.force.zone):
            if (code, week) not in rows and window.since < begins:
                yield DialInRow(code, week, begins, "planned", 0, NEVER)


def _day(work: Work, at: datetime) -> date:
    return at.astimezone(ZoneInfo(work.force.zone)).date()


def _slot(work: Work, row: DialInRow, kind: str) -> tuple[str, date]:
    """The job and the local date of a reminder in the ledger."""
    again = f".{row.sequence}" if row.sequence else ""
    return f"dial_in:{row.series}:{kind}{again}", _day(work, row.starts_at)


def _left_out(work: Work, of: Reminder, slot: SlotRow, told: Sequence[TellingRow]) -> list[str]:
    """The collar numbers of those who were to hear of a reminder when its slot was taken, and were not noted.

    What was noted goes when a dial-in is over; one too late to be of use has its own alarm.
    """
    row, kind, _, until = of
    if slot.outcome not in SENT or row.state != "planned":
        return []
    noted = {t.collar for t in told if (t.kind, t.sequence) == (kind, row.sequence) and t.due_at < until}
    noted |= {t.collar for t in told if t.due_at >= slot.taken_at}  # a deputy has only now heard of it
    invited = _invited(work, row)
    return sorted(p.collar for p in invited if p.collar not in noted and _can_hear(work, p, slot, until))


def _invited(work: Work, row: DialInRow) -> list[Person]:
    """Those whom it is for or whom somebody sends, but for those who said that they do not come."""
    series = scheduled.all_series(work).get(row.series)
    away, sent = stored.staying_away(work, row)
    lines: dict[str, list[Person]] = defaultdict(list)
    for each in work.everybody.people:
        lines[each.collar].append(each)
    return [
        p
        for p in work.roster.people
        if p.collar not in away
        and (p.collar in sent or (series and is_for(series.audience, p, lines[p.collar], work.today)))
    ]


def _can_hear(work: Work, who: Person, slot: SlotRow, until: datetime) -> bool:
    """Whether somebody was on duty, or came on before a reminder was of no more use."""
    if not who.tours or tour_at(who, slot.taken_at, work.force.zone):
        return True
    following = next_tour(who, slot.taken_at, work.force.zone)
    return following is not None and following.begins < until


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those of which people have heard by now: the reminder's slot is there, or the message of the person."""
    first = min(date.fromisoformat(miss.parts[1]) for miss in missed)
    rows = stored.dial_in_rows(work, datetime.combine(first, time(0), UTC))
    heard = {_name(t) for t in stored.tellings(work, rows.values()) if t.is_done}
    every = {miss.what: rows.get((miss.parts[0], date.fromisoformat(miss.parts[1]))) for miss in missed}
    slot = {what: _slot(work, row, what.split("|")[2]) for what, row in every.items() if row}
    taken = stored.slots_of(work, slot.values())
    whole = {miss.what for miss in missed if not miss.parts[4]}
    return {what for what in every if (slot.get(what) in taken if what in whole else what in heard)}


def _name(told: TellingRow) -> str:
    return named(told.series, told.week, told.kind, told.sequence, told.collar)


DIAL_INS = Reading(Kind.DIAL_IN, untold, told)
