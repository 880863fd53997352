"""Arranging dial-ins: a series is scheduled; one occurrence or the whole series is moved or cancelled."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.domain.dial_in import Notice, Reply, Series, held_in, starts_at, weeks_held
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Request
from bot.services.dial_ins.occurrences import audience, one, permitted
from bot.services.dial_ins.telling import heard, stream_of, tell_now, tellings_for
from bot.services.entering import enter
from bot.store import dial_in_people as people
from bot.store import dial_ins as stored
from bot.store import inbox, outbox
from bot.store.dial_ins import CANCELLED, PLANNED, DialIn
from bot.store.work import Work

CHANGED = ("starts_at", "minutes", "joining", "state", "sequence", "own_time", "planned_at", "why")
WEEKS = 6  # so far ahead occurrences are planned: nobody is away for longer without being missed
FARTHEST = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Arranged:
    """What became of a series or of one occurrence, and how many people it is for, or are told of it."""

    series: Series
    people: int
    dial_in: DialIn | None = None


def schedule(work: Work, request: Request, series: Series) -> Arranged:
    """Hold a series from now on as it says, a new one where its code is empty; raises Refused `not_yours`."""
    inbox.claim(work, request.id)
    permitted(work, request.actor, Action.DIAL_IN)
    made = replace(series, code=series.code or _code(work, series.names["en"]))
    stored.schedule(work, made)
    stream, name = f"dial_in:{made.code}", made.names["en"]
    enter(work, stream, Happened.DIAL_IN_SCHEDULED, request.actor, series=made.code, name=name)
    plan(work, made, request.actor)
    return Arranged(made, len(audience(work, made)))


def _code(work: Work, name: str) -> str:
    """A code that no series has yet, from the English name."""
    plain = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:30] or "series"
    known, n = stored.all_series(work).keys(), 2
    code = plain
    while code in known:
        code, n = f"{plain}_{n}", n + 1
    return code


def plan(work: Work, series: Series, by: str = "", known: Collection[DialIn] | None = None) -> int:
    """Plan a series some weeks ahead, and bring what is planned in line with it; gives how many are new."""
    rows = stored.known(work, work.today - timedelta(days=7)) if known is None else known
    held, fresh = {row.week: row for row in rows if row.series == series.code}, 0
    align(work, series, held.values(), by)
    for week in (week for week in weeks_held(series, work.today, WEEKS) if week not in held):
        begins = starts_at(series, week, work.force.zone)
        made = DialIn(series.code, week, begins, series.minutes, series.joining, planned_at=work.at)
        fresh += begins > work.at and stored.add(work, made)
    return fresh


def align(work: Work, series: Series, held: Iterable[DialIn], by: str = "", why: str = "") -> None:
    """Move or cancel what is planned of a series and is not as the series says; those moved alone stay."""
    for dial_in in held:
        if dial_in.series == series.code and not dial_in.own_time and dial_in.starts_at > work.at:
            wanted = _as_said(work, series, dial_in)
            if wanted != dial_in and stored.by_id(work, series.code, dial_in.week, lock=True) == dial_in:
                _become(work, dial_in, wanted, by, why)


def _as_said(work: Work, series: Series, dial_in: DialIn) -> DialIn:
    """An occurrence as its series says; as it is where that would lie in the past."""
    if not held_in(series, dial_in.week):
        return replace(dial_in, state=CANCELLED)
    begins = starts_at(series, dial_in.week, work.force.zone)
    wanted = replace(dial_in, starts_at=begins, minutes=series.minutes, joining=series.joining, state=PLANNED)
    return wanted if begins > work.at else dial_in


def _become(work: Work, dial_in: DialIn, wanted: DialIn, by: str, why: str) -> None:
    if wanted.state == CANCELLED:
        call_off(work, dial_in, by, why)
    else:
        values = {name: getattr(wanted, name) for name in ("starts_at", "minutes", "joining")}
        shift(work, dial_in, by, why, **values)


def move(work: Work, request: Request, carried: str, to: datetime, why: str) -> Arranged:
    """Move one occurrence to another instant (UTC).

    Raises Refused `not_yours`, `stale`, `dial_in_over`, or `dial_in_time` for an instant that is past or far.
    """
    series, dial_in = _arranging(work, request, carried)
    if not work.at < to <= work.at + FARTHEST:
        raise Refused("dial_in_time", block_id="day")
    told = shift(work, dial_in, request.actor, why, starts_at=to, own_time=True)
    return Arranged(series, told, one(work, carried))


def cancel(work: Work, request: Request, carried: str, whole: bool, why: str) -> Arranged:
    """Cancel one occurrence, or the series from it on; raises Refused as `move` does."""
    series, dial_in = _arranging(work, request, carried)
    if not whole:
        told = call_off(work, dial_in, request.actor, why, own_time=True)
        return Arranged(series, told, one(work, carried))
    ended = replace(series, last=dial_in.week - timedelta(days=1))
    stored.schedule(work, ended)
    told = len({t.collar for t in heard(work, dial_in)})
    align(work, ended, stored.known(work, dial_in.week), request.actor, why)
    if one(work, carried).state == PLANNED:
        call_off(work, dial_in, request.actor, why, own_time=True)
    return Arranged(ended, told, one(work, carried))


def _arranging(work: Work, request: Request, carried: str) -> tuple[Series, DialIn]:
    inbox.claim(work, request.id)
    permitted(work, request.actor, Action.DIAL_IN)
    dial_in = one(work, carried, lock=True)
    series = stored.all_series(work).get(dial_in.series)
    if series is None:
        raise Refused("stale")
    if dial_in.state != PLANNED or dial_in.starts_at <= work.at:
        raise Refused("dial_in_over")
    return series, dial_in


def shift(work: Work, dial_in: DialIn, by: str, why: str, **values: Any) -> int:
    """Let an occurrence be at another time, or joined otherwise; tells those who knew, gives how many."""
    moved = replace(_anew(work, dial_in, why), **values, state=PLANNED)
    enter(work, stream_of(dial_in), Happened.DIAL_IN_MOVED, by, to=moved.starts_at, was=dial_in.starts_at)
    return _change(work, dial_in, moved, Notice.MOVED)


def call_off(work: Work, dial_in: DialIn, by: str, why: str, own_time: bool = False) -> int:
    """Cancel an occurrence, and tell those who knew of it; gives how many."""
    gone = replace(_anew(work, dial_in, why), state=CANCELLED, own_time=own_time)
    enter(work, stream_of(dial_in), Happened.DIAL_IN_CANCELLED, by)
    return _change(work, dial_in, gone, Notice.CANCELLED)


def _anew(work: Work, dial_in: DialIn, why: str) -> DialIn:
    """The next version of an invitation."""
    return replace(dial_in, sequence=dial_in.sequence + 1, planned_at=work.at, why=why)


def _change(work: Work, before: DialIn, after: DialIn, kind: Notice) -> int:
    """Keep the new version, and tell of it who knew the old one; of a move also who was about to hear."""
    stored.change(work, before, **{name: getattr(after, name) for name in CHANGED})
    knew = heard(work, before)
    waiting = people.waive(work, before)
    outbox.freshen(work, [t.key for t in knew])
    collars = {t.collar for t in knew} | (waiting if kind is Notice.MOVED else set())
    come = {c for c, a in people.answers(work, before).items() if a.answer == Reply.COMING} & collars
    others = _who(work, collars - come)
    tellings = list(tellings_for(work, after, kind, others, after.starts_at))
    tellings += [tell_now(work, after, kind, collar) for collar in sorted(come)]
    people.add(work, tellings)
    return len(tellings)


def _who(work: Work, collars: set[str]) -> list[Person]:
    return [p for c in sorted(collars) if (p := work.roster.by_collar(c))]
