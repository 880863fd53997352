"""The escalation ladder: which step is due when, who is meant by it, and who is passed over and why.

Only people on duty are told; who may not see an incident is not told of it; the Registrar is on no ladder.
"""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.clock import Crossing, Stage
from bot.domain.duty import instant, tour_at
from bot.domain.force import Force
from bot.domain.incident import Incident
from bot.domain.people import RANKS, Person, Roster
from bot.domain.rights import rules_as_registrar, sees
from bot.domain.rungs import CHAIN, OIC, RUNGS, SILENT, SUPERVISOR, Ladder, Quiet, Step

LATE = timedelta(minutes=15)  # what comes later than that was held up: it joins a summary
TOGETHER = timedelta(minutes=1)  # what comes to one person within that is one message
A_TOUR = timedelta(hours=16)  # who is on for longer is on call, and sleeps at night
NIGHT_SHIFT = "fim"  # the control room's inspector is awake all night
ONE = "@"  # stands before a collar number where a step means one person


class Reason(StrEnum):
    """How a step ended; the first ones tell somebody."""

    TOLD = "told"
    SUMMED_UP = "summed_up"  # one message too many for an hour: it stands in a summary
    AFTER_QUIET = "after_quiet"
    LATE = "late"  # held up by downtime: in a summary
    LISTED = "listed"
    IN_DIGEST = "in_digest"
    ACKNOWLEDGED = "acknowledged"
    DECIDED = "decided"
    OVERTAKEN = "overtaken"  # a graver rung began meanwhile
    NOBODY = "nobody"  # nobody who could be told was on duty


class PassedOver(StrEnum):
    """Why somebody was not told."""

    OFF_DUTY = "off_duty"  # of a rank or role: nobody of it is on duty and may see the incident
    CANNOT = "cannot"  # said so
    NO_ACCOUNT = "no_account"
    QUIET = "quiet"
    CAPPED = "capped"
    SNOOZED = "snoozed"


@dataclass(frozen=True, slots=True)
class Due:
    """A step of a rung: the rung, its place in it (from 1), when the rung begins and it is due (UTC)."""

    rung: str
    n: int
    begins: datetime
    at: datetime
    step: Step


def begins(due_at: datetime, crossed: Iterable[Crossing], ladder: Ladder) -> dict[str, datetime]:
    """When each rung of an offence begins (UTC), by its name; one that it never enters is left out."""
    found = {c.stage.code: c.at for c in crossed}
    return {**found, SUPERVISOR: due_at - ladder.supervisor_left}


def steps(
    ladder: Ladder, began: Mapping[str, datetime], codes: frozenset[str], at: datetime
) -> Iterator[Due]:
    """The steps of the rungs that begin at these instants, for an offence with these codes.

    Of a rung that began before `at`, when that is first known, they count from then: nobody had a chance yet.
    """
    for rung, begin in began.items():
        for n, step in enumerate(ladder.steps.get(rung, ()), 1):
            if step.concerns(codes):
                yield Due(rung, n, begin, max(begin, at) + step.after, step)


def rungs_of(stage: Stage) -> tuple[str, ...]:
    """The rungs whose steps are made when a clock enters a stage; the sergeant's, with the first."""
    return (stage.code, SUPERVISOR) if stage is Stage.APPROACHING else (stage.code,)


def overtaken(rung: str, began: Mapping[str, datetime], at: datetime) -> bool:
    """Whether a graver rung has begun since a rung did: its own people are told then."""
    since = began[rung]
    graver = RUNGS[RUNGS.index(rung) + 1 :]
    return any(since < began[other] <= at for other in graver if other in began)


def put_off_until(
    wanted: datetime, began: Mapping[str, datetime], due_at: datetime, at: datetime
) -> datetime:
    """Until when an offence may be put off (UTC): never beyond its next rung, nor its deadline."""
    return min([wanted, due_at, *(begins for begins in began.values() if begins > at)])


def is_loud(tell: str, way: str) -> bool:
    """Whether a step sends a message to whom a rank or role means."""
    return way not in SILENT and not tell.startswith(ONE)


def above(person: Person) -> str:
    """Whom a step means that somebody passes on."""
    if RANKS.index(person.rank) < RANKS.index("inspector"):
        return "inspector"
    return "inspector" if NIGHT_SHIFT in person.roles else "fim"


def current(began: Mapping[str, datetime], at: datetime) -> str:
    """The rung that an offence stands on: the one that began last, the gravest of several at once."""
    reached = [(b, RUNGS.index(rung)) for rung, b in began.items() if b <= at]
    return RUNGS[max(reached)[1]] if reached else RUNGS[0]


def standing_in(tell: str) -> tuple[str, ...]:
    """Whom a step means, in turn: who is named, then those who stand in where nobody of these is on duty."""
    if tell.startswith(ONE):
        return (tell,)
    if tell not in CHAIN:
        return (tell,)
    after = CHAIN[CHAIN.index(tell) + 1 :]
    return (tell, *(after or CHAIN[-2:-1]))


