"""An incident that the feeds act upon, with its offences as each act leaves them, in one transaction."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.clock import due_at
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.matching import early, kinds
from bot.domain.offence import NAMING, RUNNING, Decision, Offence, State
from bot.services.case import tell, with_crossing
from bot.services.feeds.reported import first_reported
from bot.services.messages import notices
from bot.store import incidents as stored
from bot.store import waiting_refs
from bot.store.crimes import Crime
from bot.store.work import Work

CARRYING = frozenset({State.RECORDED, State.SIGNED_OFF, State.CANCELLED})


def _is(offence: Offence, crime_ref: str) -> bool:
    """Whether an offence names this reference, which is in capitals."""
    return (offence.crime_ref or "").upper() == crime_ref


def _carries(offence: Offence, crime_ref: str) -> bool:
    """Whether an offence is recorded as this crime."""
    return offence.state in CARRYING and offence.decision is Decision.CRIME and _is(offence, crime_ref)


def elsewhere(work: Work, crime: Crime, incident: Incident) -> bool:
    """Whether a record is of another incident than this one.

    The crime system says so; or, where it names none, an offence of another is recorded as it.
    """
    if crime.incident_key is not None or crime.incident_id in (None, incident.id):
        return crime.incident_key not in (None, incident.stream)
    return any(_carries(o, crime.ref) for o in stored.offences_of(work, crime.incident_id))


def place_ref(work: Work, incident: Incident, crime_ref: str) -> None:
    """Let a reference of an incident wait no longer, and tell the trail if it did."""
    if waiting_refs.matched(work, incident.id, crime_ref):
        tell(work, incident, Happened.CRIME_REF_PLACED, None, crime=crime_ref)


@dataclass(slots=True)
class Dossier:
    """One incident and its offences; what is changed is saved, told and shown at once."""

    work: Work
    incident: Incident
    offences: list[Offence]
    touched: bool = False

    @classmethod
    def of(cls, work: Work, incident: Incident) -> "Dossier":
        """The dossier of an incident that we hold."""
        return cls(work, incident, stored.offences_of(work, incident.id))

    def carrying(self, crime_ref: str) -> Offence | None:
        """The offence that is recorded as this crime."""
        return next((o for o in self.offences if _carries(o, crime_ref)), None)

    def names(self, crime_ref: str) -> bool:
        """Whether any decision about this incident names the reference."""
        return any(_is(o, crime_ref) for o in self.offences)

    def spoken_for(self, crime_ref: str) -> bool:
        """Whether an offence is decided as already recorded as this crime, or as included under it."""
        decided = (o for o in self.offences if o.state in CARRYING and o.decision in NAMING)
        return any(_is(o, crime_ref) for o in decided)

    def elsewhere(self, crime: Crime) -> bool:
        """Whether a record is of another incident."""
        return elsewhere(self.work, crime, self.incident)

    def open_to(self, crime_ref: str) -> dict[int, frozenset[str]]:
        """The offences that this crime might settle, with their kinds; not one from which it was taken."""
        return {o.n: self.kinds_of(o) for o in self._running(crime_ref)}

    def in_time(self, crime: Crime) -> dict[int, frozenset[str]]:
        """Those of them of which police were told before the record was made.

        One that is cancelled does not stop what the Registrar opened again.
        """
        running = [o for o in self._running(crime.ref) if not (crime.cancelled_at and o.ruled_by)]
        return {o.n: self.kinds_of(o) for o in running if not early(crime.made_by, o.told_at)}

    def too_early(self, crime: Crime) -> bool:
        """Whether a record was made before police were told of anything that it might settle."""
        told = [o.told_at for o in self._running(crime.ref)]
        if not self.offences:
            told = [first_reported(self.work, self.incident)]
        return bool(told) and all(early(crime.made_by, each) for each in told)

    def _running(self, crime_ref: str) -> list[Offence]:
        return [o for o in self.offences if o.state in RUNNING and not _is(o, crime_ref)]

    def kinds_of(self, offence: Offence) -> frozenset[str]:
        """The classes of which an offence may be."""
        held = self.incident
        traits = (*held.qualifiers, *held.markers)
        return kinds(self.work.force, offence.offence_class, held.category, traits)

    def seclude(self, offence_class: str) -> None:
        """Keep an incident to the restricted channel of which the crime system has such a crime."""
        if offence_class in self.work.force.restricted_classes and not self.incident.restricted:
            stored.save_incident(self.work, self.incident, restricted=True)
            held = self.incident
            self.incident = replace(held, restricted=True, version=held.version + 1)
            self.touched = True
            self.tell(Happened.INCIDENT_SECLUDED)
            notices.freshen_past(self.work, held)

    def numbered(self, n: int) -> Offence:
        """One of its offences."""
        return next(o for o in self.offences if o.n == n)

    def open_one(self) -> Offence:
        """The offence of an incident that was only watched until a crime of it was recorded."""
        told = first_reported(self.work, self.incident)
        opened = Offence(self.incident.id, 1, told, due_at(told, self.work.force.stages))
        self._touch()
        stored.add_offence(self.work, opened)
        self.offences.append(opened)
        self.tell(Happened.OFFENCE_ADDED, 1, told, category=self.incident.category)
        return opened

    def save(self, before: Offence, after: Offence) -> Offence:
        """Save an offence as it is now, with the next crossing of its clock."""
        self._touch()
        saved = with_crossing(self.work, self.work.force.units.get(self.incident.unit), after)
        stored.save_offence(self.work, before, saved)
        saved = replace(saved, version=before.version + 1)
        self.offences = [saved if o.n == saved.n else o for o in self.offences]
        return saved

    def tell(
        self, kind: Happened, n: int | None = None, happened_at: datetime | None = None, **values: Any
    ) -> None:
        """Append a fact to the incident's trail, that nobody's request brought about."""
        tell(self.work, self.incident, kind, None, n, happened_at, **values)

    def placed(self, crime_ref: str) -> None:
        """Let a reference wait no longer, and tell the trail if it did."""
        place_ref(self.work, self.incident, crime_ref)

    def _touch(self) -> None:
        """Let the incident's version go up: an older button, and whoever decides just now, would not know."""
        if not self.touched:
            stored.save_incident(self.work, self.incident)
            self.incident = replace(self.incident, version=self.incident.version + 1)
            self.touched = True

    def close(self) -> None:
        """Bring every copy of the incident up to date, where something changed."""
        if self.touched:
            notices.refresh(self.work, self.incident)
