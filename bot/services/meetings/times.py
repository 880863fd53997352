"""What meetings are due when: what `/dmm` answers with, and whose meeting somebody means."""

from dataclasses import dataclass

from bot.domain.dmm import Sitting
from bot.domain.force import Force, Unit
from bot.domain.meeting import Meeting
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.incidents.listings import unit_meant
from bot.services.meetings.chairs import next_meeting
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