def of_role(roster: Roster, force: Force, incident: Incident, tell: str, at: datetime) -> list[Person]:
    """Those on duty whom a word means and who may know of the incident, in the order of their numbers."""
    oic = roster.by_collar(incident.oic)
    if tell == OIC or tell.startswith(ONE):
        one = oic if tell == OIC else roster.by_collar(tell.removeprefix(ONE))
        there = roster.stand_in(one, at, force.zone) if one else None
        found = [there] if there else []
    elif tell in RANKS:
        found = roster.who(at, force.zone, _unit(oic, incident, tell), tell)
    else:
        found = roster.who(at, force.zone, role=tell)
    free = (p for p in found if sees(p, incident, force) and not rules_as_registrar(p))
    return sorted(free, key=lambda p: (p.unit != incident.unit, p.collar))


def _unit(oic: Person | None, incident: Incident, rank: str) -> str | None:
    """In which unit somebody of a rank is looked for; a superintendent answers for the whole force."""
    if rank == "sergeant":
        return oic.unit if oic else incident.unit
    return incident.unit if RANKS.index(rank) <= RANKS.index("chief_inspector") else None


@dataclass(frozen=True, slots=True)
class Meant:
    """Whom a step means now, and who was passed over before them, each with why: `inspector:off_duty`."""

    person: Person | None
    passed: tuple[str, ...] = ()


Barred = Callable[[Person], PassedOver | None]


def anybody(_: Person) -> PassedOver | None:
    """Nobody is passed over."""
    return None


def meant(
    roster: Roster, force: Force, incident: Incident, tell: str, at: datetime, barred: Barred = anybody
) -> Meant:
    """The first who can be told of those whom a step means, on duty at an instant (UTC)."""
    passed = list[str]()
    for word in standing_in(tell):
        found = of_role(roster, force, incident, word, at)
        if not found:
            passed.append(f"{word}:{PassedOver.OFF_DUTY}")
        for person in found:
            why = barred(person)
            if why is None:
                return Meant(person, tuple(passed))
            passed.append(f"{person.collar}:{why}")
    return Meant(None, tuple(passed))


def may_put_off(
    roster: Roster, force: Force, incident: Incident, tells: Iterable[str], at: datetime
) -> list[Person]:
    """Those on duty whom one of some steps means, who stand in for them, or who answer for their unit."""
    words = dict.fromkeys(word for tell in tells for word in standing_in(tell))
    asked = [p for word in words for p in of_role(roster, force, incident, word, at)]
    senior = RANKS[RANKS.index("inspector") :]
    above = [p for rank in senior for p in of_role(roster, force, incident, rank, at)]
    return list(dict.fromkeys([*asked, *above]))


def for_whom(passed: Iterable[str], why: PassedOver) -> list[str]:
    """The collar numbers of those who were passed over for one reason."""
    return [who for who, _, reason in (each.partition(":") for each in passed) if reason == why]


def quiet_until(person: Person, hours: Quiet | None, at: datetime, zone: str) -> datetime | None:
    """When quiet hours end (UTC) in which somebody sleeps at an instant; None where they are to be told.

    Whoever works a tour is awake on it, at night too: quiet is for those who are on call around the clock.
    """
    if hours is None or NIGHT_SHIFT in person.roles:
        return None
    tour = tour_at(person, at, zone)
    if tour is None or tour.ends - tour.begins <= A_TOUR:
        return None
    return quiet_ends(hours, at, ZoneInfo(zone))


def quiet_ends(hours: Quiet, at: datetime, zone: ZoneInfo) -> datetime | None:
    """When quiet hours end (UTC) that hold at an instant; None where none do."""
    today = at.astimezone(zone).date()
    overnight = timedelta(days=1) if hours.ends <= hours.begins else timedelta()
    for day in (today - timedelta(days=1), today):
        ends = instant(day + overnight, hours.ends, zone)
        if instant(day, hours.begins, zone) <= at < ends:
            return ends
    return None


def wakes(tell: str, rung: str, incident: Incident) -> bool:
    """Whether a step is told in quiet hours too: what is overdue and restricted, and a superintendent's."""
    return tell == "superintendent" or (rung == Stage.OVERDUE.code and incident.restricted)


def lets_sleep(asleep: Container[str], tell: str, rung: str, incident: Incident) -> Barred:
    """Passes over those who sleep (collar numbers), unless a step wakes them."""
    awake = wakes(tell, rung, incident)
    return lambda person: PassedOver.QUIET if not awake and person.collar in asleep else None


def is_summary(told_this_hour: int, an_hour: int) -> bool:
    """Whether the next message to somebody is the last that an hour may hold, so that the rest join it."""
    return told_this_hour >= an_hour - 1


def pressing(rung: str, restricted: bool, due: datetime) -> tuple[bool, int, datetime]:
    """In which order somebody is told of several: what is overdue and restricted first, then by gravity."""
    grave = rung == Stage.OVERDUE.code and restricted
    return not grave, -RUNGS.index(rung), due


def own(begin: time, end: time) -> Quiet | None:
    """Somebody's own quiet hours; none where they begin and end together."""
    return Quiet(begin, end) if begin != end else None
