"""Stages: every one that people must be told of has an alert, unless the offence was settled before."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.auditing import Clock, Due, Kind, Window, loud_stages, named
from bot.services.audit.kinds.clocks import due_since, is_missed, runs
from bot.services.audit.reading import Reading
from bot.store import auditing as stored
from bot.store.misses import Miss
from bot.store.work import Work

Entered = tuple[Clock, str, datetime]


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The stages that clocks entered while they ran, and of which no alert tells."""
    for clock, stage, at in _without_alert(work, window):
        due = due_since(work, clock, at)
        if is_missed(clock, due, window):
            yield Due(Kind.STAGE, named(clock.stream, clock.n, stage), due, clock.stream)


def _without_alert(work: Work, window: Window) -> list[Entered]:
    clocks = stored.clocks(work, window.mark - work.force.stages.clock)
    entered = [
        (clock, stage, at)
        for clock in clocks
        for stage, at in loud_stages(clock, work.force)
        if at <= window.until and runs(clock, at)
    ]
    told = stored.told_stages(work, [clock.incident_id for clock, *_ in entered])
    return [each for each in entered if (each[0].incident_id, each[0].n, each[1]) not in told]


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those of which an alert tells by now."""
    ids = stored.incident_ids(work, [miss.stream for miss in missed])
    told = stored.told_stages(work, list(ids.values()))
    return {miss.what for miss in missed if (ids.get(miss.stream), int(miss.parts[1]), miss.parts[2]) in told}


STAGES = Reading(Kind.STAGE, untold, told)
