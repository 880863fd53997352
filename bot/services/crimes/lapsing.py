"""References that are claimed: confirmed by the crime system, or open again where it never shows them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from secrets import token_hex

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.listing import Line
from bot.domain.offence import NAMING, Offence
from bot.domain.telling import answerable
from bot.services.crimes import settling
from bot.services.feeds.dossier import Dossier
from bot.services.incidents.listings import line_of
from bot.services.messages import notices as places
from bot.store import claims, crime_notices, crimes, outbox
from bot.store import incidents as stored
from bot.store.crime_notices import LAPSED, Notice
from bot.store.crimes import Crime
from bot.store.work import Work

BATCH = 50


@dataclass(frozen=True, slots=True)
class Lapsed:
    """A claim that came to nothing, as it was told: the offence and the incident as they stand now."""

    notice: Notice
    incident: Incident
    line: Line
    offence: Offence


def feeds_are(work: Work, sources: Sequence[str]) -> int:
    """Make the crime feeds equal to those that are polled now; where there is none, nothing is claimed.

    Gives how many claims it ended, at most a batch: call it until there are none.
    """
    claims.feeds_are(work, sources)
    if sources:
        return 0
    found = claims.made_by(work, work.at, BATCH)
    for offence in found:
        dossier = _dossier(work, offence.incident_id)
        held = dossier.numbered(offence.n)
        dossier.save(held, replace(held, claimed_at=None))
        dossier.tell(Happened.CLAIM_ENDED, offence.n, crime=offence.crime_ref)
        dossier.close()
    return len(found)


def judge(work: Work, source: str, read_to: datetime | None, whole: bool | None, copied: bool = False) -> int:
    """Confirm the claims that the crime system has, and let lapse those that it should have shown long since.

    `read_to` is how far this feed is known to have got (UTC): what was claimed later is not judged by its
    silence, nor is anything while what it brought could not be read to its end (`whole`; None: as before).
    `copied`: it is only the time of a file, so the records that the feed has brought must prove it too.
    Call it when everything that the feed brought is taken in. Gives how many it dealt with, at most a batch.
    """
    missed = _match_missed(work)
    before, oldest = claims.standing(work)
    if whole is not None:
        claims.note_whole(work, source, whole)
    if oldest is None:
        return missed
    patience = timedelta(hours=work.force.claim_hours)
    if got_to := _got_to(work, source, read_to, copied):
        claims.note_reach(work, source, got_to, oldest + patience)
    _confirm_known(work)
    _lapse_before(work, patience)
    return missed + before - claims.standing(work)[0]


def _match_missed(work: Work) -> int:
    """Match records that came in the very instant in which their incident did, when neither saw the other."""
    found = crimes.missed(work, BATCH)
    for incident_id in sorted(found):
        dossier = _dossier(work, incident_id)
        settling.match_all(dossier)
        dossier.close()
    return len(found - crimes.missed(work, BATCH)) if found else 0


def _got_to(work: Work, source: str, read_to: datetime | None, copied: bool) -> datetime | None:
    """How far a feed has got for sure (UTC): no clock of somebody else's is believed beyond our own."""
    if read_to is None:
        return None
    proven = claims.newest_made(work, source) if copied else work.at
    return min(read_to, work.at, proven) if proven else None


def _confirm_known(work: Work) -> None:
    """Confirm what was claimed in the very instant in which its record came, and what names no incident."""
    found = claims.known(work, BATCH)
    for incident_id, crime in found:
        dossier = _dossier(work, incident_id)
        _confirm_one(dossier, crime.ref)
        dossier.close()


def _confirm_one(dossier: Dossier, ref: str) -> None:
    """Confirm what was claimed of a record, as it stands after those of the same batch."""
    crime = crimes.by_refs(dossier.work, [ref])[ref]
    settling.bear_out(dossier, crime)
    offence = dossier.carrying(ref)
    if offence is not None and offence.claimed_at:
        if dossier.elsewhere(crime):
            settling.give_back(dossier, crime)
        else:
            settling.match(dossier, [crime], {crime.ref})


def _lapse_before(work: Work, patience: timedelta) -> None:
    reach = claims.reach(work)
    found = claims.made_by(work, reach - patience, BATCH) if reach else []
    for offence in found:
        dossier = _dossier(work, offence.incident_id)
        if dossier.numbered(offence.n).claimed_at:  # somebody may have returned it just now
            _judge_one(dossier, dossier.numbered(offence.n))
        dossier.close()


def _judge_one(dossier: Dossier, offence: Offence) -> None:
    ref = (offence.crime_ref or "").upper()
    crime = crimes.by_refs(dossier.work, [ref]).get(ref)
    why = _fault(dossier, offence, crime)
    if crime is None or why:
        _lapse(dossier, offence, why)
    elif offence.decision in NAMING:
        settling.bear_out(dossier, crime)
    else:
        settling.match(dossier, [crime], {crime.ref})


def _fault(dossier: Dossier, offence: Offence, crime: Crime | None) -> str:
    """Why what the crime system has does not bear out a claim, as a code; empty where it does."""
    if crime is None:
        return "unseen"
    if offence.decision in NAMING:
        return "cancelled" if crime.cancelled_at else ""
    return "elsewhere" if dossier.elsewhere(crime) else ""


def _lapse(dossier: Dossier, before: Offence, why: str) -> None:
    """Open it again; where the crime system has another record that it surely is, that settles it instead."""
    hours = f"{dossier.work.force.claim_hours:g}"
    if not settling.unsettle(dossier, before, why, hours=hours):
        return
    settling.match_all(dossier)
    if dossier.numbered(before.n).crime_ref is None:
        tell_people(dossier, before, why)


def _dossier(work: Work, incident_id: int) -> Dossier:
    return Dossier.of(work, stored.by_ids(work, [incident_id])[incident_id])


def tell_people(dossier: Dossier, before: Offence, why: str) -> None:
    """Tell those who answer for what an offence was recorded as that it is open again."""
    work, incident = dossier.work, dossier.incident
    on, off = answerable(work.roster, work.force, incident, before, work.at)
    key = f"{LAPSED}:{incident.id}:{before.n}:{token_hex(6)}"
    outbox.put(work, key, places.channel_of(work, incident), LAPSED, key)
    mentions, named = (tuple(p.collar for p in people) for people in (on, off))
    ref = before.crime_ref or ""
    crime_notices.add(work, Notice(key, LAPSED, incident.id, before.n, ref, why, work.at, mentions, named))


def of_message(work: Work, message_key: str, lang: str) -> Lapsed | None:
    """What one message tells; None where its channel is no place for it any more."""
    notice, message = crime_notices.by_key(work, message_key), outbox.by_key(work, message_key)
    if notice is None or message is None:
        return None
    incident = stored.by_ids(work, [notice.incident_id])[notice.incident_id]
    if incident.restricted and message.channel != work.force.restricted_channel:
        return None
    offences = stored.offences_of(work, incident.id)
    offence = next(o for o in offences if o.n == notice.n)
    return Lapsed(notice, incident, line_of(work, incident, offences, offence, lang), offence)
