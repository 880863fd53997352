"""How timely recording was: what became of each reported offence, and nothing added to what it is not.

Source: a record within 24 hours of the report (Home Office, since April 2015). A negation is no record; a
log without a time of recording cannot be judged, and is counted by its reason instead.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

ENOUGH = 20  # below this a share is said as a count: a per cent would say nothing


class Outcome(StrEnum):
    """What became of an offence on the clock; only the first three can be judged."""

    MET = "met"  # recorded within its 24 hours
    LATE = "late"  # recorded, after them
    OVERDUE = "overdue"  # neither recorded nor closed when they had passed
    RUNNING = "running"  # they have not passed yet
    OUTSIDE = "outside"  # reported before the crime records begin: it may have one that is not among them
    NEGATED = "negated"  # decided to be no crime: beside the records, never among them
    CLOSED = "closed"  # its log was closed without a reference: no time says whether in time, or rightly
    CANCELLED = "cancelled"  # recorded, and cancelled since: counted apart
    UNMATCHED = "unmatched"  # a crime record of its log waits to be matched: it may be this one's
    UNTIMED = "untimed"  # it has a reference, and nothing says when that was made
    BEFORE = "before"  # recorded before it was reported: not both times can be right


JUDGED = (Outcome.MET, Outcome.LATE, Outcome.OVERDUE)
UNJUDGED = tuple(o for o in Outcome if o not in JUDGED)
Counts = Counter[Outcome]


@dataclass(frozen=True, slots=True)
class Fate:
    """What is known of one offence: instants are UTC.

    `referenced`: it has a crime reference; `closed`: its log is closed; `negated`: it was decided to be none;
    `unmatched`: its log has a crime record that no offence surely is; `cancelled`: its record was cancelled.
    """

    told_at: datetime
    due_at: datetime
    recorded_at: datetime | None = None
    referenced: bool = False
    closed: bool = False
    negated: bool = False
    unmatched: bool = False
    cancelled: bool = False


def outcome(fate: Fate, until: datetime, since: datetime | None = None) -> Outcome:
    """What became of an offence by an instant (UTC); `since` is when the crime records begin, if they do.

    A record made before the 24 hours are over is not judged until they are: else the last day of a log
    would count its early records, and not yet those that will be late. The first days likewise.
    """
    if fate.cancelled:
        return Outcome.CANCELLED
    if fate.recorded_at is not None and fate.recorded_at < fate.told_at:
        return Outcome.BEFORE
    if fate.recorded_at is not None:
        return _inside(fate, until, since) or _recorded(fate.recorded_at, fate.due_at)
    if fate.unmatched:
        return Outcome.UNMATCHED
    if fate.referenced:
        return Outcome.UNTIMED
    if fate.negated:
        return Outcome.NEGATED
    if fate.closed:
        return Outcome.CLOSED
    return _inside(fate, until, since) or Outcome.OVERDUE


def counts(fates: Iterable[Fate], until: datetime, since: datetime | None = None) -> Counts:
    """How many offences became what by an instant (UTC); `since` as above."""
    return Counter(outcome(fate, until, since) for fate in fates)


def _inside(fate: Fate, until: datetime, since: datetime | None) -> Outcome | None:
    """Why an offence's 24 hours do not lie wholly in what we know of; None where they do."""
    if since is not None and fate.told_at < since:
        return Outcome.OUTSIDE
    return Outcome.RUNNING if fate.due_at > until else None


def _recorded(at: datetime, due_at: datetime) -> Outcome:
    return Outcome.MET if at <= due_at else Outcome.LATE


@dataclass(frozen=True, slots=True)
class Timeliness:
    """Of `judged` offences, `met` were recorded within 24 hours."""

    met: int
    judged: int


def timeliness(counts: Mapping[Outcome, int]) -> Timeliness:
    """How many met their 24 hours, of those that can be judged."""
    return Timeliness(counts.get(Outcome.MET, 0), sum(counts.get(o, 0) for o in JUDGED))
