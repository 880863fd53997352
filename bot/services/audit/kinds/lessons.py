"""Feedback: whatever was returned to somebody waits for them to understand it."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from bot.domain.auditing import Due, Kind, Window, named
from bot.services.audit.reading import Reading
from bot.store import auditing
from bot.store import auditing_people as stored
from bot.store.misses import Miss
from bot.store.work import Work

Return = tuple[int, int, str, datetime]  # the incident, the offence, to whom and when


def untold(work: Work, window: Window) -> Iterator[Due]:
    """What was returned, and waits for nobody."""
    found = [each for each in _returns(work) if window.mark < each[1][3] and window.judges(each[1][3])]
    there = stored.lessons(work, [of[0] for _, of in found])
    for stream, of in found:
        if of not in there:
            _, n, collar, at = of
            yield Due(Kind.FEEDBACK, named(stream, n, collar, at.isoformat()), at, stream)


def _returns(work: Work) -> Iterator[tuple[str, Return]]:
    """The newest return of each offence that is returned, as its trail has it."""
    for incident_id, stream, n in stored.returned(work):
        facts = (f for f in stored.facts(work, stream) if f.kind == "decision_returned" and f.offence == n)
        newest = max(facts, key=lambda fact: fact.entered, default=None)
        if newest is not None and "to" in newest.values:
            yield stream, (incident_id, n, newest.values["to"], newest.entered)


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those that wait for somebody by now."""
    ids = auditing.incident_ids(work, [miss.stream for miss in missed])
    there = stored.lessons(work, list(ids.values()))
    return {miss.what for miss in missed if _return(ids, miss) in there}


def _return(ids: dict[str, int], miss: Miss) -> Return:
    _, n, collar, at = miss.parts
    return ids.get(miss.stream, 0), int(n), collar, datetime.fromisoformat(at)


LESSONS = Reading(Kind.FEEDBACK, untold, told)
