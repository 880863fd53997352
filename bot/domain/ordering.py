"""The order in which a Daily Management Meeting takes its incidents, and what may be done with each.

Source: domain notes on the DMM: overdue; due before this meeting ends; violence in a domestic setting,
child, repeat victim; unconfirmed negations; unallocated; then by deadline; signing off comes last.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, UNDECIDED, Offence, State

Place = tuple[int, bool, bool, bool, datetime]
PRESSING = frozenset({"da", "child", "repeat"})  # a marker says so, or a class of the category
WAITS = 2  # neither overdue nor due before the meeting ends
VERBS = {
    State.OPEN: ("allocate", "record", "negate", "add_offence"),
    State.RETURNED: ("allocate", "record", "negate", "add_offence"),
    State.NEGATED: ("confirm", "return", "record", "allocate", "add_offence"),
    State.RECORDED: ("sign_off", "return", "add_offence"),
}


def most_pressing(offences: Iterable[Offence]) -> Offence | None:
    """The offence that a list speaks of: the running one due first, else one that waits for its sign-off."""
    found = [o for o in offences if o.state in RUNNING] or [o for o in offences if waits_for_sign_off(o)]
    return min(found, key=lambda o: o.due_at, default=None)


def waits_for_sign_off(offence: Offence) -> bool:
    """Whether a record still needs its second pair of eyes."""
    return offence.state is State.RECORDED and offence.sign_off_due


def can_be_done(offences: Sequence[Offence]) -> frozenset[str]:
    """The verbs that apply to an incident as it stands; whoever presses one is checked again.

    A further offence may come to light at any time, and puts a watched incident on the clock.
    """
    waiting = [o for o in offences if o.state in RUNNING or waits_for_sign_off(o)]
    return frozenset(verb for o in waiting for verb in VERBS[o.state]) | {"add_offence", "why"}


def place(
    incident: Incident,
    offence: Offence,
    at: datetime,
    meeting_ends: datetime | None,
    classes: frozenset[str] = frozenset(),
) -> Place:
    """Where an incident stands on a list: smaller is sooner.

    What is overdue or falls due before the meeting ends goes by its deadline alone: at 20:40 that is twelve
    hours' worth, and an hour left comes before eleven, whoever the victim is. The rest waits for the meeting.
    """
    running = offence.state in RUNNING
    if running and offence.due_at <= at:
        return 0, False, False, False, offence.due_at
    if running and meeting_ends and offence.due_at <= meeting_ends:
        return 1, False, False, False, offence.due_at
    rank = WAITS if running else 3
    pressing = bool(PRESSING & {*incident.markers, *classes})
    unconfirmed = offence.state is State.NEGATED
    unallocated = incident.oic is None and offence.state in UNDECIDED
    return rank, not pressing, not unconfirmed, not unallocated, offence.due_at


def group(where: Place) -> str:
    """Why an incident stands where it does, as a code: the heading under which a meeting takes it."""
    rank, plain, confirmed, allocated, _ = where
    if rank != WAITS:
        return ("overdue", "before_end", "", "sign_off")[rank]
    named = (("pressing", plain), ("unconfirmed", confirmed), ("unallocated", allocated))
    return next((name for name, absent in named if not absent), "by_deadline")
