"""Cancellations that the crime system tells of, and those of them that the Registrar must look at."""

from dataclasses import dataclass, replace
from secrets import token_hex
from zoneinfo import ZoneInfo

from bot.domain.cancelling import doubt
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.listing import Line
from bot.domain.offence import STOPPED, Offence, State, cancelled_there, restored
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import rules_as_registrar
from bot.services.case import Request, person, rule_upon, tell
from bot.services.feeds.dossier import Dossier
from bot.services.incidents.listings import line_of
from bot.store import crime_notices as notices
from bot.store import crimes, inbox, outbox
from bot.store import incidents as stored
from bot.store.crime_notices import CANCELLATION, Notice
from bot.store.crimes import Crime
from bot.store.work import Work

# What was checked here, and is no record of this offence: only the Registrar opens it again.
UNFOUNDED = frozenset({"moved", "unseen", "elsewhere", "cancelled"})


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing that the Registrar must look at, or has: why, and how the offence stands now."""

    notice: Notice
    incident: Incident
    line: Line
    offence: Offence
    crime: Crime | None

    @property
    def unfounded(self) -> bool:
        """Whether it is about a record that is not this offence's, and not about a cancellation."""
        return self.notice.why in UNFOUNDED

    @property
    def may_reopen(self) -> bool:
        """Whether reopening it is still a choice."""
        settled = self.offence.state in STOPPED if self.unfounded else self.offence.state is State.CANCELLED
        return settled and self.notice.seen_at is None


def follow(dossier: Dossier, offence: Offence, crime: Crime) -> None:
    """Cancel an offence as the crime system cancelled its record; in doubt the Registrar is shown it."""
    maker = crime.decision_maker
    assert crime.cancelled_at is not None, "only what was cancelled is followed"
    by = maker or "feed"
    why = _doubt(dossier, offence, crime)
    resolve(dossier.work, dossier.incident, offence.n)
    oic = dossier.incident.oic
    dossier.save(offence, cancelled_there(offence, crime.cancel_code, by, oic, crime.cancelled_at))
    dossier.tell(
        Happened.CRIME_CANCELLED, offence.n, crime.cancelled_at, code=crime.cancel_code, crime=crime.ref,
        source="feed", maker=maker or None,
    )  # fmt: skip
    if why:
        show(dossier, offence.n, crime.ref, why)


def show_of_none(dossier: Dossier, crime: Crime) -> None:
    """Show the Registrar a doubtful cancellation of a record that waited, and that no offence carried."""
    first = dossier.offences[0]
    if why := _doubt(dossier, first, crime):
        show(dossier, first.n, crime.ref, why)


def _doubt(dossier: Dossier, offence: Offence, crime: Crime) -> str:
    if not crime.decision_maker:
        return "nobody"
    work = dossier.work
    cancelled_at = crime.cancelled_at or work.at
    found = work.roster.by_collar(crime.decision_maker)
    days = (work.today, cancelled_at.astimezone(ZoneInfo(work.force.zone)).date())
    maker = found if found and any(map(found.valid_on, days)) else None
    rule = rule_upon(work, dossier.incident, offence)
    classes = rule.classes | ({crime.offence_class} if crime.offence_class else set())
    asked = replace(rule, classes=classes)
    return doubt(maker, work.force, asked, offence, dossier.incident.oic)


def made_there(dossier: Dossier, offence: Offence) -> bool:
    """Whether it is the crime system that cancelled what an offence is recorded as."""
    ref = (offence.crime_ref or "").upper()
    crime = crimes.by_refs(dossier.work, [ref]).get(ref)
    return crime is not None and crime.cancelled_at is not None and crime.cancelled_at == offence.checked_at


def take_back(dossier: Dossier, offence: Offence, crime: Crime) -> Offence:
    """Record an offence again whose cancellation the crime system took back; nobody need look at it now."""
    resolve(dossier.work, dossier.incident, offence.n)
    saved = dossier.save(offence, restored(offence))
    dossier.tell(Happened.CRIME_RESTORED, offence.n, crime=crime.ref)
    return saved


def show(dossier: Dossier, n: int, crime_ref: str, why: str) -> None:
    """Show the Registrar something that the crime system did, once for each time that it did it."""
    work, incident = dossier.work, dossier.incident
    key = f"{CANCELLATION}:{incident.id}:{n}:{token_hex(6)}"
    outbox.put(work, key, work.force.registrar_channel, CANCELLATION, key)
    notices.add(work, Notice(key, CANCELLATION, incident.id, n, crime_ref, why, work.at))
    dossier.tell(Happened.REGISTRAR_SHOWN, n, crime=crime_ref, why=why)


def show_anew(dossier: Dossier, n: int, crime_ref: str, why: str) -> None:
    """Show it in the place of what was still to be looked at of the same offence."""
    resolve(dossier.work, dossier.incident, n)
    show(dossier, n, crime_ref, why)


def resolve(work: Work, incident: Incident, n: int, by: str = "feed") -> int:
    """Take off the Registrar's list what was on it of one offence: it is put right; gives how many."""
    return notices.seen_all(work, by, incident.id, n)


def unfounded(work: Work, offence: Offence) -> bool:
    """Whether the Registrar has still to look at an offence that was checked and has no record of its own."""
    return any(each.why in UNFOUNDED for each in notices.unseen_of(work, offence.incident_id, offence.n))


def seen(work: Work, request: Request, message_key: str) -> Shown:
    """Note that the Registrar (or deputy) has looked at it and lets it stand.

    Raises Refused `registrars_only`, `already_seen` with who did and when, `stale` for what is no more.
    """
    inbox.claim(work, request.id)
    _refuse_others(person(work, request.actor))
    shown = of_message(work, message_key, "en")
    if shown is None or not notices.seen(work, request.actor, message_key):
        raise Refused("already_seen", notice=shown.notice) if shown else Refused("stale")
    tell(
        work, shown.incident, Happened.REGISTRAR_SAW, request, shown.notice.n,
        crime=shown.notice.crime_ref, why=shown.notice.why, ruling=request.actor,
    )  # fmt: skip
    outbox.freshen(work, [message_key])
    return shown


def listed(work: Work, asker: Person, lang: str) -> list[Shown]:
    """What the Registrar still has to look at, oldest first; raises Refused `registrars_only`."""
    _refuse_others(asker)
    return [_shown(work, notice, lang) for notice in notices.unseen(work)]


def of_message(work: Work, message_key: str, lang: str) -> Shown | None:
    """What one message shows the Registrar, as it stands now."""
    notice = notices.by_key(work, message_key)
    return _shown(work, notice, lang) if notice else None


def _shown(work: Work, notice: Notice, lang: str) -> Shown:
    incident = stored.by_ids(work, [notice.incident_id])[notice.incident_id]
    offences = stored.offences_of(work, incident.id)
    offence = next(o for o in offences if o.n == notice.n)
    crime = crimes.by_refs(work, [notice.crime_ref]).get(notice.crime_ref)
    line = line_of(work, incident, offences, offence, lang)
    return Shown(notice, incident, line, offence, crime)


def _refuse_others(asker: Person) -> None:
    if not rules_as_registrar(asker):
        raise Refused("registrars_only")
