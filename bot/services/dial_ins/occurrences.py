"""Looking at dial-ins: which come next, whom they are for, what somebody answered, how many come."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date

from bot.domain.agenda import FEW, Agenda
from bot.domain.dial_in import Notice, Reply, Series, includes
from bot.domain.people import Person, may
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import person
from bot.services.dial_ins.telling import heard
from bot.services.dial_ins.themes import unpacked
from bot.store import dial_in_people as people
from bot.store import dial_ins as stored
from bot.store import rulings
from bot.store.dial_in_people import Answered, Telling
from bot.store.dial_ins import CANCELLED, DROPPED, HELD, DialIn
from bot.store.rulings import Ruling
from bot.store.work import Work

EACH = 2  # so many of a series `/dial-in` shows
NO_INVITATION = (Notice.RELEASED, Notice.DECLINED, Notice.NOTES)
OTHERS = "others"  # units of which too few were asked to be counted apart


@dataclass(frozen=True, slots=True)
class Count:
    """Of a unit: how many were asked, how many come (or send somebody), how many were there."""

    unit: str
    asked: int
    coming: int
    here: int


@dataclass(frozen=True, slots=True)
class Shown:
    """One occurrence as somebody sees it: its series, their answer, its agenda, what came of it.

    `counts` are for whoever arranges it; `first` says that this telling brings the invitation.
    """

    dial_in: DialIn
    series: Series | None
    answered: Answered | None = None
    agenda: Agenda | None = None
    counts: tuple[Count, ...] = ()
    rulings: tuple[Ruling, ...] = ()
    telling: Telling | None = None
    over: bool = False

    @property
    def code(self) -> str:
        """The series' code."""
        return self.dial_in.series

    @property
    def names(self) -> Mapping[str, str]:
        """The series' names; its code where it is known no more."""
        return self.series.names if self.series else {"en": self.dial_in.series}

    @property
    def cancelled(self) -> bool:
        """Whether it will not be held."""
        return self.dial_in.state in (CANCELLED, DROPPED)

    @property
    def open(self) -> bool:
        """Whether one may still answer."""
        return not (self.cancelled or self.over)


def permitted(work: Work, collar: str, action: Action) -> Person:
    """Whoever may do this by the matrix; raises Refused `not_yours` with the words that would let them."""
    asker = person(work, collar)
    rows = work.force.permissions.get(action.value, {})
    if not may(asker, rows, frozenset()):
        raise Refused("not_yours", action=action.value, grants=rows.get("default", ()))
    return asker


def arranges(work: Work, asker: Person, action: Action = Action.DIAL_IN) -> bool:
    """Whether somebody may arrange dial-ins."""
    return may(asker, work.force.permissions.get(action.value, {}), frozenset())


def audience(work: Work, series: Series) -> list[Person]:
    """Those whom a series is for, of today's roster, by collar number."""
    lines: dict[str, list[Person]] = defaultdict(list)
    for line in work.everybody.people:
        lines[line.collar].append(line)
    found = (p for p in work.roster.people if includes(series.audience, p, lines[p.collar], work.today))
    return sorted(found, key=lambda p: p.collar)


def meant(carried: str) -> tuple[str, date]:
    """The series and the week that a button carries; raises Refused `stale`."""
    try:
        series, week = carried.split("|")[:2]
        return series, date.fromisoformat(week)
    except ValueError:
        raise Refused("stale") from None


def one(work: Work, carried: str, lock: bool = False) -> DialIn:
    """The occurrence that a button means; raises Refused `stale`."""
    found = stored.by_id(work, *meant(carried), lock=lock)
    if found is None:
        raise Refused("stale")
    return found


def ahead(work: Work, asker: Person) -> tuple[Shown, ...]:
    """The next ones for somebody, with what they answered; all of them for whoever arranges them."""
    every, mine = stored.all_series(work), arranges(work, asker)
    invited = {code: {p.collar for p in audience(work, series)} for code, series in every.items()}
    shown = [_for(work, dial_in, every.get(dial_in.series), asker, mine) for dial_in in _next(work)]
    return tuple(s for s in shown if mine or s.answered or asker.collar in invited.get(s.dial_in.series, ()))


def _next(work: Work) -> Iterator[DialIn]:
    """The next few of each series, in order of time."""
    seen = Counter[str]()
    for dial_in in stored.ahead(work):
        if dial_in.ends_at > work.at and seen[dial_in.series] < EACH:
            seen[dial_in.series] += 1
            yield dial_in


