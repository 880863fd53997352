"""Coming on and going off duty by word, for oneself or for an officer of one's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.duty import DutyChange, Span
from bot.domain.facts import Happened
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.shifts import back_at, come_on, go_off, may_enter, off_until
from bot.services.case import Request, person
from bot.services.duty import cover as covers
from bot.services.duty import workload
from bot.services.entering import enter
from bot.store import duty_changes, inbox
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Entered:
    """A change that took effect: of whom, by whom, what it means, and how many undecided items they hold.

    `back`: the next stretch of duty of somebody who went off; None where none is known. `until`: when that
    time off ends (UTC), with leave that follows. `uncovered`: who covered, and does not in the new leave.
    """

    person: Person
    by: Person
    change: DutyChange
    back: Span | None
    holds: int
    cover: Person | None = None
    mark: str = ""
    until: datetime | None = None
    uncovered: tuple[Person, ...] = ()


def on_duty(
    work: Work, request: Request, collar: str, until: datetime | None = None, sure: bool = False
) -> Entered:
    """Put somebody on duty until an instant, or to the end of their tour.

    Raises Refused `not_yours_to_enter`, or one of those of `shifts.come_on`.
    """
    zone = work.force.zone
    return _entered(work, request, collar, lambda who: come_on(who, work.at, until, zone, sure))


def off_duty(
    work: Work,
    request: Request,
    collar: str,
    begins: datetime | None = None,
    until: datetime | None = None,
    cover: str = "",
) -> Entered:
    """Take somebody off duty from an instant, or now, until another, or to the end of their tour.

    Raises Refused `not_yours_to_enter`, `cover_cannot`, `cover_not_needed`, or one of those of
    `shifts.go_off`.
    """

    def change(who: Person) -> DutyChange:
        wanted = go_off(who, work.at, begins, until, work.force.zone)
        return covers.named(work, who, wanted, cover) if cover else wanted

    return _entered(work, request, collar, change)


def _entered(work: Work, request: Request, collar: str, change_of: Callable[[Person], DutyChange]) -> Entered:
    inbox.claim(work, request.id)
    by, who = person(work, request.actor), person(work, collar)
    if not may_enter(by, who):
        raise Refused("not_yours_to_enter", officer=who)
    before = covers.standing(work, who)
    change = duty_changes.add(work, change_of(who), by.collar)
    mark = _told(work, change, by.collar)
    workload.freshen(work, who.collar)
    covers.freshen(work, before, change)
    return _said(work, by, who, change, mark)


def _said(work: Work, by: Person, before: Person, change: DutyChange, mark: str) -> Entered:
    who = person(work, change.collar)
    back = None if change.on else back_at(who, change, work.force.zone)
    held = workload.count(work, who.collar)
    until, uncovered = off_until(who, change), covers.ended(work, before, change)
    return Entered(who, by, change, back, held, work.roster.by_collar(change.cover), mark, until, uncovered)


def _told(work: Work, change: DutyChange, by: str) -> str:
    kind = Happened.CAME_ON_DUTY if change.on else Happened.WENT_OFF_DUTY
    return enter(
        work, f"duty:{work.today}", kind, by,
        change=change.id, collar=change.collar, begins=change.begins, ends=change.ends,
        cover=change.cover or None,
    )  # fmt: skip
