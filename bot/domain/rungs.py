"""The escalation ladder as force.toml has it: its rungs, whom each step of one means, and by which way."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time, timedelta
from enum import StrEnum

RUNGS = ("approaching", "supervisor", "no_meeting_left", "urgent", "overdue")  # ever graver
SUPERVISOR = "supervisor"  # no stage of the clock: it begins with so many hours left
OIC = "oic"
CHAIN = (OIC, "sergeant", "inspector", "fim")  # who stands in for whom: the next that has somebody on duty
HOUR = timedelta(hours=1)


class Way(StrEnum):
    """How a step tells: without a message, by one in the channel, or by one to the person."""

    LIST = "list"  # it stands on their list, and nobody is pinged
    CHANNEL = "channel"
    MENTION = "mention"  # in the channel, by name
    DIRECT = "direct"
    DIGEST = "digest"  # with their next one


SILENT = frozenset({Way.LIST, Way.DIGEST})
Codes = frozenset[str]


@dataclass(frozen=True, slots=True)
class Step:
    """Whom to tell, so long after the rung began if nobody has acknowledged.

    `tell` is the OIC, a rank or a role; `only_for` are sets of codes of which one must hold whole.
    """

    tell: str
    way: Way
    after: timedelta = timedelta()
    only_for: tuple[Codes, ...] = ()

    def concerns(self, codes: Codes) -> bool:
        """Whether it is for an offence with these classes, markers and qualifiers."""
        return not self.only_for or any(wanted <= codes for wanted in self.only_for)


@dataclass(frozen=True, slots=True)
class Quiet:
    """Hours of the day in local time in which nobody is pinged; they may end the next morning."""

    begins: time
    ends: time


GRAVE = (frozenset({"rape"}), frozenset({"n100"}), frozenset({"da", "high_risk"}))
STEPS: Mapping[str, tuple[Step, ...]] = {
    "approaching": (Step(OIC, Way.LIST), Step("sergeant", Way.LIST)),
    "supervisor": (Step("sergeant", Way.DIRECT),),
    "no_meeting_left": (Step("inspector", Way.MENTION), Step("inspector", Way.DIRECT, HOUR / 2)),
    "urgent": (Step("fim", Way.MENTION), Step("fim", Way.DIRECT, HOUR / 3)),
    "overdue": (
        Step("inspector", Way.MENTION),
        Step("inspector", Way.DIGEST, HOUR),
        Step("superintendent", Way.DIRECT, HOUR, GRAVE),
    ),
}


@dataclass(frozen=True, slots=True)
class Ladder:
    """Every rung's steps, how long before the deadline the sergeant's begins, and how much a person gets."""

    steps: Mapping[str, tuple[Step, ...]] = field(default_factory=lambda: STEPS)
    supervisor_left: timedelta = 6 * HOUR
    messages_an_hour: int = 12
    quiet: Quiet | None = None
