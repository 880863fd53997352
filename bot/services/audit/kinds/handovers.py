"""Handovers: of each offer both were told, the taker once on duty, and of its answer a giver who was."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.domain.auditing import Due, Kind, Window, named
from bot.domain.duty import next_tour, tour_at
from bot.domain.people import Person
from bot.services.audit.reading import Reading
from bot.store import auditing
from bot.store import auditing_people as stored
from bot.store.auditing_people import Entered, HandoverRow
from bot.store.misses import Miss
from bot.store.work import Work

BY, TO, ANSWER = "handover_by", "handover_to", "handover_answer"
ENDS = frozenset(f"handover_{how}" for how in ("accepted", "declined", "withdrawn", "lapsed"))
A_DAY = timedelta(days=1)
Wanted = tuple[str, HandoverRow, datetime]  # which message of an offer, and when it was due


def untold(work: Work, window: Window) -> Iterator[Due]:
    """The messages of offers and of their answers that were due and are not there."""
    wanted = [each for each in _due(work, window) if window.mark < each[2] and window.judges(each[2])]
    stand = auditing.there(work, (f"{part}:{offer.id}" for part, offer, _ in wanted))
    for part, offer, at in wanted:
        if f"{part}:{offer.id}" not in stand or (part == TO and offer.told_at is None):
            what = named(part, offer.id, offer.giver, offer.taker)
            yield Due(Kind.HANDOVER, what, at, f"duty:{_day(work, at)}")


def _due(work: Work, window: Window) -> Iterator[Wanted]:
    for offer in stored.standing_offers(work):
        at = _on_from(work, offer.taker, offer.offered_at)
        yield from [(TO, offer, at)] if at else []
    facts = {(f.kind in ENDS, f.values["handover"]): f for f in _facts(work, window)}
    known = stored.offers(work, (ident for _, ident in facts))
    for (over, ident), fact in facts.items():
        if ident in known and (not over or _is_on(work, known[ident].giver, fact.entered)):
            yield ANSWER if over else BY, known[ident], fact.entered


def _facts(work: Work, window: Window) -> list[Entered]:
    """What the trail of duty says of handovers since the last audit."""
    day, found = _day(work, window.mark), list[Entered]()
    while day <= _day(work, window.now):
        found += stored.facts(work, f"duty:{day}")
        day += A_DAY
    return [f for f in found if f.kind.startswith("handover_") and f.entered > window.mark]


def _on_from(work: Work, collar: str, at: datetime) -> datetime | None:
    """When somebody was on duty from an instant on; None where that is not to come."""
    who = work.roster.by_collar(collar)
    if who is None or _on(work, who, at):
        return at if who else None
    following = next_tour(who, at, work.force.zone)
    return following.begins if following else None


def _is_on(work: Work, collar: str, at: datetime) -> bool:
    who = work.roster.by_collar(collar)
    return who is not None and _on(work, who, at)


def _on(work: Work, who: Person, at: datetime) -> bool:
    return tour_at(who, at, work.force.zone) is not None


def _day(work: Work, at: datetime) -> date:
    return at.astimezone(ZoneInfo(work.force.zone)).date()


def told(work: Work, missed: Sequence[Miss]) -> set[str]:
    """Those whose message is there by now."""
    keys = {miss.what: f"{miss.parts[0]}:{miss.parts[1]}" for miss in missed}
    stand = auditing.there(work, keys.values())
    return {what for what, key in keys.items() if key in stand}


HANDOVERS = Reading(Kind.HANDOVER, untold, told)
