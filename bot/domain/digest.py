"""The daily digest: when it is due to whom, and what it says. Instants are UTC.

It comes at the start of a tour, once for each local date on which one begins; what continues a tour is none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.domain.duty import LOOK_AHEAD, OnTours, Span, change_at, next_tour, rostered, tour_at
from bot.domain.figures import Timeliness
from bot.domain.force import Force, Rule, UnitKind
from bot.domain.incident import Incident
from bot.domain.offence import UNDECIDED, Offence, State
from bot.domain.people import Person, Roster
from bot.domain.queueing import Standing
from bot.domain.rights import Action, barred_from_checking, permitted
from bot.domain.slots import ON_TIME

CATCH_UP = timedelta(hours=6)  # so late a digest is still of use
PERIOD = timedelta(days=7)  # of which it says how timely recording was
THINGS = 3  # so many things to do stand in it, with their buttons
OWN_QUEUE = frozenset({UnitKind.BCU, UnitKind.HUB})  # the other kinds serve the whole force
_MOMENT = timedelta(microseconds=1)


class Sending(StrEnum):
    """What becomes of a digest that is due."""

    RUN = "run"
    LATE = "late"  # sent, and marked as late
    SKIPPED = "skipped"  # too late to be of use, or the tour is over: an alarm
    UNREACHABLE = "unreachable"  # the roster names no account in Slack


class Recipient(NamedTuple):
    """Whose digest it is, who gets it (the cover of somebody on leave), of which units.

    `since`: asked for from that instant on; tours that began before bring none.
    """

    whose: Person
    to: Person
    units: tuple[str, ...]
    since: datetime


@dataclass(frozen=True, slots=True)
class Digest:
    """What a digest says: how the queue of some units stands at `at`, and how timely recording was.

    `until` is when the reader is next on (None: nothing says when); `since` and `ended` bound the reports
    that `timeliness` and `negated` are of; `restricted` are incidents that the reader may not see.
    """

    at: datetime
    until: datetime | None
    units: tuple[str, ...]
    standing: Standing
    since: datetime
    ended: datetime
    timeliness: Timeliness
    negated: int
    restricted: int = 0
    sees_restricted: bool = False
    late: bool = False
    covers: str = ""  # the collar number of the one on leave whose digest it is


def own_units(person: Person, force: Force) -> tuple[str, ...]:
    """The units of which somebody is told without choosing: their own, or the whole force's."""
    unit = force.units.get(person.unit)
    return (unit.code,) if unit and unit.kind in OWN_QUEUE else tuple(force.units)


def asked_for(person: Person, words: Iterable[str]) -> bool:
    """Whether a rank or a role of somebody is among those that get a digest without asking."""
    return bool({person.rank, *person.roles} & set(words))


def covered(recipient: Recipient, roster: Roster, at: datetime) -> Recipient:
    """The recipient as it is at an instant: whoever is away and has a cover is told through that one."""
    change = change_at(recipient.whose, at)
    cover = roster.by_collar(change.cover) if change and change.cover and not change.on else None
    if change is None or cover is None:
        return recipient
    return recipient._replace(to=cover, since=max(recipient.since, change.begins))


def starts(who: OnTours, after: datetime, upto: datetime, zone: str) -> Iterator[Span]:
    """The stretches of duty that begin after an instant and not later than another, oldest first."""
    london = ZoneInfo(zone)
    first, last = (at.astimezone(london).date() for at in (after, upto))
    tours = {span.begins for span in rostered(who, first - timedelta(days=1), last, zone)}
    edges = {edge for change in who.changes for edge in (change.begins, change.ends)}
    for start in sorted(at for at in tours | edges if after < at <= upto):
        span = tour_at(who, start, zone)
        fresh = start in tours or tour_at(who, start - _MOMENT, zone) is None
        if span is not None and span.begins == start and fresh:
            yield span


def due(who: OnTours, after: datetime, at: datetime, zone: str) -> dict[date, Span]:
    """The newest stretch of duty that began on each local date after an instant and not later than `at`."""
    london = ZoneInfo(zone)
    return {span.begins.astimezone(london).date(): span for span in starts(who, after, at, zone)}


def sending(recipient: Recipient, span: Span, at: datetime) -> Sending:
    """What becomes at `at` of the digest of a tour that has begun."""
    lateness = at - span.begins
    if lateness > CATCH_UP or at >= span.ends:
        return Sending.SKIPPED
    if not recipient.to.slack_ids:
        return Sending.UNREACHABLE
    return Sending.RUN if lateness <= ON_TIME else Sending.LATE


def next_on(who: OnTours, at: datetime, zone: str) -> datetime | None:
    """When somebody is next on duty after the present tour, or next if they are off; None: not in sight."""
    span = tour_at(who, at, zone)
    found = next_tour(who, span.ends - _MOMENT if span else at, zone)
    return found.begins if found else None


def next_digest(who: OnTours, at: datetime, zone: str) -> datetime | None:
    """When somebody's next digest comes, for all that is known now; None: not in sight."""
    london = ZoneInfo(zone)
    today = datetime.combine(at.astimezone(london).date(), time(), london).astimezone(UTC)
    firsts: dict[date, datetime] = {}
    for span in starts(who, today - _MOMENT, at + timedelta(days=LOOK_AHEAD), zone):
        firsts.setdefault(span.begins.astimezone(london).date(), span.begins)
    return next((begins for begins in firsts.values() if begins > at), None)


def theirs_to_do(person: Person, force: Force, rule: Rule, incident: Incident, offence: Offence) -> bool:
    """Whether somebody can take the next step.

    What is undecided: whoever holds it, sees to it or may allocate it. What waits for a second look: only who
    may give it one.
    """
    if offence.state in UNDECIDED:
        theirs = person.collar in (incident.oic, incident.supervised_by)
        return theirs or permitted(person, Action.ALLOCATE, force, rule, incident.unit)
    action = Action.CONFIRM if offence.state is State.NEGATED else Action.SIGN_OFF
    allowed = permitted(person, action, force, rule, incident.unit)
    return allowed and person.collar not in barred_from_checking(offence, incident.oic)
