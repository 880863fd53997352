"""Cover for leave: who stands in for somebody now, how they are told, and how they decline."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.duty import DutyChange, change_at, cover_of, on_until
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.shifts import may_cover
from bot.services.case import Request, person
from bot.services.entering import enter
from bot.store import duty_changes, inbox, outbox
from bot.store.duty_changes import Entered
from bot.store.work import Work

COVER, DECLINED = "cover", "cover_declined"  # the bulletins


def covering(work: Work, collar: str) -> str:
    """The collar number of who stands in for somebody now: their own where they are not away, or uncovered.

    It says nothing of duty: mentions ask the roster's `who`, which gives a cover only while on duty.
    """
    return work.roster.covering(collar, work.at)


def covered(work: Work, collar: str) -> tuple[str, ...]:
    """The collar numbers of those on leave for whom somebody stands in now: their lists are theirs too."""
    away = (p.collar for p in work.roster.people if p.changes and p.collar != collar)
    return tuple(sorted(other for other in away if covering(work, other) == collar))


def named(work: Work, away: Person, change: DutyChange, cover: str) -> DutyChange:
    """A change with its cover; raises Refused `cover_not_needed` or `cover_cannot`."""
    if away.rank == "constable":
        raise Refused("cover_not_needed", officer=away)
    found = person(work, cover)
    if not may_cover(away, found):
        raise Refused("cover_cannot", officer=found, away=away)
    return replace(change, cover=found.collar)


@dataclass(frozen=True, slots=True)
class Cover:
    """Who stands in for whom, since when and until when (UTC), and how that stands.

    `state` is asked, standing, declined or over (they came back, or its time has passed).
    """

    id: int
    away: Person
    cover: Person
    begins: datetime
    ends: datetime
    state: str


def of_change(work: Work, ident: int) -> Cover | None:
    """How a cover stands, by the number of its change; None for people who have left."""
    found = duty_changes.by_id(work, ident)
    change = found.change if found else None
    away, cover = (
        (work.roster.by_collar(c) for c in (change.collar, change.cover)) if change else (None, None)
    )
    if found is None or change is None or away is None or cover is None:
        return None
    return Cover(ident, away, cover, change.begins, change.ends, _state(work, found, away))


def _state(work: Work, found: Entered, away: Person) -> str:
    if found.declined_at is not None:
        return "declined"
    if found.change.begins > work.at:
        return "asked"
    holds = change_at(away, work.at)
    return "standing" if holds is not None and holds.id == found.change.id else "over"


def tell_untold(work: Work) -> int:
    """Tell whoever covers and is on duty now of it; gives how many. Nobody is told while off duty."""
    told = 0
    for found in duty_changes.untold(work):
        cover = work.roster.by_collar(found.change.cover)
        if cover and on_until(cover, work.at, work.force.zone) and _first(work, found):
            outbox.put(work, key_of(found.change.id), f"@{cover.collar}", COVER, str(found.change.id))
            told += 1
    return told


def _first(work: Work, found: Entered) -> bool:
    return duty_changes.mark(work, found.change.id, "told_at")


def key_of(ident: int) -> str:
    """The key of the message that tells a cover of it."""
    return f"cover:{ident}"


def standing(work: Work, who: Person) -> tuple[int, ...]:
    """The changes with a cover that lie on somebody now or ahead of them."""
    return tuple(c.id for c in who.changes if c.cover and c.ends > work.at)


def ended(work: Work, before: Person, change: DutyChange) -> tuple[Person, ...]:
    """Those who covered for somebody until a leave took the place of theirs, for as long as that lasts."""
    if change.on:
        return ()
    starts = {max(c.begins, change.begins, work.at) for c in before.changes if c.cover}
    found = {cover_of(before, at) for at in starts if at < change.ends} - {change.cover, ""}
    return tuple(p for p in map(work.roster.by_collar, sorted(found)) if p)


def freshen(work: Work, before: tuple[int, ...], change: DutyChange) -> None:
    """Tell a new cover, and bring the messages of earlier ones up to date: they may be over."""
    outbox.freshen(work, [key_of(ident) for ident in before])
    if change.cover:
        tell_untold(work)


def decline(work: Work, request: Request, ident: int) -> Cover:
    """Say that one does not cover; whoever entered the leave is told, or a supervisor who is on duty.

    Raises Refused `cover_over` for one that is another's, was declined, or is over.
    """
    inbox.claim(work, request.id)
    found = duty_changes.by_id(work, ident)
    told = of_change(work, ident)
    if (
        found is None
        or told is None
        or told.cover.collar != request.actor
        or told.state in ("declined", "over")
    ):
        raise Refused("cover_over")
    if not duty_changes.mark(work, ident, "declined_at"):
        raise Refused("cover_over")
    away, cover = told.away.collar, told.cover.collar
    whom: dict[str, Any] = {"change": ident, "collar": away, "cover": cover}
    enter(work, f"duty:{work.today}", Happened.COVER_DECLINED, request.actor, None, **whom)
    outbox.freshen(work, [key_of(ident)])
    _tell_declined(work, found, told)
    return replace(told, state="declined")


def _tell_declined(work: Work, found: Entered, told: Cover) -> None:
    zone = work.force.zone
    entered = work.roster.by_collar(found.entered_by)
    chiefs = work.roster.who(work.at, zone, told.away.unit, "chief_inspector")
    asked = [*([entered] if entered else []), *chiefs, *work.roster.who(work.at, zone, role="fim")]
    on = [p for p in asked if on_until(p, work.at, zone) and p.collar != told.cover.collar]
    for someone in on[:1]:
        outbox.put(work, f"{DECLINED}:{told.id}", f"@{someone.collar}", DECLINED, str(told.id))
