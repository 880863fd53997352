"""Finding the incident that somebody means by a reference."""

from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.reference import Reference
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted
from bot.services.case import Target, rule_of
from bot.store import incidents as stored
from bot.store.work import Work


def find(work: Work, reference: Reference, asker: Person) -> Target:
    """The incident that a reference means: with its day exactly, without it the newest of that number.

    Raises Refused `unknown_incident`, which also answers for a restricted one that the asker may not see.
    """
    for incident in stored.by_number(work, reference.number, reference.day):
        if visible(work, incident, asker):
            return Target(incident.key, reference.n)
    shown = f"{reference.number}/{reference.day:%d-%m}" if reference.day else reference.number
    raise Refused("unknown_incident", ref=shown)


def visible(work: Work, incident: Incident, asker: Person) -> bool:
    """Whether somebody may see an incident: a restricted one needs the right to, or to be its OIC."""
    if not incident.restricted or incident.oic == asker.collar:
        return True
    return permitted(asker, Action.SEE_RESTRICTED, work.force, rule_of(work, incident))
