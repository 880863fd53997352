"""Logs worth a second look: signals for the Registrar, never verdicts.

Under-recording hides in logs that were closed without a crime, in further crimes of a log that has one, and
in categories that are changed to something that nobody audits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.force import Force


class Signal(StrEnum):
    """Why a log is worth a second look."""

    NO_REFERENCE = "no_reference"  # closed, looks like crime, no crime reference
    MORE_OFFENCES = "more_offences"  # it suggests more kinds of offence than it has references
    OFF_AUDIT = "off_audit"  # moved off the list of which every one is audited


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
