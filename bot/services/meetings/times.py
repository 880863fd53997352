"""When meetings are due: the next one, the one that may be started, and whose is meant."""

from dataclasses import dataclass

from bot.domain.dmm import Sitting, next_sitting
from bot.domain.force import Force, Unit
from bot.domain.meeting import Meeting, MeetingState
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.incidents.listings import unit_meant
from bot.store import meetings as stored
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Times:
    """A unit's newest meeting whose list was due, if any, and the one that comes after now."""

    unit: Unit
    newest: Meeting | None
    following: Sitting | None


def times(work: Work) -> tuple[Times, ...]:
    """When each unit that meets does."""
    meeting = (unit for unit in work.force.units.values() if unit.dmm)
    return tuple(
        Times(unit, stored.newest(work, unit.code), next_meeting(work, unit.code)) for unit in meeting
    )


def unit_that_meets(force: Force, who: Person, channel: str, typed: str = "") -> str:
    """The unit whose meeting is meant: the one typed, else the channel's, else the asker's own.

    Raises Refused `unknown_unit`, or `no_meetings` for one that holds none.
    """
    of_channel = next((u.code for u in force.units.values() if u.channel == channel and u.dmm), None)
    code = unit_meant(force, typed) if typed else of_channel or who.unit
    unit = force.units.get(code)
    if unit is None or unit.dmm is None:
        held = tuple(u for u in force.units.values() if u.dmm)
        raise Refused("no_meetings", unit=unit, units=held)
    return code


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
