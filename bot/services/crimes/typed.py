"""What a person types against what the crime system has told: refused, confirmed at once, or claimed."""

from dataclasses import dataclass, replace

from bot.domain.offence import NAMING, Decision
from bot.domain.refusal import Refused
from bot.domain.rights import sees
from bot.services.case import Case, Outcome
from bot.services.crimes import settling
from bot.services.feeds.dossier import Dossier, elsewhere
from bot.store import crimes
from bot.store import incidents as stored
from bot.store.crimes import Crime
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Heard:
    """Whether there is a crime feed, and what it has told of a reference."""

    listening: bool = False
    crime: Crime | None = None
    own: bool = True  # typed as the incident's own crime, not as one that is recorded already

    @property
    def claimed(self) -> bool:
        """Whether what is typed is claimed, until the record is matched, or at least is there."""
        return self.listening and (self.own or self.crime is None)

    @property
    def nothing(self) -> bool:
        """Whether there is a feed, and it has not told of it."""
        return self.listening and self.crime is None


def heard(work: Work, case: Case, decision: Decision, crime_ref: str | None) -> Heard:
    """What the crime system has told of a reference that is typed.

    Raises Refused `crime_elsewhere` for the crime of another incident that is typed as this one's own, naming
    it to whom it may be named; `crime_cancelled` for one that the crime system has cancelled.
    """
    own = decision is Decision.CRIME
    if not crime_ref or not (own or decision in NAMING):
        return Heard()
    listening, crime = crimes.asked(work, crime_ref)
    if crime is not None:
        _refuse_others(work, case, crime, own)
    return Heard(listening, crime, own)


def _refuse_others(work: Work, case: Case, crime: Crime, own: bool) -> None:
    held = case.incident
    if own and elsewhere(work, crime, held):
        raise Refused("crime_elsewhere", crime=crime.ref, other=_visible(work, case, crime), incident=held)
    if crime.cancelled_at:
        raise Refused("crime_cancelled", crime=crime.ref, at=crime.cancelled_at, incident=held)


def _visible(work: Work, case: Case, crime: Crime) -> str | None:
    """The reference of the incident that a crime is of, where the asker may know of it."""
    key = crime.incident_key
    found = stored.by_keys(work, [key]) if key else stored.by_ids(work, [crime.incident_id or 0])
    other = next(iter(found.values()), None)
    return other.key.ref if other and sees(case.actor, other, work.force) else None


def followed_up(work: Work, outcome: Outcome, heard: Heard) -> Outcome:
    """Confirm what the crime system has already; what else waits there may fit now, surely or at last."""
    crime = heard.crime if heard.own else None
    if crime is None and not (heard.listening and crimes.awaited(work, [outcome.incident.stream])):
        return outcome
    dossier = Dossier(work, outcome.incident, stored.offences_of(work, outcome.incident.id), touched=True)
    if crime is not None:
        settling.match(dossier, [crime])
    settling.match_all(dossier)
    dossier.close()
    return replace(outcome, incident=dossier.incident, offences=tuple(dossier.offences))
