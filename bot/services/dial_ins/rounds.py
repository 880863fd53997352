"""What the clock does with dial-ins: plans the next ones, reminds people, closes what is over."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from bot.domain.agenda import Agenda
from bot.domain.dial_in import Due, Notice, Reminder, Reply, due, reminders
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.slots import Slot
from bot.services import speaking_up
from bot.services.dial_ins import moves, themes
from bot.services.dial_ins.occurrences import asked, audience, by_unit
from bot.services.dial_ins.telling import day_of, heard, stream_of, tell, tellings_for
from bot.services.entering import enter
from bot.store import dial_in_people as people
from bot.store import dial_ins as stored
from bot.store import outbox, slots
from bot.store.dial_ins import DROPPED, HELD, PLANNED, DialIn
from bot.store.work import Work

SOON = timedelta(days=8)  # before that nobody is reminded
CLOSES = timedelta(hours=1)  # after the end
NOTES_KNOWN = timedelta(days=28)  # so long it is known who was told of notes
MISSED = "dial_in_missed"  # the bulletin


@dataclass(frozen=True, slots=True)
class Call:
    """A reminder that is due, of an occurrence as it stood when we looked."""

    dial_in: DialIn
    due: Due


def plan(work: Work) -> int:
    """Plan every series some weeks ahead; gives how many occurrences are new."""
    known, every = stored.known(work, work.today - timedelta(days=7)), stored.all_series(work)
    for dial_in in known:
        if dial_in.series not in every and dial_in.state == PLANNED and dial_in.starts_at > work.at:
            moves.call_off(work, dial_in, "", "")  # force.toml names it no more
    return sum(moves.plan(work, series, known=known) for series in every.values())


def go_on(work: Work) -> int:
    """Tell who waits, close what is over, count what came in confidence; gives how many are told."""
    told = tell(work)
    close(work)
    speaking_up.count_days(work)
    return told


def calls(work: Work) -> list[Call]:
    """The reminders that are due and that nobody has taken."""
    planned = [d for d in stored.ahead(work) if d.state == PLANNED and d.starts_at < work.at + SOON]
    return [Call(d, each) for d in planned if d.planned_at for each in _due(work, d, d.planned_at)]


def _due(work: Work, dial_in: DialIn, planned_at: datetime) -> tuple[Due, ...]:
    """The ledger is asked only where the time of a reminder has come."""
    day, zone = day_of(work, dial_in), work.force.zone
    reached = [kind for kind, at, _ in reminders(dial_in.starts_at, zone) if at <= work.at]
    taken = [kind for kind in reached if day in slots.taken(work, job_of(dial_in, kind))]
    if len(taken) == len(reached):
        return ()
    moved = people.knows(work, dial_in, Notice.MOVED)
    return due(dial_in.starts_at, planned_at, moved, work.at, zone, taken)


def job_of(dial_in: DialIn, kind: Reminder) -> str:
    """The name of a reminder in the ledger: that of a moved one is another, since people are told anew."""
    return f"dial_in:{dial_in.series}:{kind}" + (f".{dial_in.sequence}" if dial_in.sequence else "")


def remind(work: Work, call: Call, agenda: Agenda) -> int:
    """Take a reminder's slot and note who is to hear of it; gives how many, none where somebody took it."""
    seen, slot = call.dial_in, call.due.slot
    dial_in = stored.by_id(work, seen.series, seen.week, lock=True)
    if dial_in is None or (dial_in.sequence, dial_in.state) != (seen.sequence, PLANNED):
        return 0
    if not slots.take(work, job_of(dial_in, call.due.kind), day_of(work, dial_in), slot.value):
        return 0
    if slot is Slot.SKIPPED:
        _skipped(work, dial_in, call.due)
    if not call.due.runs:
        return 0
    stored.change(work, dial_in, agenda=themes.packed(agenda))
    return _remind(work, dial_in, call.due)


def _remind(work: Work, dial_in: DialIn, due: Due) -> int:
    invited = _invited(work, dial_in)
    tellings = list(tellings_for(work, dial_in, due.kind, invited, due.until))
    people.add(work, tellings)
    now = sum(1 for t in tellings if t.due_at <= work.at)
    enter(
        work, stream_of(dial_in), Happened.DIAL_IN_REMINDED, at=due.at, reminder=due.kind.value,
        slot=due.slot.value, asked=len(tellings), now=now, later=len(tellings) - now,
        off=len(invited) - len(tellings),
    )  # fmt: skip
    return len(tellings)


def _invited(work: Work, dial_in: DialIn) -> list[Person]:
    """Those whom it is for and deputies, without those who said that they do not come."""
    series = stored.all_series(work).get(dial_in.series)
    answers = people.answers(work, dial_in)
    found = {p.collar: p for p in (audience(work, series) if series else ())}
    found |= {c: p for c, a in answers.items() if a.sent_by and (p := work.roster.by_collar(c))}
    away = {c for c, a in answers.items() if a.answer in (Reply.NOT_COMING, Reply.DEPUTY)}
    return [p for collar, p in sorted(found.items()) if collar not in away]


def _skipped(work: Work, dial_in: DialIn, due: Due) -> None:
    """Tell the trail that a reminder came too late, and the operations channel where it was for anybody."""
    kind, stream = due.kind.value, stream_of(dial_in)
    enter(work, stream, Happened.DIAL_IN_REMINDER_SKIPPED, reminder=kind, due=due.at)
    subject = f"{dial_in.id}|{kind}|{due.at.isoformat()}"
    if _invited(work, dial_in):
        outbox.put(work, f"{MISSED}:{subject}", work.force.operations_channel, MISSED, subject)


def close(work: Work) -> int:
    """Close what is over: the figures by unit stay, who came and who was told does not; gives how many."""
    over = [d for d in stored.ahead(work) if d.ends_at + CLOSES <= work.at]
    for dial_in in over:
        if dial_in.state == PLANNED:
            _close(work, dial_in)
        else:
            stored.change(work, dial_in, state=DROPPED)
        people.forget(work, dial_in)
    people.forget_notes(work, work.at - NOTES_KNOWN)
    return len(over)


def _close(work: Work, dial_in: DialIn) -> None:
    told, those = heard(work, dial_in), asked(work, dial_in)
    figures = [asdict(count) for count in by_unit(work, those, people.answers(work, dial_in))]
    stored.change(work, dial_in, state=HELD, figures=json.dumps(figures))
    stream, offered = stream_of(dial_in), len(those)
    enter(work, stream, Happened.DIAL_IN_HELD, at=dial_in.ends_at, offered=offered, units=figures)
    outbox.freshen(work, [t.key for t in told])
