"""Who may chair a unit's meeting, by rank or role or by delegation, and who usually does."""

from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.dmm import Sitting, next_sitting
from bot.domain.duty import on_until
from bot.domain.force import Rule, Unit
from bot.domain.incident import Incident
from bot.domain.meeting import Meeting, MeetingState
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, in_the_place_of, permitted, who_else
from bot.services.case import person
from bot.services.decisions.forms import MOST, begins
from bot.store import meetings as stored
from bot.store.work import Work

ANY = Rule(False, False, False, frozenset())
DELEGATED = replace(ANY, classes=frozenset({"delegated"}))


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who may chair: on duty until when (UTC), and whether by delegation."""

    person: Person
    until: datetime | None
    delegated: bool


def chairs_by_delegation(work: Work, chair: Person, unit: str) -> bool:
    """Whether somebody chairs not by rank or role but by delegation; raises Refused `not_permitted`."""
    if may(work, chair, Action.CHAIR, unit):
        return False
    refuse_unless(work, chair.collar, Action.CHAIR, unit, DELEGATED)
    return True


def refuse_unless(
    work: Work, collar: str, action: Action, unit: str, rule: Rule = ANY, about: Incident | None = None
) -> None:
    """Refuse to whom the matrix does not name, saying who on duty may; `about` is for the incident's trail.

    Raises Refused `not_your_meeting` to whoever might in their own unit, else `not_permitted`.
    """
    who = person(work, collar)
    if not may(work, who, action, unit, rule):
        other = who_else(work.roster, action, work.force, rule, work.at, (collar,), unit)
        if permitted(who, action, work.force, rule, who.unit) and unit in work.force.units:
            raise Refused("not_your_meeting", unit=work.force.units[unit], other=other, incident=about)
        raise Refused("not_permitted", action=action.value, other=other, incident=about)


def may(work: Work, who: Person, action: Action, unit: str, rule: Rule = ANY) -> bool:
    """Whether somebody may do this at a unit's meetings: as one of it, or in the place of one of it.

    What stands in a unit that force.toml does not name belongs to nobody, and anybody's meeting may take it.
    """
    there = in_the_place_of(who, work.roster, work.at, unit)
    return permitted(there, action, work.force, rule, unit if unit in work.force.units else None)


def may_chair(work: Work, who: Person, unit: str) -> bool:
    """Whether somebody may chair a unit's meeting in one way or the other."""
    return any(may(work, who, Action.CHAIR, unit, rule) for rule in (ANY, DELEGATED))


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


def meeting_due(work: Work, unit: str) -> Meeting:
    """The meeting of a unit that may be started now, late or not.

    Raises Refused `no_meeting_due`, `meeting_runs`, `meeting_over`, or `stale` for a unit that is none.
    """
    meeting, known = stored.newest(work, unit), unit_carried(work, unit)
    if meeting is None:
        raise Refused("no_meeting_due", unit=known, next=next_meeting(work, unit))
    if meeting.state is MeetingState.BEGUN:
        raise Refused("meeting_runs", unit=known, meeting=meeting)
    if meeting.state is MeetingState.ENDED:
        raise Refused("meeting_over", unit=known, meeting=meeting, next=next_meeting(work, unit))
    return meeting


def unit_carried(work: Work, code: str) -> Unit:
    """The unit that a button or a form carries; raises Refused `stale` where force.toml has it no more."""
    if code not in work.force.units:
        raise Refused("stale")
    return work.force.units[code]


def next_meeting(work: Work, unit: str) -> Sitting | None:
    """The next meeting of a unit that has not begun yet and may still begin in time."""
    dmm, newest = work.force.units[unit].dmm, stored.newest(work, unit)
    found = next_sitting(work.at, dmm, work.force.zone) if dmm else None
    if dmm and found and newest and newest.day == found.day and newest.held:
        return next_sitting(found.ends, dmm, work.force.zone)
    return found
