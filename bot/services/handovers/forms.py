"""What the forms of a handover show: a page of what one holds, and what one was offered."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.people import Person
from bot.domain.reference import Reference
from bot.domain.refusal import Refused
from bot.services.handovers import messages
from bot.services.handovers.messages import Item, Shown, line_of_held
from bot.services.handovers.offering import offerable
from bot.services.incidents.finding import find
from bot.store import incidents as stored
from bot.store.work import Work

PAGE = 50  # items: five groups of ten, with room for the rest of a form


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what somebody (a collar number) may hand over, of how many, and how many are offered."""

    collar: str
    number: int
    items: tuple[Item, ...]
    count: int
    offered: int

    @property
    def rest(self) -> int:
        """How many items stand on later pages."""
        return max(0, self.count - (self.number + 1) * PAGE)


def page(work: Work, collar: str, number: int, lang: str) -> Page:
    """A page of what somebody may hand over; raises Refused `nothing_held`."""
    found = offerable(work, collar)
    if not found.items:
        raise Refused("nothing_held", offered=found.offered)
    part = found.items[number * PAGE : (number + 1) * PAGE]
    items = tuple(Item(h.incident.id, line_of_held(work, h, lang), "offered") for h in part)
    return Page(collar, number, items, len(found.items), found.offered)


def offered_to(work: Work, ident: int, collar: str, lang: str) -> Shown:
    """What somebody was offered; raises Refused `handover_not_yours` or `handover_over`."""
    shown = messages.shown(work, ident, lang, collar)
    if shown is None or shown.handover.taker != collar:
        raise Refused("handover_not_yours")
    if not messages.stands(shown.handover):
        raise Refused("handover_over", handover=shown.handover)
    return shown


def meant(work: Work, references: Sequence[Reference], asker: Person) -> list[int]:
    """The row ids of the incidents that references mean; raises Refused `unknown_incident`."""
    targets = [find(work, reference, asker) for reference in references]
    found = stored.by_keys(work, [str(t.key) for t in targets])
    return [incident.id for incident in found.values()]
