"""The ladder: every step of a rung that a clock reached is there, is settled in time, and has its message."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.auditing import Clock, Due, Kind, Window, named, rungs
from bot.domain.rungs import Step
from bot.services.audit.kinds.clocks import due_since, is_missed, runs
from bot.services.audit.reading import Reading
from bot.store import auditing as stored
from bot.store import auditing_people as people
from bot.store.auditing import StepRow
from bot.store.misses import Miss
from bot.store.work import Work

QUIET = frozenset({"approaching", "supervisor"})  # rungs without an alert
Wanted = tuple[Clock, str, int, datetime]
Steps = dict[tuple[int, int, str, int], StepRow]


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The steps that were not made, not settled when due, or settled by a message that is not there."""
    clocks = stored.clocks(work, window.mark - work.force.stages.clock)
    steps = stored.steps(work, [clock.incident_id for clock in clocks])
    suspects = [*_unmade(work, window, clocks, steps), *_unsettled(window, clocks, steps)]
    for clock, rung, n, at in suspects:
        due = due_since(work, clock, at)
        if is_missed(clock, due, window):
            yield Due(Kind.LADDER, named(clock.stream, clock.n, rung, n), due, clock.stream)


def _unmade(work: Work, window: Window, clocks: Sequence[Clock], steps: Steps) -> Iterator[Wanted]:
    """The steps that are not there; a stage without an alert is missed as such, and not step by step."""
    told = stored.told_stages(work, [clock.incident_id for clock in clocks])
    some_only = list[tuple[Wanted, Step]]()
    for clock, rung, at in _reached(work, window, clocks):
        if rung in QUIET or (clock.incident_id, clock.n, rung) in told:
            for n, step in enumerate(work.force.ladder.steps.get(rung, ()), 1):
                if (clock.incident_id, clock.n, rung, n) not in steps:
                    some_only += [((clock, rung, n, at), step)] if step.only_for else []
                    yield from () if step.only_for else [(clock, rung, n, at)]
    yield from _for_some(work, some_only)


def _for_some(work: Work, missing: Sequence[tuple[Wanted, Step]]) -> Iterator[Wanted]:
    """Those of the missing steps for some offences only that were for this one when its rung began.

    What an offence is may have been said otherwise since: then nobody knows any more which steps it had.
    """
    codes = people.codes(work, [wanted[0].incident_id for wanted, _ in missing])
    for wanted, step in missing:
        clock, rung, *_ = wanted
        its = codes.get((clock.incident_id, clock.n), frozenset())
        if any(asked <= its for asked in step.only_for) and _unchanged_since(work, clock, rung):
            yield wanted


def _unchanged_since(work: Work, clock: Clock, rung: str) -> bool:
    """Whether the trail knows when a rung began, and of nothing after it that may have changed an offence."""
    stage = "approaching" if rung == "supervisor" else rung
    kinds = list[str]()
    for fact in people.facts(work, clock.stream):
        began = fact.kind == "stage_crossed" and fact.offence == clock.n and fact.values["stage"] == stage
        if began or kinds:
            kinds.append(fact.kind)
    return bool(kinds) and stored.PASSIVE.issuperset(kinds)


def _reached(work: Work, window: Window, clocks: Sequence[Clock]) -> Iterator[tuple[Clock, str, datetime]]:
    for clock in clocks:
        for rung, at in rungs(clock, work.force):
            if at <= window.until and runs(clock, at):
                yield clock, rung, at


def _unsettled(window: Window, clocks: Sequence[Clock], steps: Steps) -> Iterator[Wanted]:
    held = {(clock.incident_id, clock.n): clock for clock in clocks}
    for (incident_id, n, rung, place), step in steps.items():
        clock = held.get((incident_id, n))
        late = step.settled_at is None and step.due_at <= window.until
        lost = step.settled_at is not None and step.lacks_message and step.settled_at <= window.until
        if clock and (late or lost):
            yield clock, rung, place, max(step.due_at, step.settled_at or step.due_at)


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that are settled by now, with the message that tells of them where there is one."""
    ids = stored.incident_ids(work, [miss.stream for miss in missed])
    steps = stored.steps(work, list(ids.values()))
    return {miss.what for miss in missed if _is_settled(steps, ids.get(miss.stream), miss.parts)}


def _is_settled(steps: Steps, incident_id: int | None, parts: Sequence[str]) -> bool:
    _, n, rung, place = parts
    step = steps.get((incident_id or 0, int(n), rung, int(place)))
    return step is not None and step.settled_at is not None and not step.lacks_message


LADDER = Reading(Kind.LADDER, untold, told)
