"""The 24-hour clock of a reported offence: its deadline, its stages, and when it crosses each.

Source: Home Office Counting Rules (24 hours since April 2015). The hours are elapsed ones, so all
arithmetic is on UTC instants; local time only places the Daily Management Meetings.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import IntFlag
from operator import attrgetter
from typing import NamedTuple

from bot.domain.dmm import Dmm, last_meeting_end
from bot.domain.force import Stages


class Stage(IntFlag):
    """How near an undecided offence is to its deadline; a flag each, so that a set of them is one number."""

    NEW = 0
    APPROACHING = 1
    NO_MEETING_LEFT = 2
    URGENT = 4
    OVERDUE = 8

    @property
    def code(self) -> str:
        """The stage's name as templates and the trail write it: `no_meeting_left`."""
        return (self.name or "new").lower()


STAGES = (Stage.APPROACHING, Stage.NO_MEETING_LEFT, Stage.URGENT, Stage.OVERDUE)


class Crossing(NamedTuple):
    """The instant (UTC) at which a running clock enters a stage."""

    stage: Stage
    at: datetime


_IN_TIME = attrgetter("at", "stage")


def due_at(told_at: datetime, stages: Stages) -> datetime:
    """The deadline: 24 elapsed hours after police were told of the offence."""
    return told_at + stages.clock


def crossings(told_at: datetime, dmm: Dmm | None, zone: str, stages: Stages) -> tuple[Crossing, ...]:
    """Every stage that a clock enters if nobody decides, in order of time.

    *No meeting left* crosses at the later of 12 hours left and the end of the last meeting before the
    deadline; a unit that holds no meetings never enters it. It is never later than the deadline.
    """
    due = due_at(told_at, stages)
    found = [
        Crossing(Stage.APPROACHING, due - stages.approaching),
        Crossing(Stage.URGENT, due - stages.urgent),
        Crossing(Stage.OVERDUE, due),
    ]
    last = last_meeting_end(due, dmm, zone) if dmm else None
    if last is not None:
        found.append(Crossing(Stage.NO_MEETING_LEFT, max(due - stages.no_meeting_left, last)))
    return tuple(sorted(found, key=_IN_TIME))


def stage_at(at: datetime, crossed: Iterable[Crossing]) -> Stage:
    """The gravest stage entered by `at`."""
    return max((c.stage for c in crossed if c.at <= at), default=Stage.NEW)


def next_crossing(told: Stage, crossed: Iterable[Crossing]) -> datetime | None:
    """The first crossing that nobody has been told of yet; it may lie in the past, after downtime."""
    return min((c.at for c in crossed if c.stage not in told), default=None)


def due_crossings(at: datetime, told: Stage, crossed: Iterable[Crossing]) -> tuple[Crossing, ...]:
    """The crossings reached by `at` that nobody has been told of, in order of time."""
    return tuple(c for c in crossed if c.at <= at and c.stage not in told)
