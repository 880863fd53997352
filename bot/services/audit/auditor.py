"""The auditor: what was due and was told to nobody is found by another reading, and told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import groupby
from secrets import token_hex

from bot.domain.auditing import Due, Patience, Window
from bot.domain.facts import Happened
from bot.services.audit.kinds import READINGS
from bot.services.audit.kinds.messages import OWN
from bot.services.audit.reading import Reading
from bot.services.entering import enter
from bot.store import misses as stored
from bot.store import outbox
from bot.store.misses import Miss
from bot.store.work import Work

MISSES = "misses"  # the bulletin
LOOK_BACK = timedelta(days=13)  # a bot that was away for longer misses nothing of the days before
BEGIN, SINCE, TICK = "begin", "since", "tick"


@dataclass(frozen=True, slots=True)
class Found:
    """What one audit found: newly missed, told after all, and how far it has looked."""

    missed: tuple[Due, ...] = ()
    closed: tuple[Miss, ...] = ()
    marks: dict[str, datetime] = field(default_factory=dict)


def look(work: Work, patience: Patience) -> Found:
    """Compare what was due with what was told, for each kind from where the last audit ended."""
    marks = stored.marks(work)
    away = TICK not in marks or work.at - marks[TICK] > patience.away
    since = work.at if away else marks[SINCE]
    begin = marks.get(BEGIN, work.at)
    looked_until = {r.kind: max(marks.get(r.kind, work.at), work.at - LOOK_BACK) for r in READINGS}
    windows = {kind: Window(begin, mark, since, work.at, patience) for kind, mark in looked_until.items()}
    untold = [due for reading in READINGS for due in reading.untold(work, windows[reading.kind])]
    known = stored.known(work, ((due.kind, due.what) for due in untold))
    missed = tuple(due for due in untold if (due.kind, due.what) not in known)
    looked = {kind.value: w.until if since <= w.until else w.mark for kind, w in windows.items()}
    return Found(missed, _closed(work), {BEGIN: begin, SINCE: since, TICK: work.at} | looked)


def _closed(work: Work) -> tuple[Miss, ...]:
    open_ones = sorted(stored.untold(work), key=lambda miss: miss.kind)
    of_kind = {kind: list(those) for kind, those in groupby(open_ones, key=lambda miss: miss.kind)}
    return tuple(miss for r in READINGS for miss in _told(work, r, of_kind.get(r.kind, [])))


def _told(work: Work, reading: Reading, missed: Sequence[Miss]) -> list[Miss]:
    told = reading.told(work, missed) if missed else set()
    return [miss for miss in missed if miss.what in told]


def tell(work: Work, found: Found) -> list[Miss]:
    """Note what was found, once whoever finds it; gives the misses that were new."""
    for kind, upto in found.marks.items():
        (stored.first_mark if kind == BEGIN else stored.mark)(work, kind, upto)
    key = f"{OWN}{token_hex(6)}"
    told = [Miss(due.kind, due.what, due.stream, due.at, work.at, key) for due in found.missed]
    new = [miss for miss in told if stored.add(work, miss)]
    for miss in new:
        _enter(work, Happened.MISS_FOUND, miss)
    if new:
        outbox.put(work, key, work.force.operations_channel, MISSES, key)
    _close(work, found.closed)
    return new


def _close(work: Work, told: Sequence[Miss]) -> None:
    closed = [miss for miss in told if stored.close(work, miss)]
    for miss in closed:
        _enter(work, Happened.MISS_CLOSED, miss)
    if closed:
        outbox.freshen(work, sorted({miss.message_key for miss in closed}))


def _enter(work: Work, kind: Happened, miss: Miss) -> None:
    stream = f"audit:{work.today.isoformat()}"
    values = {"missed": miss.kind.value, "what": miss.what, "due": miss.due_at, "of": miss.stream or None}
    enter(work, stream, kind, "", None, **values)
