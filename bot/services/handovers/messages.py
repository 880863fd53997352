"""What giver and taker see of an offer: a message each, kept up to date, and none while off duty."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.duty import on_until
from bot.domain.handover import OFFERED
from bot.domain.listing import Line
from bot.domain.people import Person
from bot.domain.rights import sees
from bot.services.duty import workload
from bot.services.incidents.listings import line_of
from bot.store import handovers as stored
from bot.store import homes, outbox
from bot.store.handovers import Handover
from bot.store.work import Work

TO, BY, ANSWER = "handover_to", "handover_by", "handover_answer"  # the bulletins


@dataclass(frozen=True, slots=True)
class Item:
    """One item of an offer: its line, whose officer it is, and how it ended (as a code)."""

    id: int
    line: Line
    how: str


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer as one of the two sees it; `unseen` items are none of the reader's business any more."""

    handover: Handover
    giver: Person
    taker: Person
    items: tuple[Item, ...]
    unseen: int
    at: datetime

    def of(self, how: str) -> tuple[Item, ...]:
        """The items that ended in one way."""
        return tuple(item for item in self.items if item.how == how)


def put(work: Work, handover: Handover) -> None:
    """Show an offer to both; to a taker who is off duty when they come on."""
    outbox.put(work, _key(BY, handover), f"@{handover.giver}", BY, str(handover.id))
    if handover.told_at is not None:
        outbox.freshen(work, [_key(TO, handover)])
    elif _on(work, handover.taker):
        _put_to(work, handover)


def _put_to(work: Work, handover: Handover) -> None:
    outbox.put(work, _key(TO, handover), f"@{handover.taker}", TO, str(handover.id))
    stored.told(work, handover)


def _key(bulletin: str, handover: Handover) -> str:
    return f"{bulletin}:{handover.id}"


def _on(work: Work, collar: str) -> bool:
    found = work.roster.by_collar(collar)
    return found is not None and on_until(found, work.at, work.force.zone) is not None


def tell_untold(work: Work) -> int:
    """Show offers to takers who have come on duty since; gives how many."""
    waiting = [h for h in stored.untold(work) if _on(work, h.taker)]
    for handover in waiting:
        _put_to(work, handover)
    return len(waiting)


def answered(work: Work, handover: Handover) -> None:
    """Bring what both see up to date, and tell a giver who is on duty of the answer."""
    outbox.freshen(work, [_key(BY, handover), _key(TO, handover)])
    homes.freshen_of(work, handover.giver, handover.taker)
    if _on(work, handover.giver):
        outbox.put(work, _key(ANSWER, handover), f"@{handover.giver}", ANSWER, str(handover.id))


def shown(work: Work, ident: int, lang: str, reader: str = "") -> Shown | None:
    """An offer as its taker, or a reader (a collar number), sees it; None where one of the two has left."""
    handover = stored.by_id(work, ident)
    giver, taker = (
        (work.roster.by_collar(c) for c in (handover.giver, handover.taker)) if handover else (None,) * 2
    )
    if handover is None or giver is None or taker is None:
        return None
    who = work.roster.by_collar(reader) or taker
    hows = stored.items(work, ident)
    found = [h for h in workload.all_of(work, list(hows)) if sees(who, h.incident, work.force)]
    items = tuple(Item(h.incident.id, line_of_held(work, h, lang), hows[h.incident.id]) for h in found)
    return Shown(handover, giver, taker, items, len(hows) - len(items), work.at)


def line_of_held(work: Work, held: workload.Held, lang: str) -> Line:
    """The line of something held."""
    return line_of(work, held.incident, list(held.offences), held.foremost, lang)


def stands(handover: Handover) -> bool:
    """Whether an offer waits for its answer."""
    return handover.state == OFFERED
