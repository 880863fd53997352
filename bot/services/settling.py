"""One rule for a crime reference, whoever brings it: it settles the one offence that it fits, or it waits."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.domain.facts import Happened
from bot.domain.listing import Waiting
from bot.domain.matching import settled, why_waiting
from bot.domain.offence import Decision, Offence, State, Verdict, confirmed, decide, reopen, undone
from bot.domain.sampling import sampled
from bot.services import cancellations
from bot.services.case import rule_upon
from bot.services.dossier import Dossier
from bot.store import crimes, trail
from bot.store import waiting_refs as waiting
from bot.store.crimes import Crime

FEED = "feed"  # who decided, where the crime system says that a record exists


def column_refs(dossier: Dossier, refs: Iterable[str]) -> None:
    """Let each reference that the incident's own log names settle an offence of it.

    Where there is a crime feed it is only claimed until the crime system has it.
    """
    for ref in (ref.upper() for ref in refs):
        listening, crime = crimes.asked(dossier.work, ref)
        if crime is not None and crime.incident_id == dossier.incident.id:
            continue
        if crime is not None and crime.incident_key in (None, dossier.incident.stream):
            match(dossier, [crime], {crime.ref})
        elif crime is not None:
            wait(dossier, crime.ref, "elsewhere")
        elif not dossier.names(ref) and not _settle(dossier, ref, "", None, listening):
            wait(dossier, ref)


def match_all(dossier: Dossier, cancelled: Collection[str] | None = ()) -> None:
    """Let the records that the crime system has of an incident settle its offences.

    Of those that are cancelled already only some are asked, by reference; None: all.
    """
    match(dossier, crimes.unmatched_of(dossier.work, dossier.incident.stream), cancelled)


def match(dossier: Dossier, found: Iterable[Crime], cancelled: Collection[str] | None = ()) -> None:
    """Match records as if the incident had been there when each thing was said of them."""
    asked = [c for c in found if c.cancelled_at is None or cancelled is None or c.ref in cancelled]
    left = {crime.ref: crime for crime in asked}
    for crime in asked:
        dossier.seclude(crime.offence_class)
    for crime in asked:
        if _carried(dossier, crime):
            del left[crime.ref]
    named = {ref.upper() for ref in dossier.incident.crime_refs}
    for crime, offence_class in _as_it_was_said(tuple(left.values()), named):
        if crime.ref in left and _settle(dossier, crime.ref, offence_class, crime):
            del left[crime.ref]
    for crime in left.values():
        if crime.cancelled_at is None:
            wait(dossier, crime.ref, offence_class=crime.offence_class)


def _as_it_was_said(found: Iterable[Crime], named: Collection[str]) -> Iterator[tuple[Crime, str]]:
    """Every class that each record has had, in the order in which we were told.

    Of what we were told at once, those come first that the log itself names.
    """
    said = [
        (seen, crime.ref not in named, crime.created_at, crime.ref, place, crime, offence_class)
        for crime in found
        for place, (seen, _, offence_class) in enumerate(c.partition("|") for c in crime.classes)
    ]
    for *_, crime, offence_class in sorted(said, key=lambda each: each[:5]):
        yield crime, offence_class


def _carried(dossier: Dossier, crime: Crime) -> bool:
    """Whether an offence carries this record already: what was claimed is confirmed.

    What nobody but the log's own column claimed is given back where the crime is of another kind.
    """
    offence = dossier.carrying(crime.ref)
    if offence is None:
        return False
    if offence.claimed_at and offence.decided_by == FEED and not _of_its_kind(dossier, offence, crime):
        release(dossier, offence, Happened.CLAIM_LAPSED, why="other_kind")
        return False
    confirm(dossier, offence, crime)
    return True


def give_back(dossier: Dossier, crime: Crime) -> None:
    """Take back what only the log's own column claimed of a crime that is another incident's."""
    offence = dossier.carrying(crime.ref)
    if offence is not None and offence.claimed_at:
        release(dossier, offence, Happened.CLAIM_LAPSED, why="elsewhere")
        match_all(dossier)
        wait(dossier, crime.ref, "elsewhere")


def _of_its_kind(dossier: Dossier, offence: Offence, crime: Crime) -> bool:
    alone = {offence.n: dossier.kinds_of(offence)}
    return any(settled(c.partition("|")[2], alone) for c in crime.classes)


def confirm(dossier: Dossier, offence: Offence, crime: Crime) -> None:
    """Note that the crime system has what an offence is recorded as, and when it was recorded there."""
    crimes.link(dossier.work, crime, dossier.incident.id, offence.n)
    waiting.matched(dossier.work, dossier.incident.id, crime.ref)
    if offence.claimed_at:
        offence = dossier.save(offence, confirmed(offence, crime.created_at))
        dossier.tell(Happened.CRIME_CONFIRMED, offence.n, crime.created_at, crime=crime.ref)
    if crime.cancelled_at and offence.state is not State.CANCELLED:
        cancellations.follow(dossier, offence, crime)


def release(dossier: Dossier, offence: Offence, kind: Happened, **values: Any) -> Offence:
    """Take from an offence what it was recorded as: it is open again, on its first deadline."""
    crimes.unlink(dossier.work, offence.crime_ref or "", dossier.incident.id)
    freed = dossier.save(offence, undone(offence))
    dossier.tell(kind, offence.n, crime=offence.crime_ref, **values)
    return freed


def _settle(
    dossier: Dossier, ref: str, offence_class: str, crime: Crime | None, listening: bool = False
) -> bool:
    """Whether the reference settles an offence: of a watched incident the one that it opens."""
    if not dossier.offences:
        chosen = dossier.open_one()
    else:
        n = settled(offence_class, dossier.open_to(ref) | (_yielding(dossier) if crime else {}))
        found = dossier.numbered(n) if n else _recorded_anew(dossier, ref, offence_class, crime)
        if found is None:
            return False
        chosen = _freed(dossier, found)
    record(dossier, chosen, ref, crime, listening)
    return True


def _yielding(dossier: Dossier) -> dict[int, frozenset[str]]:
    """The offences that only the log's own column claimed: what the crime system has goes before that."""
    return {o.n: dossier.kinds_of(o) for o in dossier.offences if o.claimed_at and o.decided_by == FEED}


