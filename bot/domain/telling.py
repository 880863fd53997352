"""Who is told of a stage, and whether by a message of its own: the rules of what the bot says aloud."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.domain.clock import Stage
from bot.domain.force import Force
from bot.domain.incident import Incident
from bot.domain.people import Person, Roster
from bot.domain.rights import sees

LOUD = Stage.NO_MEETING_LEFT | Stage.URGENT | Stage.OVERDUE  # the stages that are worth a new message


def channel(force: Force, unit: str, restricted: bool) -> str:
    """The channel in which an incident may be spoken of; an unknown unit's goes to operations."""
    if restricted:
        return force.restricted_channel
    known = force.units.get(unit)
    return known.channel if known else force.operations_channel


def concerned(roster: Roster, force: Force, incident: Incident, stage: Stage, at: datetime) -> list[Person]:
    """Whom a stage concerns, of those on duty: the Force Incident Manager stands in where nobody is."""
    fim = _on_duty(roster, force, incident, at, role="fim")[:1]
    if stage is Stage.URGENT:
        oic = roster.by_collar(incident.oic)
        unit = oic.unit if oic else incident.unit
        return _on_duty(roster, force, incident, at, unit, "sergeant")[:1] + fim
    return _on_duty(roster, force, incident, at, incident.unit, "inspector")[:1] or fim


def _on_duty(
    roster: Roster,
    force: Force,
    incident: Incident,
    at: datetime,
    unit: str | None = None,
    rank: str = "",
    role: str = "",
) -> list[Person]:
    """Those on duty who may see the incident: a mention in a channel where one is not would reach nobody."""
    found = roster.who(at, force.zone, unit, rank, role)
    return sorted((p for p in found if sees(p, incident, force)), key=lambda p: p.collar)


def stands_alone(stages: Iterable[Stage], since_the_last: timedelta | None, force: Force) -> bool:
    """Whether an alert is a message of its own, not a reply to the channel's last one so long ago.

    At most one a channel in `alert_minutes`, but what is overdue never waits in a thread.
    """
    lately = since_the_last is not None and since_the_last < timedelta(minutes=force.alert_minutes)
    return not lately or Stage.OVERDUE in stages
