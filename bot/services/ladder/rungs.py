"""The rungs of an offence: when each begins, and the steps that are made for it."""

from datetime import datetime, timedelta

from bot.domain import ladder as rules
from bot.domain.clock import Crossing, crossings
from bot.domain.incident import Incident
from bot.domain.ladder import ONE, Due, PassedOver
from bot.domain.offence import Offence
from bot.domain.rungs import Step, Way
from bot.services.case import rule_upon
from bot.store import ladder as rows
from bot.store.ladder import Pair
from bot.store.work import Work


def began(work: Work, incident: Incident, offence: Offence) -> dict[str, datetime]:
    """When each rung of an offence begins (UTC), those to come too."""
    unit = work.force.units.get(incident.unit)
    path = crossings(offence.told_at, unit.dmm if unit else None, work.force.zone, work.force.stages)
    return rules.begins(offence.due_at, path, work.force.ladder)


def codes(work: Work, incident: Incident, offence: Offence) -> frozenset[str]:
    """The classes, qualifiers and markers by which a step is only for some offences."""
    return rule_upon(work, incident, offence).classes | {*incident.qualifiers, *incident.markers}


def make(work: Work, incident: Incident, offence: Offence, crossed: Crossing) -> None:
    """Make the steps of the rungs that begin, or come into sight, as a clock enters a stage."""
    its = began(work, incident, offence) | {crossed.stage.code: crossed.at}
    near = {rung: its[rung] for rung in rules.rungs_of(crossed.stage)}
    made = rules.steps(work.force.ladder, near, codes(work, incident, offence), work.at)
    rows.add(work, (incident.id, offence.n), made)


def again(
    work: Work, pair: Pair, rung: tuple[str, datetime], collar: str, at: datetime, why: PassedOver
) -> None:
    """Let one person be told of an offence at an instant (UTC), with why not before.

    `rung` is the one it stands on, and when that began.
    """
    place = rows.last_step(work, pair, rung[0]) + 1
    due = Due(rung[0], place, rung[1], at, Step(f"{ONE}{collar}", Way.DIRECT))
    rows.add(work, pair, [due], passed=(f"{collar}:{why}",))


def earlier(work: Work, before: Offence, now: Offence) -> None:
    """Let the steps that wait follow a deadline that moved to an earlier instant."""
    moved = before.due_at - now.due_at
    if moved > timedelta():
        for step in rows.waiting(work, [(now.incident_id, now.n)]):
            rows.put_off(work, step, step.due_at - moved, begins_at=step.begins_at - moved)
