"""Moving clocks on: every stage that a running offence enters is told once, to those who must look now."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from secrets import token_hex

from bot.domain.clock import Crossing, crossings, due_crossings, next_crossing
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.offence import Offence
from bot.domain.telling import LOUD, stands_alone
from bot.services.case import tell
from bot.services.ladder import rungs
from bot.services.ladder.climbing import mentioned
from bot.services.ladder.reach import Reach
from bot.services.messages import notices
from bot.store import alerts, ladder, outbox
from bot.store import due as due_rows
from bot.store import incidents as stored
from bot.store.work import Work

BATCH = 200


@dataclass(frozen=True, slots=True)
class Loud:
    """A crossing that people must see now."""

    incident: Incident
    n: int
    crossing: Crossing


def move_on(work: Work, most: int = BATCH) -> int:
    """Cross the stages that are due at `work.at`, of at most so many offences; gives how many moved."""
    found = due_rows.due(work, most)
    held = stored.by_ids(work, sorted({o.incident_id for o in found})) if found else {}
    loud: dict[str, list[Loud]] = defaultdict(list)
    for offence in found:
        incident = held[offence.incident_id]
        loud[notices.channel_of(work, incident)] += _loud(work, incident, offence)
    _alert_all(work, {channel: items for channel, items in loud.items() if items})
    for unit, restricted in {(i.unit, i.restricted) for i in held.values()}:
        notices.put_unit_lists(work, unit, restricted)
    return len(found)


def _loud(work: Work, incident: Incident, offence: Offence) -> Iterator[Loud]:
    """Cross what is due, and give what of it people must see now."""
    for crossing in _cross(work, incident, offence):
        if crossing.stage & LOUD:
            yield Loud(incident, offence.n, crossing)


def _cross(work: Work, incident: Incident, offence: Offence) -> tuple[Crossing, ...]:
    unit = work.force.units.get(incident.unit)
    path = crossings(offence.told_at, unit.dmm if unit else None, work.force.zone, work.force.stages)
    reached = due_crossings(work.at, offence.told_stages, path)
    told = offence.told_stages
    for crossing in reached:
        told |= crossing.stage
        rungs.make(work, incident, offence, crossing)
        tell(work, incident, Happened.STAGE_CROSSED, None, offence.n, crossing.at, stage=crossing.stage.code)
    after = replace(offence, told_stages=told, crosses_at=next_crossing(told, path))
    stored.save_offence(work, offence, after)
    return reached


def _alert_all(work: Work, loud: dict[str, list[Loud]]) -> None:
    if loud:
        ladder.in_turn(work)
    reach = Reach(work)
    for channel, items in loud.items():
        _alert(work, reach, channel, items)


def _alert(work: Work, reach: Reach, channel: str, items: list[Loud]) -> None:
    """One alert for a channel: a thread reply where one was posted lately, save for what is overdue."""
    since = work.at - timedelta(minutes=work.force.alert_minutes)
    root = outbox.newest_root(work, channel, "alert", since)
    ago = work.at - root.put_at if root else None
    alone = stands_alone([i.crossing.stage for i in items], ago, work.force)
    key = f"alert:{channel}:{token_hex(6)}"
    outbox.put(work, key, channel, "alert", key, thread_of=root.key if root and not alone else None)
    for item in items:
        stage = item.crossing.stage
        told = mentioned(work, reach, item.incident, item.n, stage.code, key)
        alerts.add(work, key, item.incident.id, item.n, stage, item.crossing.at, told)