def _for(work: Work, dial_in: DialIn, series: Series | None, asker: Person, mine: bool) -> Shown:
    answers = people.answers(work, dial_in)
    counts = counted(work, dial_in, answers) if mine else ()
    return Shown(dial_in, series, answers.get(asker.collar), counts=counts)


def series_named(work: Work, code: str) -> Series:
    """A series by its code; raises Refused `unknown_series`."""
    every = stored.all_series(work)
    if code not in every:
        raise Refused("unknown_series", typed=code[:40], codes=tuple(every))
    return every[code]


def shown(work: Work, carried: str) -> Shown:
    """One occurrence, as a form or a notice about it shows it."""
    dial_in = one(work, carried)
    return Shown(dial_in, stored.all_series(work).get(dial_in.series))


def told(work: Work, subject: str) -> Shown | None:
    """What one message tells somebody, as things stand now; None where the occurrence is known no more."""
    code, week, kind, sequence, collar = subject.split("|")
    dial_in = stored.by_id(work, code, date.fromisoformat(week))
    if dial_in is None:
        return None
    series, answered = stored.all_series(work).get(code), people.answers(work, dial_in).get(collar)
    telling = Telling(code, dial_in.week, kind, int(sequence), collar, work.at)
    brought = tuple(rulings.of_dial_in(work, code, dial_in.week)) if kind == Notice.NOTES else ()
    agenda, over = unpacked(dial_in.agenda), work.at >= dial_in.ends_at
    return Shown(dial_in, series, answered, agenda, (), brought, telling, over)


def brings_invitation(work: Work, telling: Telling) -> bool:
    """Whether a telling is the first that somebody hears of the version that an occurrence has now."""
    dial_in = stored.by_id(work, telling.series, telling.week)
    if dial_in is None or telling.sequence != dial_in.sequence or telling.kind in NO_INVITATION:
        return False
    mine = [t for t in heard(work, dial_in) if (t.collar, t.sequence) == (telling.collar, dial_in.sequence)]
    brought = [t for t in mine if t.kind not in NO_INVITATION]
    return bool(brought) and min(brought, key=lambda t: (t.told_at, t.due_at)).kind == telling.kind


def counted(work: Work, dial_in: DialIn, answers: Mapping[str, Answered]) -> tuple[Count, ...]:
    """How many were asked and come, by unit; units of which too few were asked are put together."""
    if dial_in.state == HELD:
        return tuple(Count(**row) for row in json.loads(dial_in.figures or "[]"))
    return by_unit(work, asked(work, dial_in), answers)


def asked(work: Work, dial_in: DialIn) -> set[str]:
    """Those to whom it was offered: who was only sent by somebody else stands in for them."""
    others = (Notice.DEPUTY, Notice.RELEASED, Notice.DECLINED)
    return {t.collar for t in heard(work, dial_in) if t.kind not in others}


def by_unit(work: Work, those: Set[str], answers: Mapping[str, Answered]) -> tuple[Count, ...]:
    """The figures of those who were asked; whoever sends a deputy counts as one who comes.

    Units of which too few were asked are put together, and left out where even then they are too few.
    """
    units: dict[str, list[str]] = defaultdict(list)
    for collar in those:
        somebody = work.roster.by_collar(collar)
        units[(somebody.unit if somebody else "") or OTHERS].append(collar)
    few = [unit for unit, members in units.items() if len(members) < FEW and unit != OTHERS]
    for unit in few:
        units[OTHERS] += units.pop(unit)
    seats = {c: _seat(a, answers, those) for c, a in answers.items()}
    counts = (_count(unit, members, seats) for unit, members in units.items() if len(members) >= FEW)
    return tuple(sorted(counts, key=lambda c: (c.unit == OTHERS, c.unit)))


def _seat(answered: Answered, answers: Mapping[str, Answered], those: Set[str]) -> tuple[bool, bool]:
    """Whether somebody's seat is taken, and was: by themselves, or by a deputy who has none of their own."""
    stands_in = answers.get(answered.deputy or "")
    if answered.answer == Reply.DEPUTY and stands_in and stands_in.collar not in those:
        return stands_in.answer != Reply.NOT_COMING, stands_in.here
    return answered.answer == Reply.COMING, answered.here


def _count(unit: str, members: Sequence[str], seats: Mapping[str, tuple[bool, bool]]) -> Count:
    taken = [seats[c] for c in members if c in seats]
    return Count(unit, len(members), sum(coming for coming, _ in taken), sum(here for _, here in taken))
