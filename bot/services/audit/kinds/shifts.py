"""Ends of tours: whoever goes off with something undecided was reminded, and somebody on duty knows of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, named
from bot.domain.duty import MOMENT, rostered, tour_at
from bot.domain.people import Person, Roster
from bot.services.audit.reading import Reading
from bot.store import auditing, auditing_people, duty
from bot.store.misses import Miss
from bot.store.work import Work

REMINDER, REMAINS = "reminder", "remains"
OF_USE = timedelta(hours=6)  # so long after a tour somebody else is told of what remains of it
TWO_DAYS, A_DAY = timedelta(days=2), timedelta(days=1)
Asked = tuple[tuple[str, date], set[str]]  # a slot of the ledger, and messages of which one tells
TAKES_OVER = frozenset({"handover_accepted", "incident_allocated"})


@dataclass(frozen=True, slots=True)
class Leaving:
    """Somebody goes off duty at an instant with something undecided, since when each of it is theirs."""

    who: Person
    ends: datetime
    streams: frozenset[str]

    def named(self, part: str) -> str:
        """How a miss is named."""
        return named(self.who.collar, part, self.ends.isoformat())


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The reminders before ends of tours that are not there, and the news of what remained after them."""
    held = auditing_people.held(work)
    roster = work.everybody.on(work.today).changed(duty.in_sight(work.conn, window.mark - OF_USE))
    leaving = list(_leaving(work, window, roster, held))
    for part, rule in ((REMINDER, _reminder_due), (REMAINS, _remains_due)):
        told_of = _told(work, leaving, part)
        for each in (each for each in leaving if each not in told_of):
            due = rule(work, window, each)
            if due is not None and window.mark < due and window.judges(due):
                yield Due(Kind.SHIFT, each.named(part), due, f"duty:{_day(work, each.ends)}")


def _leaving(work: Work, window: Window, roster: Roster, held: dict[str, set[str]]) -> Iterator[Leaving]:
    """Everybody who holds something, at each end of a tour for which something may be due."""
    for collar, streams in sorted(held.items()):
        who = roster.by_collar(collar)
        if who is not None and who.valid_on(work.today):
            last = window.until + work.force.handovers.remind
            for ends in _ends(work, who, window.mark - OF_USE, last):
                yield Leaving(who, ends, frozenset(streams))


def _ends(work: Work, who: Person, after: datetime, until: datetime) -> list[datetime]:
    """When somebody goes off duty between two instants, past tours that follow one another."""
    found = {at for at in _edges(work, who, after, until) if after < at <= until}
    return sorted(at for at in found if _is_on(work, who, at - MOMENT) and not _is_on(work, who, at))


def _edges(work: Work, who: Person, after: datetime, until: datetime) -> set[datetime]:
    first, last = _day(work, after) - A_DAY, _day(work, until)
    found = {span.ends for span in rostered(who, first, last, work.force.zone)}
    return found | {edge for change in who.changes for edge in (change.begins, change.ends)}


def _is_on(work: Work, who: Person, at: datetime) -> bool:
    return tour_at(who, at, work.force.zone) is not None


def _day(work: Work, at: datetime) -> date:
    return at.astimezone(ZoneInfo(work.force.zone)).date()


def _known(work: Work, leaving: Leaving) -> datetime:
    """When it was clear that somebody would go off then, holding something that is theirs still."""
    touched: list[datetime] = [max(_touched(work, each), default=leaving.ends) for each in leaving.streams]
    entered = auditing_people.duty_entered(work, leaving.ends - TWO_DAYS).get(leaving.who.collar, [])
    return max([min(touched), *entered])


def _touched(work: Work, stream: str) -> list[datetime]:
    """When something happened to an incident by which it may have come to somebody."""
    passive = auditing.PASSIVE - TAKES_OVER
    return [fact.entered for fact in auditing_people.facts(work, stream) if fact.kind not in passive]


