"""Who is told of a stage, and whether by a message of its own: the rules of what the bot says aloud."""

from collections.abc import Container, Iterable
from datetime import datetime, timedelta

from bot.domain.clock import Stage
from bot.domain.duty import on_until
from bot.domain.force import Force
from bot.domain.incident import Incident
from bot.domain.ladder import lets_sleep, meant
from bot.domain.offence import Offence
from bot.domain.people import Person, Roster
from bot.domain.rights import sees
from bot.domain.rungs import Way

RESTRICTED = "restricted"  # stands where a unit's code would, for what only its own channel may read
LOUD = Stage.NO_MEETING_LEFT | Stage.URGENT | Stage.OVERDUE  # the stages that are worth a new message


def channel(force: Force, unit: str, restricted: bool) -> str:
    """The channel in which an incident may be spoken of; an unknown unit's goes to operations."""
    if restricted:
        return force.restricted_channel
    known = force.units.get(unit)
    return known.channel if known else force.operations_channel


def concerned(
    roster: Roster, force: Force, incident: Incident, stage: Stage, at: datetime, asleep: Container[str] = ()
) -> list[Person]:
    """Whom the alert of a stage mentions, of those on duty: whom the ladder names, else who stands in.

    `asleep` are the collar numbers of those for whom it is quiet.
    """
    rule = force.rule(incident.category, incident.qualifiers, incident.markers)
    codes = rule.classes | {*incident.qualifiers, *incident.markers}
    named = [s for s in force.ladder.steps.get(stage.code, ()) if s.way is Way.MENTION and not s.after]
    found = (
        meant(roster, force, incident, s.tell, at, lets_sleep(asleep, s.tell, stage.code, incident)).person
        for s in named
        if s.concerns(codes)
    )
    return list(dict.fromkeys(p for p in found if p is not None))


def answerable(
    roster: Roster, force: Force, incident: Incident, offence: Offence, at: datetime
) -> tuple[list[Person], list[Person]]:
    """Who is told that a record came to nothing: those on duty, to be mentioned, and others, to be named.

    Whoever decided and whoever entered it, and a sergeant of each of their units; where none of these is on
    duty, the incident's unit's sergeant, else the Force Incident Manager.
    """
    found = (roster.by_collar(collar) for collar in (offence.decided_by, offence.entered_by))
    theirs = list(dict.fromkeys(p for p in found if p is not None))
    units = dict.fromkeys(p.unit for p in theirs)
    sergeants = [p for unit in units for p in _on_duty(roster, force, incident, at, unit, "sergeant")[:1]]
    on = [p for p in theirs if on_until(p, at, force.zone) and sees(p, incident, force)]
    told = list(dict.fromkeys([*on, *sergeants])) or _instead(roster, force, incident, at)
    return told, [p for p in theirs if p not in told]


def _instead(roster: Roster, force: Force, incident: Incident, at: datetime) -> list[Person]:
    """The incident's unit's sergeant on duty, else the Force Incident Manager."""
    sergeant = _on_duty(roster, force, incident, at, incident.unit, "sergeant")[:1]
    return sergeant or _on_duty(roster, force, incident, at, role="fim")[:1]


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
