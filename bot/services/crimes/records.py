"""Taking in what the crime system says: new records, changed ones, and what follows for the offences."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.domain.comparing import crime_as_first_read, crime_digest
from bot.domain.crime import CrimeReport
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.offence import Offence, State, stands
from bot.services.crimes import cancellations, lapsing, settling
from bot.services.feeds.dossier import Dossier
from bot.services.feeds.intake import ONE_BY_ONE, Taken
from bot.services.keeping import retention
from bot.store import claims, incidents
from bot.store import crimes as stored
from bot.store.crimes import Crime
from bot.store.work import Work


def take(work: Work, source: str, reports: Sequence[CrimeReport]) -> Taken:
    """Take in a batch in which no record stands twice; an equal one writes nothing.

    What concerns an incident that we hold takes statements of its own: beyond so many of these the others
    are `left`, to be taken by themselves.
    """
    first = {r.ref.upper(): r for r in sorted(reports, key=lambda r: (r.created_at, r.ref))}
    known = stored.by_refs(work, first)
    news = {k: r for k, r in first.items() if k not in known or known[k].digest != crime_digest(r)}
    held = incidents.by_keys(work, _keys(news, known)) | _carrying(work, news, known)
    too_old = _too_old(work, {k: r for k, r in news.items() if k not in known}, held)
    news = {k: r for k, r in news.items() if k not in too_old}
    left = [k for k, r in news.items() if k in known or str(r.incident) in held][ONE_BY_ONE:]
    later = tuple(news.pop(k) for k in left)
    fresh = [r for k, r in news.items() if k not in known]
    stored.insert_fresh(work, source, fresh)
    _Batch(work, held).act(news, known)
    same = len(first) - len(news) - len(later) - len(too_old)
    return Taken(len(fresh), len(news) - len(fresh), same, later, len(too_old))


def _too_old(work: Work, fresh: Mapping[str, CrimeReport], held: Mapping[str, Incident]) -> set[str]:
    """Which new records tell only of what was forgotten, or would be at once; not what a claim names."""
    unheld = {k: r for k, r in fresh.items() if r.incident is None or str(r.incident) not in held}
    old = {k for k, r in unheld.items() if retention.are_over(work, _instants(r))}
    nobodys = [k for k in old if unheld[k].incident is None]
    return old - claims.naming(work, nobodys) if nobodys else old


def _instants(report: CrimeReport) -> tuple[datetime | None, ...]:
    return report.created_at, report.reclassified_at, report.cancelled_at


def _keys(news: Mapping[str, CrimeReport], known: Mapping[str, Crime]) -> list[str]:
    """The incidents that are named now, or were before."""
    named = {str(r.incident) for r in news.values() if r.incident}
    return sorted(named | {key for k in news if k in known and (key := known[k].incident_key)})


def _carrying(work: Work, news: Mapping[str, CrimeReport], known: Mapping[str, Crime]) -> dict[str, Incident]:
    """The incidents whose offences carry records that the crime system gives to none."""
    nobodys = (known[k] for k in news if k in known and known[k].incident_key is None)
    ids = {crime.incident_id for crime in nobodys if crime.incident_id is not None}
    return {i.stream: i for i in incidents.by_ids(work, sorted(ids)).values()} if ids else {}


class _Batch:
    """The incidents that a batch is about, each with its dossier."""

    def __init__(self, work: Work, held: Mapping[str, Incident]) -> None:
        self._work, self._held = work, held
        self._dossiers: dict[str, Dossier] = {}

    def act(self, news: Mapping[str, CrimeReport], known: Mapping[str, Crime]) -> None:
        """Write what changed, then match every incident that is concerned."""
        for ref, report in news.items():
            if ref in known:
                self._change(known[ref], crime_as_first_read(known[ref], report))
            elif report.incident:
                self._dossier(str(report.incident))
        for dossier in self._dossiers.values():
            settling.match_all(dossier, news.keys())
            dossier.close()

    def _dossier(self, key: str | None) -> Dossier | None:
        """The dossier of an incident; None where we do not hold it."""
        if key and key in self._held and key not in self._dossiers:
            self._dossiers[key] = Dossier.of(self._work, self._held[key])
        return self._dossiers.get(key or "")

    def _change(self, before: Crime, report: CrimeReport) -> None:
        now = stored.write_change(self._work, before, report)
        home = before.incident_key or self._carrier(before)
        dossier = self._dossier(home)
        if dossier and now.incident_key not in (None, home):
            _moved(dossier, now)
        dossier = self._dossier(now.incident_key or home)
        if dossier:
            _changed(dossier, before, now)

    def _carrier(self, crime: Crime) -> str | None:
        """The incident an offence of which carries a record that the crime system gives to none."""
        return next((key for key, held in self._held.items() if held.id == crime.incident_id), None)


def _moved(dossier: Dossier, crime: Crime) -> None:
    """Undo the match with an incident whose crime it was not; what is signed off goes to the Registrar."""
    dossier.placed(crime.ref)
    offence = dossier.carrying(crime.ref)
    if offence is None:
        return
    if stands(offence):
        cancellations.show(dossier, offence.n, crime.ref, "moved")
        stored.unlink(dossier.work, crime.ref, dossier.incident.id)
        return
    cancellations.resolve(dossier.work, dossier.incident, offence.n)
    settling.release(dossier, offence, Happened.CRIME_UNLINKED, to=crime.incident_key)
    lapsing.tell_people(dossier, offence, "moved")


def _changed(dossier: Dossier, before: Crime, now: Crime) -> None:
    """What the crime system did to a record of this incident: reclassified, cancelled, took that back."""
    if before.offence_class != now.offence_class:
        dossier.seclude(now.offence_class)
        _reclassified(dossier, before, now)
    if now.cancelled_at:
        dossier.placed(now.ref)
    offence = dossier.carrying(now.ref) or _reopened(dossier, now)
    if offence is not None:
        _cancelled_or_not(dossier, offence, before, now)
    elif now.cancelled_at and before.cancelled_at is None and dossier.offences:
        cancellations.show_of_none(dossier, now)


def _reclassified(dossier: Dossier, before: Crime, now: Crime) -> None:
    offence = dossier.carrying(now.ref)
    dossier.tell(
        Happened.CRIME_RECLASSIFIED, offence.n if offence else None, now.reclassified_at, crime=now.ref,
        before=before.offence_class, now=now.offence_class,
    )  # fmt: skip


def _reopened(dossier: Dossier, crime: Crime) -> Offence | None:
    """The offence that the Registrar opened again after this record of it had been cancelled."""
    named = (
        o for o in dossier.offences if o.state is State.OPEN and (o.crime_ref or "").upper() == crime.ref
    )
    return next(named, None)


def _cancelled_or_not(dossier: Dossier, offence: Offence, before: Crime, now: Crime) -> None:
    """Follow a cancellation, or its correction; or one that was taken back."""
    cancelled = [(c.cancelled_at, c.cancel_code, c.decision_maker) for c in (before, now)]
    there = before.cancelled_at is not None and before.cancelled_at == offence.checked_at
    if now.cancelled_at and cancelled[0] != cancelled[1]:
        if offence.state is State.OPEN:
            cancellations.show_anew(dossier, offence.n, now.ref, "reopened")
        elif offence.state is not State.CANCELLED or there:
            cancellations.follow(dossier, offence, now)
    elif before.cancelled_at and not now.cancelled_at:
        if offence.state is State.CANCELLED and there:
            cancellations.take_back(dossier, offence, now)
        elif offence.state is State.OPEN:
            settling.record(dossier, offence, now.ref, now)
