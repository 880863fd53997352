"""Offering what one holds to a colleague, all of it or some."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.facts import Happened
from bot.domain.handover import comes_on, lapses_at
from bot.domain.incident import Incident
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted
from bot.services.case import Request, person, rule_of, tell
from bot.services.duty import workload
from bot.services.duty.workload import Held
from bot.services.entering import enter
from bot.services.handovers import messages
from bot.store import handovers as stored
from bot.store import inbox
from bot.store.handovers import Handover
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Offered:
    """An offer that stands: what was put into it, and the references left out, each with why, as a code."""

    handover: Handover
    giver: Person
    taker: Person
    items: tuple[Held, ...]
    left_out: tuple[tuple[str, str], ...]
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Offerable:
    """What somebody may hand over, first what is first due, and how much of it is offered already."""

    items: tuple[Held, ...]
    offered: int


def offerable(work: Work, collar: str) -> Offerable:
    """What somebody may hand over now."""
    standing = stored.offered_by(work, collar)
    held = workload.of(work, collar)
    free = tuple(h for h in held if h.incident.id not in standing)
    return Offerable(free, len(held) - len(free))


def offer(work: Work, request: Request, taker: str, chosen: Collection[int] | None = None) -> Offered:
    """Offer what the asker holds, or the chosen incidents of it (row ids), to somebody.

    Raises Refused `handover_to_yourself`, `off_for_long`, `nothing_held` or `nothing_to_hand_over`.
    """
    inbox.claim(work, request.id)
    by, to = person(work, request.actor), person(work, taker)
    on = _answerable(work, by, to)
    found = offerable(work, by.collar)
    wanted = [h for h in found.items if chosen is None or h.incident.id in chosen]
    if not wanted:
        raise Refused("nothing_held", offered=found.offered)
    barred = {h.incident.id: why for h in wanted if (why := barred_from(work, by, to, h.incident))}
    items = tuple(h for h in wanted if h.incident.id not in barred)
    left_out = tuple((h.incident.key.ref, barred[h.incident.id]) for h in wanted if h.incident.id in barred)
    if not items:
        raise Refused("nothing_to_hand_over", taker=to, whys=sorted({why for _, why in left_out}))
    until = lapses_at(by, on, work.at, work.force.zone, work.force.handovers)
    made = stored.offer(work, by.collar, to.collar, until)
    stored.add_items(work, made.id, [h.incident.id for h in items])
    mark = told_on_trails(work, made, Happened.HANDOVER_OFFERED, request, items)
    messages.put(work, made)
    return Offered(made, by, to, items, left_out, mark)


def _answerable(work: Work, by: Person, to: Person) -> datetime:
    if to.collar == by.collar:
        raise Refused("handover_to_yourself")
    on = comes_on(to, work.at, work.force.zone)
    if on is None:
        raise Refused("off_for_long", officer=to)
    return on


def barred_from(work: Work, giver: Person, taker: Person, incident: Incident) -> str:
    """Why somebody may not take an incident over, as a code; empty where they may.

    A restricted one needs the right to see those. One of the two must be allowed to allocate it, and whoever
    is to see to it must be.
    """
    rule = rule_of(work, incident)
    able = [permitted(p, Action.ALLOCATE, work.force, rule, incident.unit) for p in (giver, taker)]
    if incident.restricted and not permitted(taker, Action.SEE_RESTRICTED, work.force, rule):
        return "restricted"
    needed = able[1] if incident.oic != giver.collar else any(able)
    return "" if needed else "needs_sergeant"


def told_on_trails(
    work: Work,
    handover: Handover,
    kind: Happened,
    request: Request | None,
    items: Iterable[Held],
    line: str = "",
) -> str:
    """Tell the trail of each item and of the day; gives the beginning of the hash of the day's row."""
    whom: dict[str, Any] = {"giver": handover.giver, "to": handover.taker, "line": line or None}
    count = 0
    for held in items:
        tell(work, held.incident, kind, request, **whom)
        count += 1
    by = request.actor if request else ""
    return enter(work, f"duty:{work.today}", kind, by, None, handover=handover.id, count=count, **whom)
