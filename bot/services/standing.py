"""Whom we take somebody for, and what the permission matrix lets them do."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.duty import on_until
from bot.domain.people import Person, grants_needed
from bot.domain.rights import Action
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Standing:
    """A person, the end of their tour (UTC; None: off duty), and their verbs: always, or for some classes."""

    person: Person
    until: datetime | None
    always: tuple[str, ...]
    sometimes: tuple[str, ...]


def of(work: Work, person: Person) -> Standing:
    """Where somebody stands, their duty as it was changed."""
    person = work.roster.by_collar(person.collar) or person
    always, sometimes = [], []
    for action in Action:
        rows = work.force.permissions.get(action.value, {})
        granted = [any(person.holds(g) for g in row) for row in rows.values()] or [
            any(person.holds(g) for g in grants_needed(rows, frozenset())[0])
        ]
        if all(granted):
            always.append(action.value)
        elif any(granted):
            sometimes.append(action.value)
    return Standing(person, on_until(person, work.at, work.force.zone), tuple(always), tuple(sometimes))
