"""Logs worth a second look: signals for the Registrar, never verdicts.

Under-recording hides in logs that were closed without a crime, in further crimes of a log that has one, in
categories that are changed to something that nobody audits, and in what was done just before a deadline.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from bot.domain.force import Force


class Signal(StrEnum):
    """Why a log is worth a second look."""

    NO_REFERENCE = "no_reference"  # closed, looks like crime, no crime reference
    MORE_OFFENCES = "more_offences"  # it suggests more kinds of offence than it has references
    OFF_AUDIT = "off_audit"  # moved off the list of which every one is audited
    WATCHED = "watched"  # never on a clock, and it looks like crime
    LAST_HOURS = "last_hours"  # decided to be no crime in the last hours before its deadline
    AT_ONCE = "at_once"  # a negation that was confirmed before anybody could have read the log
    SOON_CANCELLED = "soon_cancelled"  # a crime that was cancelled within days of its record
    TOLD_LATER = "told_later"  # the time of its report was moved later


# Those that a log alone shows; the others need what people did, which an export does not tell.
OF_LOGS = (Signal.NO_REFERENCE, Signal.MORE_OFFENCES, Signal.OFF_AUDIT)
LAST_HOURS, AT_ONCE, SOON = timedelta(hours=2), timedelta(seconds=30), timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Telling:
    """What a log said of itself at one time: its category, with its qualifiers and markers."""

    category: str
    traits: tuple[str, ...] = ()


def signals(force: Force, tellings: Iterable[Telling], references: int, closed: bool) -> tuple[Signal, ...]:
    """The signals of one log, from everything that it said of itself, oldest first, and its references."""
    rules = [force.rule(t.category, t.traits, t.traits) for t in tellings]
    found = []
    if closed and not references and any(rule.starts_clock for rule in rules):
        found.append(Signal.NO_REFERENCE)
    kinds = {c for rule in rules for c in rule.classes} - force.circumstances
    if 0 < references < len(kinds):
        found.append(Signal.MORE_OFFENCES)
    if any(rule.audited for rule in rules[:-1]) and not rules[-1].audited:
        found.append(Signal.OFF_AUDIT)
    return tuple(found)


def looks_like_crime(force: Force, tellings: Iterable[Telling], references: int = 0) -> bool:
    """Whether an incident without a clock looks like crime.

    It holds a crime reference, was once called something that has a clock, or carries what says how a
    crime is done (domestic, child, hate).
    """
    rules = [force.rule(t.category, t.traits, t.traits) for t in tellings]
    return references > 0 or any(rule.starts_clock or rule.classes for rule in rules)


def in_last_hours(negated_at: datetime, due_at: datetime) -> bool:
    """Whether a negation was made in the last two hours before a deadline (all UTC)."""
    return due_at - LAST_HOURS <= negated_at <= due_at


def at_once(negated_at: datetime, confirmed_at: datetime) -> bool:
    """Whether a negation was confirmed within 30 seconds."""
    return confirmed_at - negated_at <= AT_ONCE


def soon_cancelled(recorded_at: datetime, cancelled_at: datetime) -> bool:
    """Whether a crime was cancelled within seven days of its record."""
    return cancelled_at - recorded_at <= SOON


def told_later(reports: Sequence[datetime]) -> bool:
    """Whether the last of the report times that a log gave, oldest first, is later than one before it."""
    return bool(reports) and any(before < reports[-1] for before in reports)
