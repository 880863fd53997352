"""When police were first told of an incident, whatever the feed has said of it since."""

from collections.abc import Iterator
from datetime import datetime

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.store import trail
from bot.store.work import Work


def first_reported(work: Work, incident: Incident) -> datetime:
    """The earliest time of the report that the feed ever gave (UTC): one that it moved later buys no time."""
    return min((incident.reported_at, *_said(work, incident)))


def _said(work: Work, incident: Incident) -> Iterator[datetime]:
    """Every time of the report that the incident's trail tells of."""
    for row in trail.rows(work.conn, incident.stream):
        kind, values = row.body.get("kind"), row.body.get("values", {})
        if kind == Happened.INCIDENT_RECEIVED:
            yield datetime.fromisoformat(row.body["at"])
        elif kind == Happened.INCIDENT_CHANGED:
            yield from map(datetime.fromisoformat, values["changes"].get("reported_at", ()))