def _freed(dossier: Dossier, offence: Offence) -> Offence:
    """The offence ready to be recorded; a reference that claimed it until now waits."""
    if not offence.claimed_at:
        return offence
    freed = release(dossier, offence, Happened.CLAIM_LAPSED, why="another")
    wait(dossier, (offence.crime_ref or "").upper())
    return freed


def _recorded_anew(dossier: Dossier, ref: str, offence_class: str, crime: Crime | None) -> Offence | None:
    """The offence whose record the crime system cancelled while it has this other one, of its kind."""
    if crime is None or crime.cancelled_at:
        return None
    gone = [o for o in dossier.offences if o.state is State.CANCELLED and not o.ruled_by]
    by_feed = {o.n: dossier.kinds_of(o) for o in gone if cancellations.made_there(dossier, o)}
    n = settled(offence_class, by_feed)
    if n is None:
        return None
    crimes.unlink(dossier.work, dossier.numbered(n).crime_ref or "", dossier.incident.id)
    cancellations.resolve(dossier.work, dossier.incident, n)
    return dossier.save(dossier.numbered(n), reopen(dossier.numbered(n), None))


def record(dossier: Dossier, before: Offence, ref: str, crime: Crime | None, listening: bool = False) -> None:
    """Record an offence as a crime that a feed told of; its clock stopped when the record was made."""
    work, at = dossier.work, crime.created_at if crime else dossier.work.at
    claimed = listening and crime is None
    verdict = Verdict(
        Decision.CRIME, FEED, FEED, at, crime_ref=ref, oic=dossier.incident.oic, claimed=claimed
    )
    audited = rule_upon(work, dossier.incident, before).audited
    drawn = sampled(trail.head_hash(work.conn, dossier.incident.stream), work.force.sample_percent)
    saved = dossier.save(before, decide(before, verdict, audited or drawn))
    dossier.tell(
        Happened.CRIME_RECORDED, before.n, at, decision=Decision.CRIME.value, crime=ref, source=FEED,
        claimed=claimed or None,
    )  # fmt: skip
    if crime:
        confirm(dossier, saved, crime)


def wait(dossier: Dossier, ref: str, why: str = "", offence_class: str = "") -> None:
    """Let a reference wait until somebody says which offence it settles; told once."""
    work, incident = dossier.work, dossier.incident
    if ref in waiting.of(work, incident.id).get(incident.id, []):
        return
    running = dossier.open_to(ref)
    waiting.add(work, incident.id, ref)
    dossier.tell(
        Happened.CRIME_REF_WAITING, crime=ref, open=len(running),
        why=why or why_waiting(offence_class, running), offence_class=offence_class or None,
    )  # fmt: skip


def waiting_refs(dossier: Dossier) -> Iterator[Waiting]:
    """The references of an incident that wait to be matched, each with why it does now."""
    refs = waiting.of(dossier.work, dossier.incident.id).get(dossier.incident.id, [])
    known = crimes.by_refs(dossier.work, [ref.upper() for ref in refs]) if refs else {}
    for ref in sorted(refs):
        crime, running = known.get(ref.upper()), dossier.open_to(ref.upper())
        why = why_waiting(crime.offence_class if crime else "", running)
        if crime and crime.incident_key not in (None, dossier.incident.stream):
            why = "elsewhere"
        yield Waiting(ref, "cancelled" if crime and crime.cancelled_at else why, min(running, default=None))
