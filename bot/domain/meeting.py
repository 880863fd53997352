"""A Daily Management Meeting: when its list is due, whether it was held, and what changed since the last.

Source: the force's action plan: each BCU reviews its incident list at its meeting and allocates what
approaches 24 hours. Instants are UTC; local time only places the meetings.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.dmm import Dmm, Sitting, next_sitting, sittings
from bot.domain.force import MeetingRules
from bot.domain.offence import NEGATIONS, RUNNING, UNDECIDED, Offence

LOOK_BACK = timedelta(days=60)  # a bot that was away for longer tells of no meeting before


class MeetingState(StrEnum):
    """What became of a meeting that was due."""

    DUE = "due"
    BEGUN = "begun"
    ENDED = "ended"
    MISSED = "missed"  # nobody started it until its grace was over


class How(StrEnum):
    """What came of an item at a meeting; only the first and the last two were not looked at one by one."""

    OPEN = "open"
    REVIEWED = "reviewed"
    DECIDED = "decided"
    HANDED = "handed"  # offered to another unit
    READ_OUT = "read_out"
    LEFT = "left"  # the meeting ended over it


LOOKED_AT = frozenset({How.REVIEWED, How.DECIDED, How.HANDED})


def stream_of(unit: str, day: date) -> str:
    """The trail's name for the meeting of a unit on a local day."""
    return f"meeting:{unit}:{day.isoformat()}"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One meeting that was due, and what became of it; people are collar numbers.

    `delegated`: its chair is not one by rank or role; `late`: it began after it had counted as missed.
    """

    id: int
    unit: str
    day: date
    due_at: datetime
    due_end: datetime
    state: MeetingState
    listed_at: datetime | None = None
    chair: str | None = None
    delegated: bool = False
    late: bool = False
    begun_by: str | None = None
    begun_at: datetime | None = None
    ended_by: str | None = None
    ended_at: datetime | None = None
    why_not: str | None = None
    why_line: str | None = None

    @property
    def stream(self) -> str:
        """The trail's name for this meeting."""
        return stream_of(self.unit, self.day)

    @property
    def held(self) -> bool:
        """Whether it began."""
        return self.begun_at is not None


@dataclass(frozen=True, slots=True)
class Item:
    """An incident that a meeting had to look at, and what came of it: by whom (a collar number), when.

    `what` is the kind of fact that decided it; `oic` and `due_at` are as they were when the meeting began.
    """

    id: int
    meeting_id: int
    incident_id: int
    place: int
    how: How
    line: str = ""
    by: str = ""
    at: datetime | None = None
    what: str = ""
    oic: str | None = None
    due_at: datetime | None = None
    no_meeting: bool = False

    @property
    def looked_at(self) -> bool:
        """Whether somebody looked at it by itself: to be read out is not that."""
        return self.how in LOOKED_AT


@dataclass(frozen=True, slots=True)
class Changes:
    """What changed in a unit since an instant: offences told of, recorded, negated, and gone overdue."""

    since: datetime
    fresh: int
    recorded: int
    negated: int
    breached: int


def to_list(dmm: Dmm, zone: str, at: datetime, rules: MeetingRules, known: Collection[date]) -> list[Sitting]:
    """The meetings whose list is due by `at` and that are not `known`, oldest first.

    A unit that has known of none begins with one that may still be held: before that nothing was missed.
    """
    today = at.astimezone(ZoneInfo(zone)).date()
    first = max(min(known), today - LOOK_BACK) if known else today - timedelta(days=1)
    due = (s for s in sittings(first, today + timedelta(days=1), dmm, zone) if s.begins - rules.lead <= at)
    fresh = [s for s in due if s.day not in known]
    return fresh if known else [s for s in fresh if not is_over(s.ends, at, rules)]


def is_over(ends: datetime, at: datetime, rules: MeetingRules) -> bool:
    """Whether a meeting that nobody started counts as not held by `at`."""
    return ends + rules.grace <= at


def meeting_left(due_at: datetime, ends: datetime, at: datetime, dmm: Dmm, zone: str) -> bool:
    """Whether another meeting than the one that should end at `ends` takes an item before its deadline."""
    following = next_sitting(max(ends, at), dmm, zone)
    return following is not None and following.ends <= due_at


def changed(since: datetime, at: datetime, offences: Iterable[Offence]) -> Changes:
    """What changed from `since` until `at`; records and negations are never added together.

    An offence breached where its deadline passed in that time before anybody recorded or confirmed it.
    """
    held = list(offences)
    decided = [o for o in held if o.decided_at and since < o.decided_at <= at and o.state not in UNDECIDED]
    return Changes(
        since,
        fresh=sum(since < o.told_at <= at for o in held),
        recorded=sum(o.decision not in NEGATIONS for o in decided),
        negated=sum(o.decision in NEGATIONS for o in decided),
        breached=sum(since < o.due_at <= at and _ran_at(o, o.due_at) for o in held),
    )


def _ran_at(offence: Offence, instant: datetime) -> bool:
    """Whether a clock still ran at an instant."""
    if offence.state in RUNNING:
        return True
    stopped = offence.checked_at if offence.decision in NEGATIONS else offence.decided_at
    return stopped is None or stopped > instant
