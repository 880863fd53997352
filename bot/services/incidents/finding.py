"""Finding the incident that somebody means by a reference."""

import re

from bot.domain.incident import Incident
from bot.domain.offence import Decision
from bot.domain.ordering import most_pressing
from bot.domain.people import Person
from bot.domain.reference import Reference, read_reference
from bot.domain.refusal import Refused
from bot.domain.rights import sees
from bot.services.case import Target
from bot.store import incidents as stored
from bot.store.work import Work

SPOKEN = re.compile(r"\b\d{1,15}/\d{1,2}-\d{1,2}(?:\.\d{1,2})?")


def find(work: Work, reference: Reference, asker: Person) -> Target:
    """What a reference means: see `found`."""
    return Target(found(work, reference, asker).key, reference.n)


def found(work: Work, reference: Reference, asker: Person) -> Incident:
    """The incident that a reference means: with its day exactly, without it the most likely of that number.

    Numbers restart every day: first comes what waits to be decided or checked in the asker's unit, then
    elsewhere, then the newest. Raises Refused `unknown_incident`, which also answers for a restricted one
    that the asker may not see.
    """
    numbered = stored.by_number(work, reference.number, reference.day)
    seen = [incident for incident in numbered if visible(work, incident, asker)]
    if seen:
        return seen[0] if len(seen) == 1 else max(seen, key=lambda i: _likelihood(work, i, asker))
    shown = f"{reference.number}/{reference.day:%d-%m}" if reference.day else reference.number
    raise Refused("unknown_incident", ref=shown)


def _likelihood(work: Work, incident: Incident, asker: Person) -> tuple[bool, bool]:
    """Whether an incident waits for somebody, and whether it is of the asker's unit too."""
    waits = most_pressing(stored.offences_of(work, incident.id)) is not None
    return waits, waits and asker.unit in (incident.unit, "")


def visible(work: Work, incident: Incident, asker: Person) -> bool:
    """Whether somebody may see an incident."""
    return sees(asker, incident, work.force)


def by_crime(work: Work, crime_ref: str, asker: Person) -> Target:
    """The offence that a crime reference settled; raises Refused `unknown_crime` or `crime_in_several`."""
    found = [(i, o) for i, o in stored.by_crime_ref(work, crime_ref) if visible(work, i, asker)]
    if not found:
        raise Refused("unknown_crime", crime=crime_ref)
    counted = [(i, o) for i, o in found if o.decision is Decision.CRIME] or found
    if len(counted) > 1:
        raise Refused("crime_in_several", crime=crime_ref, keys=tuple(i.key for i, _ in counted))
    incident, offence = counted[0]
    return Target(incident.key, offence.n)


def spoken_of(work: Work, text: str, asker: Person) -> Target:
    """The first incident that a message names with its day; raises Refused `nothing_spoken_of`."""
    for word in SPOKEN.findall(text):
        reference = read_reference(word, work.today)
        if reference is not None and reference.day is not None:
            return find(work, reference, asker)
    raise Refused("nothing_spoken_of")
