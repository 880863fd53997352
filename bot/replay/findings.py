"""What a replay found: plain counts and lists, ready to be put on a page."""

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from bot.domain.clock import Stage
from bot.domain.figures import Counts, Outcome
from bot.domain.incident import IncidentKey, TimeReading
from bot.domain.second_look import Signal
from bot.sources.fetched import BadRow, Tally

LISTED = 50  # of a list that the page shows; its CSV has them all
KEPT = 1000  # of the rows that could not be read; all are counted


class Axis(StrEnum):
    """By what the offences are counted; hours and days are those of the report, in local time."""

    UNIT = "unit"
    CATEGORY = "category"
    HOUR = "hour"  # 0 to 23
    WEEKDAY = "weekday"  # 0 (Monday) to 6
    ROUTE = "route"


@dataclass(slots=True)
class Export:
    """One file that was read: each row is accounted for in `tally`; `unread` are the first bad ones."""

    file: str
    source: str
    tally: Tally = field(default_factory=Tally)
    reasons: Counter[str] = field(default_factory=Counter)
    unread: list[BadRow] = field(default_factory=list)
    broken: bool = False
    first: datetime | None = None  # the first and the last instant that it tells of (UTC)
    last: datetime | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """One log on a list; `category` is its code, and where it is `restricted` nothing else may be said."""

    key: IncidentKey
    unit: str
    category: str
    restricted: bool
    told_at: datetime
    outcome: Outcome | None = None
    seconds: float | None = None  # from the report to the record, where there is one
    opening_category: str = ""


@dataclass(frozen=True, slots=True)
class Spoken:
    """One alert that the bot would have given, at `at`, of an offence that entered a stage at `crossed`.

    `alone`: by a message of its own; `people` are collar numbers; `lead` is in seconds before the deadline.
    """

    at: datetime
    crossed: datetime
    key: IncidentKey
    unit: str
    category: str
    restricted: bool
    stage: Stage
    lead: float
    channel: str
    alone: bool
    people: tuple[str, ...]


@dataclass(slots=True)
class Told:
    """How often a stage would have been told, and how many seconds before the deadline (0 or less: after)."""

    leads: "array[float]" = field(default_factory=lambda: array("d"))

    @property
    def count(self) -> int:
        """How often."""
        return len(self.leads)


@dataclass(slots=True)
class Caught:
    """What alerts, mentions and direct messages would have done for offences recorded late or never.

    `missed`: those that were; `alerted`: of these, those told of before their deadline, first `leads` seconds
    before it; `listed`: those that would have stood on their unit's list before their deadline.
    `spared`: offences recorded in time that somebody was told of too.
    """

    missed: int = 0
    alerted: int = 0
    listed: int = 0
    spared: int = 0
    leads: "array[float]" = field(default_factory=lambda: array("d"))


@dataclass(slots=True)
class Traffic:
    """Messages by local day (ISO): new ones in a channel, replies in its threads, mentions of a person."""

    posts: Counter[str] = field(default_factory=Counter)
    replies: Counter[str] = field(default_factory=Counter)


@dataclass(slots=True)
class Findings:
    """Everything that a replay found. Instants are UTC.

    `began` and `ended` are the first and the last report; `until` is the last that the files tell of.
    """

    log: Export
    crimes: Export | None = None
    began: datetime | None = None
    ended: datetime | None = None
    since: datetime | None = None  # when the crime records begin: earlier reports are not judged
    until: datetime | None = None  # the end of the file that ends first: later deadlines are not judged
    incidents: int = 0
    again: int = 0  # rows that said the same of an incident once more
    changed: int = 0  # rows that said something else of it
    watched: int = 0  # incidents without a clock
    opened_by_crime: int = 0  # watched ones of which a crime was recorded: on the clock by that
    readings: Counter[TimeReading] = field(default_factory=Counter)
    categories: Counter[str] = field(default_factory=Counter)  # of incidents, as they stand at the end
    units: Counter[str] = field(default_factory=Counter)
    outcomes: Counts = field(default_factory=Counter)
    by: dict[Axis, dict[str, Counts]] = field(default_factory=dict)
    waits: "array[float]" = field(default_factory=lambda: array("d"))  # seconds from told to recorded
    told: dict[str, Told] = field(default_factory=dict)  # by the stage's code
    # logs never recorded that were told of after they were closed: a confirmed negation would spare it
    after_closing: int = 0
    caught: Caught = field(default_factory=Caught)
    channels: dict[str, Traffic] = field(default_factory=dict)  # by name, as force.toml has it
    # mentions and direct messages by local day, by collar; without a roster by `fim`, `inspector:unit` or
    # `sergeant:unit`
    people: dict[str, Counter[str]] = field(default_factory=dict)
    days: int = 0  # local days from the first report to the end
    late: list[Listed] = field(default_factory=list)  # the worst first, at most LISTED
    looks: dict[Signal, list[Listed]] = field(default_factory=dict)
    look_counts: Counter[Signal] = field(default_factory=Counter)
    waiting: int = 0  # crime records that no one offence of their log surely is
    elsewhere: int = 0  # crime records whose log is not in this file
    references: int = 0  # crime references that the log holds
    unknown_refs: int = 0  # references in the log of which the crime system's file knows nothing
    cancelled: int = 0  # records that were cancelled later
    spoken: Iterable[Spoken] = ()  # every alert in order of time; kept on disk
    lists: dict[str, Iterable[Listed]] = field(
        default_factory=dict
    )  # whole, by "late" or the signal; kept on disk