def _reminder_due(work: Work, window: Window, leaving: Leaving) -> datetime | None:
    """When somebody was to be reminded; None where it was too late for it, or nobody was at work then."""
    due = leaving.ends - work.force.handovers.remind
    if due > window.until:
        return None
    due = max(due, _known(work, leaving))
    return due if max(due, window.since) + window.patience.doing < leaving.ends else None


def _remains_due(work: Work, window: Window, leaving: Leaving) -> datetime | None:
    """When somebody else was to be told; None where it was too late, or they were on duty again."""
    if leaving.ends > window.until:
        return None
    due = max(leaving.ends, _known(work, leaving))
    seen = max(due, window.since)
    late = seen + window.patience.doing >= leaving.ends + OF_USE
    back = _ends(work, leaving.who, leaving.ends, seen) or any(
        _is_on(work, leaving.who, at) for at in (seen, seen + window.patience.doing)
    )
    return None if late or back else due


def _told(work: Work, leaving: Sequence[Leaving], part: str) -> set[Leaving]:
    """Those of whose end the slot was taken, and what it says was put or has its reason."""
    asked = {each: (_before if part == REMINDER else _after)(work, each) for each in leaving}
    taken = auditing_people.slots_of(work, (slot for slot, _ in asked.values()))
    stand = auditing.there(work, (key for _, keys in asked.values() for key in keys))
    done = {each: not stand.isdisjoint(keys) for each, (slot, keys) in asked.items() if slot in taken}
    return {each for each, put in done.items() if put or (part == REMAINS and _nobody_was_on(work, each))}


def _before(work: Work, leaving: Leaving) -> Asked:
    """The slot of the reminder, and its messages: once for each tour, whatever its end was then."""
    who, ends = leaving.who, leaving.ends
    tour = tour_at(who, ends - MOMENT, work.force.zone)
    begins = tour.begins if tour else ends
    others = {at for at in _edges(work, who, begins, begins + TWO_DAYS) if begins < at <= begins + TWO_DAYS}
    keys = {f"handover_reminder:{who.collar}:{at:%Y%m%d%H%M}" for at in (ends, *others)}
    return (f"handover:{who.collar}:{begins:%H%M}", _day(work, begins)), keys


def _after(work: Work, leaving: Leaving) -> Asked:
    """The slot of what remained, and its message."""
    who, ends = leaving.who, leaving.ends
    slot = f"remains:{who.collar}:{ends:%H%M}", _day(work, ends)
    return slot, {f"handover_remains:{who.collar}:{ends:%Y%m%d%H%M}"}


def _nobody_was_on(work: Work, leaving: Leaving) -> bool:
    """Whether the trail says that what remained was told to nobody, since nobody was on duty."""
    who, ends = leaving.who, leaving.ends
    days = sorted({_day(work, at) for at in (ends, ends + OF_USE)})
    facts = (fact for day in days for fact in auditing_people.facts(work, f"duty:{day}"))
    return any(
        fact.kind == "undecided_left" and fact.values["collar"] == who.collar and fact.at == ends
        for fact in facts
        if "told" not in fact.values
    )


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that are told by now, or have their reason."""
    found = {each.named(part): (part, each) for miss in missed for part, each in _meant(work, *miss.parts)}
    return {what for what, (part, each) in found.items() if each in _told(work, [each], part)}


def _meant(work: Work, collar: str, part: str, ends: str) -> Iterator[tuple[str, Leaving]]:
    """The end that a miss is about; none for somebody who has left the roster."""
    at = datetime.fromisoformat(ends)
    roster = work.everybody.on(work.today).changed(duty.in_sight(work.conn, min(at, work.at) - TWO_DAYS))
    who = roster.by_collar(collar)
    yield from [(part, Leaving(who, at, frozenset()))] if who else []


SHIFTS = Reading(Kind.SHIFT, untold, told)
