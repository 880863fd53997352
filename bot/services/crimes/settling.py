"""One rule for a crime reference, whoever brings it: it settles the one offence that it fits, or it waits."""

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from bot.domain.facts import Happened
from bot.domain.listing import Waiting
from bot.domain.matching import early, settled, why_waiting
from bot.domain.offence import (
    NAMING,
    Decision,
    Offence,
    State,
    Verdict,
    borne_out,
    confirmed,
    decide,
    reopen,
    stands,
    undone,
)  # fmt: skip
from bot.domain.sampling import sampled
from bot.services.case import rule_upon
from bot.services.crimes import cancellations
from bot.services.feeds.dossier import Dossier
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
        if crime is not None and not dossier.elsewhere(crime):
            match(dossier, [crime], {crime.ref})
        elif crime is not None:
            wait(dossier, crime.ref, crime)
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
        if crime.cancelled_at is None and not dossier.spoken_for(crime.ref):
            wait(dossier, crime.ref, crime)


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

    What nobody but the log's own column claimed is given back where the crime is surely another.
    """
    offence = dossier.carrying(crime.ref)
    if offence is None:
        return False
    why = _another(dossier, offence, crime) if _by_column(offence) else ""
    if why:
        release(dossier, offence, Happened.CLAIM_LAPSED, why=why)
        return False
    confirm(dossier, offence, crime)
    return True


def _by_column(offence: Offence) -> bool:
    """Whether nobody but the log's own column says so far what an offence is recorded as."""
    return offence.claimed_at is not None and offence.decided_by == FEED and not stands(offence)


def _another(dossier: Dossier, offence: Offence, crime: Crime) -> str:
    """Why a crime is surely none that settles an offence, as a code; empty where it may be."""
    if early(crime.made_by, offence.told_at):
        return "before"
    return "" if _of_its_kind(dossier, offence, crime) else "other_kind"


def give_back(dossier: Dossier, crime: Crime) -> None:
    """Take back what only the log's own column claimed of a crime that is another incident's."""
    offence = dossier.carrying(crime.ref)
    column = offence is not None and offence.claimed_at is not None and offence.decided_by == FEED
    if offence is not None and column and unsettle(dossier, offence, "elsewhere"):
        match_all(dossier)
        wait(dossier, crime.ref, crime)


def _of_its_kind(dossier: Dossier, offence: Offence, crime: Crime) -> bool:
    alone = {offence.n: dossier.kinds_of(offence)}
    return any(settled(c.partition("|")[2], alone) for c in crime.classes)


def confirm(dossier: Dossier, offence: Offence, crime: Crime) -> None:
    """Note that the crime system has what an offence is recorded as, and when it was recorded there."""
    crimes.link(dossier.work, crime, dossier.incident.id, offence.n)
    dossier.placed(crime.ref)
    if offence.claimed_at or _put_right(dossier, offence, crime):
        offence = dossier.save(offence, confirmed(offence, crime.created_at))
        dossier.tell(Happened.CRIME_CONFIRMED, offence.n, crime.created_at, crime=crime.ref)
    if crime.cancelled_at and offence.state is not State.CANCELLED:
        cancellations.follow(dossier, offence, crime)


def _put_right(dossier: Dossier, offence: Offence, crime: Crime) -> bool:
    """Whether the Registrar was shown that there is no such record: now there is, and nobody need look."""
    if crime.cancelled_at or not stands(offence) or not cancellations.unfounded(dossier.work, offence):
        return False
    return cancellations.resolve(dossier.work, dossier.incident, offence.n) > 0


def bear_out(dossier: Dossier, crime: Crime) -> None:
    """Confirm what is said to be recorded already as a crime, or included under it: it is there."""
    for offence in [o for o in dossier.offences if o.claimed_at and o.decision in NAMING]:
        if (offence.crime_ref or "").upper() == crime.ref and crime.cancelled_at is None:
            dossier.save(offence, borne_out(offence))
            dossier.tell(Happened.CRIME_CONFIRMED, offence.n, crime.created_at, crime=crime.ref)


def unsettle(dossier: Dossier, offence: Offence, why: str, **values: Any) -> bool:
    """Whether what came to nothing is open again; what was checked the Registrar is shown instead."""
    if stands(offence):
        dossier.save(offence, borne_out(offence))
        cancellations.show_anew(dossier, offence.n, (offence.crime_ref or "").upper(), why)
        return False
    release(dossier, offence, Happened.CLAIM_LAPSED, why=why, **values)
    return True


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
        if crime is not None and dossier.too_early(crime):
            return False
        chosen = dossier.open_one()
    else:
        fitting = dossier.in_time(crime) | _yielding(dossier, crime) if crime else dossier.open_to(ref)
        n = settled(offence_class, fitting)
        found = dossier.numbered(n) if n else _recorded_anew(dossier, ref, offence_class, crime)
        if found is None:
            return False
        chosen = _freed(dossier, found)
    record(dossier, chosen, ref, crime, listening)
    return True


def _yielding(dossier: Dossier, crime: Crime) -> dict[int, frozenset[str]]:
    """The offences that only the log's own column claimed: what the crime system has goes before that."""
    claimed = (o for o in dossier.offences if _by_column(o) and not early(crime.made_by, o.told_at))
    return {o.n: dossier.kinds_of(o) for o in claimed}


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
    gone = [o for o in gone if not early(crime.made_by, o.told_at)]
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
        claimed=claimed or None, sign_off=saved.sign_off_due or None,
    )  # fmt: skip
    if crime:
        confirm(dossier, saved, crime)


def wait(dossier: Dossier, ref: str, crime: Crime | None = None) -> None:
    """Let a reference wait until somebody says which offence it settles; told once."""
    work, incident = dossier.work, dossier.incident
    if ref in waiting.of(work, incident.id).get(incident.id, []):
        return
    why, offence_class = _why(dossier, ref, crime), crime.offence_class if crime else ""
    waiting.add(work, incident.id, ref)
    dossier.tell(
        Happened.CRIME_REF_WAITING, crime=ref, open=len(dossier.open_to(ref)), why=why,
        offence_class=offence_class if offence_class and why != "elsewhere" else None,
    )  # fmt: skip


def _why(dossier: Dossier, ref: str, crime: Crime | None) -> str:
    """Why a reference waits, as a code."""
    if crime is None:
        return why_waiting("", dossier.open_to(ref))
    if dossier.elsewhere(crime):
        return "elsewhere"
    if dossier.too_early(crime):
        return "before"
    return why_waiting(crime.offence_class, dossier.in_time(crime))


def waiting_refs(dossier: Dossier) -> Iterator[Waiting]:
    """The references of an incident that wait to be matched, each with why it does now."""
    refs = waiting.of(dossier.work, dossier.incident.id).get(dossier.incident.id, [])
    known = crimes.by_refs(dossier.work, [ref.upper() for ref in refs]) if refs else {}
    for ref in sorted(refs):
        crime, running = known.get(ref.upper()), dossier.open_to(ref.upper())
        why = "cancelled" if crime and crime.cancelled_at else _why(dossier, ref.upper(), crime)
        yield Waiting(ref, why, min(running, default=None))
