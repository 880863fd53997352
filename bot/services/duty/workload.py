"""What somebody holds: the undecided items whose officer they are, and those whose allocation they see to."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.incident import Incident
from bot.domain.offence import UNDECIDED, Offence
from bot.domain.ordering import most_pressing
from bot.services.messages import notices
from bot.store import waiting
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Held:
    """An incident with an undecided offence, the one first due foremost; instants are UTC."""

    incident: Incident
    offences: tuple[Offence, ...]

    @property
    def first(self) -> Offence | None:
        """The undecided offence that is due first, if any is undecided."""
        return min((o for o in self.offences if o.state in UNDECIDED), key=lambda o: o.due_at, default=None)

    @property
    def foremost(self) -> Offence | None:
        """The offence that a line speaks of: the first due, else the last of what is settled."""
        return self.first or most_pressing(self.offences) or (self.offences[-1] if self.offences else None)


def of(work: Work, collar: str) -> list[Held]:
    """What somebody holds or sees to, undecided, first what is first due."""
    return _first_due(waiting.undecided_of(work, collar))


def all_of(work: Work, ids: Sequence[int]) -> list[Held]:
    """Some incidents, decided or not, first what is first due."""
    return _first_due(waiting.these(work, ids))


def _first_due(found: list[tuple[Incident, list[Offence]]]) -> list[Held]:
    held = [Held(incident, tuple(each)) for incident, each in found]
    return sorted(held, key=lambda h: (h.first is None, h.first and h.first.due_at, str(h.incident.key)))


def count(work: Work, collar: str) -> int:
    """How many undecided incidents somebody holds or sees to."""
    return len(of(work, collar))


def holders(work: Work) -> set[str]:
    """The collar numbers of everybody who holds or sees to something undecided."""
    return waiting.holders(work)


def freshen(work: Work, collar: str) -> None:
    """Bring the lists up to date on which somebody's incidents stand: they say when they are off duty."""
    for unit, restricted in sorted({(h.incident.unit, h.incident.restricted) for h in of(work, collar)}):
        notices.put_unit_lists(work, unit, restricted)


def is_theirs(incident: Incident, collar: str) -> bool:
    """Whether an incident is somebody's to hand over."""
    return incident.oic is not None and collar in (incident.oic, incident.supervised_by)
