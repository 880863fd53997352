"""Moving clocks on: every stage that a running offence enters is told once, to those who must look now."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_hex

from bot.domain.clock import Crossing, Stage, crossings, due_crossings, next_crossing
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.offence import Offence
from bot.domain.people import Person
from bot.services import notices
from bot.services.case import tell
from bot.services.finding import visible
from bot.store import alerts, outbox
from bot.store import due as due_rows
from bot.store import incidents as stored
from bot.store.work import Work

LOUD = Stage.NO_MEETING_LEFT | Stage.URGENT | Stage.OVERDUE  # the stages that are worth a new message
BATCH = 200


@dataclass(frozen=True, slots=True)
class Loud:
    """A crossing that people must see now, and the collar numbers of those it concerns."""

    incident: Incident
    n: int
    crossing: Crossing
    mentions: tuple[str, ...]


def move_on(work: Work) -> int:
    """Cross every stage that is due at `work.at` (at most a batch); gives how many offences moved."""
    found = due_rows.due(work, BATCH)
    held = stored.by_ids(work, sorted({o.incident_id for o in found})) if found else {}
    loud: dict[str, list[Loud]] = defaultdict(list)
    for offence in found:
        incident = held[offence.incident_id]
        loud[notices.channel_of(work, incident)] += _loud(work, incident, offence)
    for channel, items in loud.items():
        if items:
            _alert(work, channel, items)
    for unit, restricted in {(i.unit, i.restricted) for i in held.values()}:
        notices.put_unit_lists(work, unit, restricted)
    return len(found)


def _loud(work: Work, incident: Incident, offence: Offence) -> Iterator[Loud]:
    """Cross what is due, and give what of it people must see now."""
    for crossing in _cross(work, incident, offence):
        if crossing.stage & LOUD:
            mentions = tuple(p.collar for p in concerned(work, incident, crossing.stage))
            yield Loud(incident, offence.n, crossing, mentions)


def _cross(work: Work, incident: Incident, offence: Offence) -> tuple[Crossing, ...]:
    unit = work.force.units.get(incident.unit)
    path = crossings(offence.told_at, unit.dmm if unit else None, work.force.zone, work.force.stages)
    reached = due_crossings(work.at, offence.told_stages, path)
    told = offence.told_stages
    for crossing in reached:
        told |= crossing.stage
        tell(work, incident, Happened.STAGE_CROSSED, None, offence.n, crossing.at, stage=crossing.stage.code)
    after = replace(offence, told_stages=told, crosses_at=next_crossing(told, path))
    stored.save_offence(work, offence, after)
    return reached


def concerned(work: Work, incident: Incident, stage: Stage) -> list[Person]:
    """Whom a stage concerns, of those on duty: the Force Incident Manager stands in where nobody is."""
    fim = _on_duty(work, incident, role="fim")[:1]
    if stage is Stage.URGENT:
        oic = work.roster.by_collar(incident.oic)
        return _on_duty(work, incident, oic.unit if oic else incident.unit, "sergeant")[:1] + fim
    return _on_duty(work, incident, incident.unit, "inspector")[:1] or fim


def _on_duty(
    work: Work, incident: Incident, unit: str | None = None, rank: str = "", role: str = ""
) -> list[Person]:
    """Those on duty who may see the incident: a mention in a channel where one is not would reach nobody."""
    found = work.roster.who(work.at, work.force.zone, unit, rank, role)
    return sorted((p for p in found if visible(work, incident, p)), key=lambda p: p.collar)


def _alert(work: Work, channel: str, items: list[Loud]) -> None:
    """One alert for a channel: a thread reply where one was posted lately, save for what is overdue."""
    since = work.at - timedelta(minutes=work.force.alert_minutes)
    root = outbox.newest_root(work, channel, "alert", since)
    if any(i.crossing.stage is Stage.OVERDUE for i in items):
        root = None
    key = f"alert:{channel}:{token_hex(6)}"
    outbox.put(work, key, channel, "alert", key, thread_of=root)
    for item in items:
        alerts.add(work, key, item.incident.id, item.n, item.crossing.stage, item.crossing.at, item.mentions)
