"""One incident in full, and the alerts that tell of some: as they stand now, ready to be put into words."""

from bot.domain.incident import Incident, IncidentKey
from bot.domain.listing import Alert, AlertItem, Card
from bot.domain.offence import Offence
from bot.domain.ordering import most_pressing
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.services import settling
from bot.services.dossier import Dossier
from bot.services.finding import visible
from bot.services.listings import line_of
from bot.store import alerts, holds, outbox
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


def alert(work: Work, key: str, lang: str) -> Alert:
    """What an alert message tells of: each offence once, at the gravest stage that it tells.

    What has become restricted since it was told is no longer told where others read.
    """
    found = alerts.of_message(work, key)
    held = stored.by_ids(work, [a.incident_id for a in found])
    message = outbox.by_key(work, key)
    secluded = message is not None and message.channel == work.force.restricted_channel
    items: dict[tuple[int, int], AlertItem] = {}
    for one in (a for a in found if secluded or not held[a.incident_id].restricted):
        place = (one.incident_id, one.n)
        told = items.get(place)
        if told is None:
            items[place] = _item(work, held[one.incident_id], one, lang)
        else:
            extra = tuple(m for m in _reached(work, one) if m not in told.mentions)
            items[place] = AlertItem(
                told.line, told.n, told.stage, told.mentions + extra, told.got_by, told.got_at
            )
    return Alert(key, tuple(items.values()), work.at)


def _item(work: Work, incident: Incident, told: alerts.Alert, lang: str) -> AlertItem:
    offences = stored.offences_of(work, incident.id)
    offence = next(o for o in offences if o.n == told.n)
    line = line_of(work, incident, offences, offence, lang)
    got_by = work.roster.by_collar(told.got_by)
    return AlertItem(line, told.n, told.stage.code, _reached(work, told), got_by, told.got_at)


def _reached(work: Work, told: alerts.Alert) -> tuple[str, ...]:
    """The collar numbers of those whom a crossing concerned and whom Slack can reach."""
    people = (work.roster.by_collar(collar) for collar in told.mentions)
    return tuple(p.collar for p in people if p and p.slack_ids)
