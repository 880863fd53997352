"""Whom a form offers as the chair of a unit's meeting: all who may, and who usually does."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.duty import on_until
from bot.domain.force import Unit
from bot.domain.meeting import Meeting
from bot.domain.people import Person
from bot.domain.rights import Action
from bot.services.case import person
from bot.services.decisions.forms import MOST, begins
from bot.services.meetings.rights import may, may_chair, refuse_unless
from bot.services.meetings.times import meeting_due
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may chair: on duty until when (UTC), and whether by delegation."""

    person: Person
    until: datetime | None
    delegated: bool


def usual_chair(work: Work, unit: str) -> Person | None:
    """Who is offered as a unit's chair: of those on duty its chair by role, else its senior officer."""
    own = (p for p in work.roster.people if p.unit == unit and p.valid_on(work.today))
    able = [p for p in own if may_chair(work, p, unit)]

    def order(who: Person) -> tuple[bool, bool, bool, str]:
        off = on_until(who, work.at, work.force.zone) is None
        delegated = not may(work, who, Action.CHAIR, unit)
        return off, "dmm_chair" not in who.roles, delegated, who.collar

    return min(able, key=order, default=None)


@dataclass(frozen=True, slots=True)
class Offered:
    """What the form that starts a meeting shows: which it is, and who usually chairs it."""

    unit: Unit
    meeting: Meeting
    chair: Candidate | None


def startable(work: Work, who: Person, unit: str) -> Offered:
    """What somebody is asked who starts a unit's meeting.

    Raises Refused `no_meeting_due`, `meeting_runs`, `meeting_over`, or `not_permitted`.
    """
    meeting = meeting_due(work, unit)
    if not may_chair(work, person(work, who.collar), unit):
        refuse_unless(work, who.collar, Action.MEET, unit)
    usual = usual_chair(work, unit)
    return Offered(work.force.units[unit], meeting, _candidate(work, usual, unit) if usual else None)


def candidates(work: Work, typed: str, unit: str) -> list[Candidate]:
    """Those who may chair a unit's meeting whose name or number begins with what was typed, on duty first."""
    words = typed.lower().strip()
    meant = (p for p in work.roster.people if p.valid_on(work.today) and begins(p, words))
    found = [_candidate(work, p, unit) for p in meant if may_chair(work, p, unit)]
    return sorted(found, key=lambda c: (c.until is None, c.person.unit != unit, c.person.collar))[:MOST]


def _candidate(work: Work, who: Person, unit: str) -> Candidate:
    delegated = not may(work, who, Action.CHAIR, unit)
    return Candidate(who, on_until(who, work.at, work.force.zone), delegated)
