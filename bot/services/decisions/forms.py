"""What a form offers: the choices that make sense now, each with what somebody needs to choose well."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.duty import next_on, on_until
from bot.domain.incident import Incident
from bot.domain.offence import Offence
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.case import Target
from bot.services.incidents.finding import visible
from bot.store import incidents as stored
from bot.store import waiting
from bot.store.work import Work

MOST = 90  # Slack takes 100 options; the rest are reached by typing


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could take an incident: on until when (UTC), how many they hold undecided, when back."""

    person: Person
    until: datetime | None
    holds: int
    back: datetime | None = None


@dataclass(frozen=True, slots=True)
class Choices:
    """What a decision is about: the incident, and those of its offences that the form may name."""

    incident: Incident
    offences: tuple[Offence, ...]


def officers(work: Work, typed: str, unit: str) -> list[Candidate]:
    """Officers whose name or number begins with what was typed: on duty first, then the asker's unit."""
    held, zone = waiting.running_by_officer(work), work.force.zone
    found = [
        Candidate(p, on_until(p, work.at, zone), held.get(p.collar, 0), next_on(p, work.at, zone))
        for p in work.roster.people
        if p.valid_on(work.today) and begins(p, typed.lower().strip())
    ]
    found.sort(key=lambda c: (c.until is None, c.person.unit != unit, c.person.rank != "constable", c.holds))
    return found[:MOST]


def begins(person: Person, typed: str) -> bool:
    """Whether a surname, a collar number or a forename begins with what was typed, in small letters."""
    return any(word.lower().startswith(typed) for word in (person.surname, person.collar, person.forename))


def choices(work: Work, target: Target | None, asker: Person, states: frozenset[str]) -> Choices | None:
    """An incident and its offences in some states, or the one that was named; None where none was.

    Raises Refused `unknown_incident`, or `already_decided` where no offence is in one of the states.
    """
    if target is None:
        return None
    key, n = target.key, target.n
    incident = stored.by_key(work, key)
    if incident is None or not visible(work, incident, asker):
        raise Refused("unknown_incident", ref=key.ref)
    held = stored.offences_of(work, incident.id)
    fitting = tuple(o for o in held if o.state in states and n in (None, o.n))
    if not held:
        raise Refused("no_offence", incident=incident)
    if not fitting:
        raise Refused("already_decided", offence=held[-1], incident=incident)
    return Choices(incident, fitting)
