"""What a Home tab shows: what waits for somebody, their unit's, and what they are to learn from."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.force import Code
from bot.domain.incident import IncidentKey
from bot.domain.listing import Line, Named
from bot.domain.meeting_views import Owed


@dataclass(frozen=True, slots=True)
class Counts:
    """How many incidents of a unit stand where; `unsigned` are records that wait to be signed off."""

    overdue: int = 0
    no_meeting_left: int = 0
    urgent: int = 0
    unallocated: int = 0
    unconfirmed: int = 0
    unsigned: int = 0


@dataclass(frozen=True, slots=True)
class Lesson:
    """A decision that was returned: why, by whom, and when (UTC)."""

    id: int
    key: IncidentKey
    n: int
    code: Code
    by: Named | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Offer:
    """A handover that waits for an answer: from whom, how many incidents, until when (UTC)."""

    id: int
    giver: Named | None
    count: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Home:
    """One person's Home tab; `until` is the end of their duty (UTC), None for somebody off duty.

    `mine` waits for them, first what is first due; `team` is the rest of their team's, and `unit` how their
    unit stands, for those who supervise one; `promised` is what they promised at a meeting and have not done.
    `cancellations` and `misses` (what the auditor found untold) are the Registrar's to look at.
    """

    person: Named
    until: datetime | None
    mine: tuple[Line, ...]
    team: tuple[Line, ...]
    unit_name: str
    unit: Counts | None
    lessons: tuple[Lesson, ...]
    promised: tuple[Owed, ...] = ()
    offers: tuple[Offer, ...] = ()
    registrar: bool = False
    cancellations: int = 0
    misses: int = 0
    rest: int = 0  # of `mine`, what did not fit
    more: int = 0  # and of `team`
