"""One incident in full, as it stands now, ready to be put into words."""

from bot.domain.incident import IncidentKey
from bot.domain.listing import Card
from bot.domain.offence import Offence
from bot.domain.ordering import most_pressing
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services.crimes import settling
from bot.services.feeds.dossier import Dossier
from bot.services.incidents.finding import visible
from bot.services.incidents.listings import line_of
from bot.store import holds
from bot.store import incidents as stored
from bot.store.work import Work


def card(work: Work, key: IncidentKey, asker: Person, lang: str) -> Card:
    """Everything about one incident that chat may show; raises Refused `unknown_incident`."""
    incident = stored.by_key(work, key)
    if incident is None or not visible(work, incident, asker):
        raise Refused("unknown_incident", ref=key.ref)
    offences = stored.offences_of(work, incident.id)
    unit = work.force.units.get(incident.unit)
    name = unit.names.get(lang, unit.code) if unit else incident.unit
    line = line_of(work, incident, offences, _foremost(offences), lang)
    waiting = tuple(settling.waiting_refs(Dossier(work, incident, offences)))
    return Card(line, incident, name, tuple(offences), waiting, tuple(holds.of(work, incident.id)))


def _foremost(offences: list[Offence]) -> Offence | None:
    return most_pressing(offences) or (offences[-1] if offences else None)
