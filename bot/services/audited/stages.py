"""Stages: every one that people must be told of has an alert, unless the offence was settled before."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.auditing import Clock, Due, Kind, Window, loud_stages, named
from bot.services.audited.reading import Reading
from bot.store import auditing as stored
from bot.store.misses import Miss
from bot.store.work import Work

Entered = tuple[Clock, str, datetime]


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The stages that clocks entered while they ran, and of which no alert tells."""
    for clock, stage, at in _without_alert(work, window):
        changes = stored.changes(work, clock.stream)
        due = max([at, clock.first_seen_at, *(c for c in changes if _runs(clock, c))])
        stopped = clock.stopped_at
        excused = stopped is not None and stopped < due + window.patience.doing
        if not excused and window.mark < due and window.judges(due):
            yield Due(Kind.STAGE, named(clock.stream, clock.n, stage), due, clock.stream)


def _runs(clock: Clock, at: datetime) -> bool:
    return clock.stopped_at is None or at < clock.stopped_at


def _without_alert(work: Work, window: Window) -> list[Entered]:
    clocks = stored.clocks(work, window.mark - work.force.stages.clock)
    entered = [
        (clock, stage, at)
        for clock in clocks
        for stage, at in loud_stages(clock, work.force)
        if at <= window.until and _runs(clock, at)
    ]
    told = stored.told_stages(work, [clock.incident_id for clock, *_ in entered])
    return [each for each in entered if (each[0].incident_id, each[0].n, each[1]) not in told]


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those of which an alert tells by now."""
    ids = stored.incident_ids(work, [miss.stream for miss in missed])
    told = stored.told_stages(work, list(ids.values()))
    return {miss.what for miss in missed if (ids.get(miss.stream), int(miss.parts[1]), miss.parts[2]) in told}


STAGES = Reading(Kind.STAGE, untold, told)
