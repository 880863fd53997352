"""Answering an offer: taking over all or some of it, declining it; withdrawing it; and offers that lapse."""

from collections.abc import Collection
from dataclasses import dataclass

from bot.domain.facts import Happened
from bot.domain.handover import (
    ACCEPTED,
    DECLINED,
    GONE,
    LAPSED,
    OFFERED,
    TAKEN,
    WITHDRAWN,
    changes,
)
from bot.domain.refusal import Refused
from bot.services.case import Request, person, tell
from bot.services.duty import workload
from bot.services.duty.workload import Held
from bot.services.entering import enter
from bot.services.handovers import messages
from bot.services.handovers.offering import barred_from, told_on_trails
from bot.services.lines import about_work
from bot.services.messages import notices
from bot.store import handovers as stored
from bot.store import inbox
from bot.store import incidents as kept
from bot.store.handovers import Handover
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Answered:
    """How an offer ended: what was taken over, what stays with the giver, and what was gone already."""

    handover: Handover
    state: str
    taken: tuple[Held, ...] = ()
    left: tuple[Held, ...] = ()
    gone: tuple[Held, ...] = ()
    mark: str = ""


def accept(
    work: Work, request: Request, ident: int, chosen: Collection[int] | None = None, line: str = ""
) -> Answered:
    """Take over what was offered, or the chosen incidents of it (row ids).

    What was decided or given elsewhere since is left out. Raises Refused `handover_not_yours`,
    `handover_over`, `line_too_long`, `about_a_person` or `nothing_chosen`.
    """
    handover = _open(work, request, ident, "taker")
    line = about_work(line, "line")
    offered = [i for i, how in stored.items(work, ident).items() if how == OFFERED]
    fit, gone = _fitting(work, handover, offered)
    taken = [h for h in fit if chosen is None or h.incident.id in chosen]
    if chosen is not None and not chosen:
        raise Refused("nothing_chosen", block_id="items0")
    for held in taken:
        _take(work, handover, request, held)
    left = [h for h in fit if h not in taken]
    stored.settle(work, ident, [h.incident.id for h in taken], TAKEN)
    stored.settle(work, ident, [h.incident.id for h in gone], GONE)
    stored.end(work, handover, ACCEPTED, line)
    mark = _told(work, handover, request, line, len(taken), len(left), len(gone))
    if left:
        told_on_trails(work, handover, Happened.HANDOVER_DECLINED, request, left, line)
    messages.answered(work, handover)
    return Answered(handover, ACCEPTED, tuple(taken), tuple(left), tuple(gone), mark)


def _open(work: Work, request: Request, ident: int, side: str) -> Handover:
    """An offer that waits for its answer; Refused `handover_not_yours` or `handover_over`."""
    inbox.claim(work, request.id)
    person(work, request.actor)
    handover = stored.by_id(work, ident)
    if handover is None or getattr(handover, side) != request.actor:
        raise Refused("handover_not_yours")
    if handover.state != OFFERED:
        raise Refused("handover_over", handover=handover)
    return handover


def _fitting(work: Work, handover: Handover, ids: Collection[int]) -> tuple[list[Held], list[Held]]:
    """The items that are undecided and the giver's still, and may be taken over; and the others."""
    giver, taker = person(work, handover.giver), person(work, handover.taker)
    fit, gone = list[Held](), list[Held]()
    for held in workload.all_of(work, list(ids)):
        theirs = held.first is not None and workload.is_theirs(held.incident, giver.collar)
        ok = theirs and not barred_from(work, giver, taker, held.incident)
        (fit if ok else gone).append(held)
    return fit, gone


def _take(work: Work, handover: Handover, request: Request, held: Held) -> None:
    new = changes(held.incident, handover.giver, handover.taker, work.at)
    kept.save_incident(work, held.incident, **new)
    whom = {"giver": handover.giver, "to": handover.taker, "oic": new.get("oic")}
    tell(work, held.incident, Happened.HANDOVER_ACCEPTED, request, None, None, **whom)
    notices.refresh(work, held.incident)


def _told(
    work: Work, handover: Handover, request: Request, line: str, taken: int, left: int, gone: int
) -> str:
    return enter(
        work, f"duty:{work.today}", Happened.HANDOVER_ACCEPTED, request.actor,
        handover=handover.id, giver=handover.giver, to=handover.taker, answer=line,
        count=taken, left=left, gone=gone,
    )  # fmt: skip


def decline(work: Work, request: Request, ident: int, line: str) -> Answered:
    """Leave what was offered with the giver, with a reason.

    Raises Refused `handover_not_yours`, `handover_over`, `say_why_not`, `line_too_long` or `about_a_person`.
    """
    handover = _open(work, request, ident, "taker")
    why = about_work(line, "line")
    if not why:
        raise Refused("say_why_not", block_id="line")
    return _end(work, handover, DECLINED, Happened.HANDOVER_DECLINED, request, why)


def withdraw(work: Work, request: Request, ident: int) -> Answered:
    """Take an offer back; raises Refused `handover_not_yours` or `handover_over`."""
    handover = _open(work, request, ident, "giver")
    return _end(work, handover, WITHDRAWN, Happened.HANDOVER_WITHDRAWN, request)


def lapse(work: Work) -> int:
    """End the offers that nobody answered in time; gives how many."""
    found = stored.lapsed(work)
    for handover in found:
        _end(work, handover, LAPSED, Happened.HANDOVER_LAPSED, None)
    return len(found)


def _end(
    work: Work, handover: Handover, state: str, kind: Happened, request: Request | None, line: str = ""
) -> Answered:
    waiting = [i for i, how in stored.items(work, handover.id).items() if how == OFFERED]
    left = tuple(h for h in workload.all_of(work, waiting) if workload.is_theirs(h.incident, handover.giver))
    stored.end(work, handover, state, line)
    mark = told_on_trails(work, handover, kind, request, left, line)
    messages.answered(work, handover)
    return Answered(handover, state, left=left, mark=mark)
