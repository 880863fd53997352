"""Handing an incident to another unit: the one offers, the other accepts or declines with a reason.

The deadline never moves: only whose list it stands on does, and whose meetings it waits for.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.duty import on_until
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.listing import Line
from bot.domain.meeting import How, Meeting
from bot.domain.offence import RUNNING
from bot.domain.ordering import most_pressing
from bot.domain.people import Person
from bot.domain.promise import OfferState, UnitOffer
from bot.domain.refusal import Refused
from bot.domain.rights import Action, in_the_place_of, sees
from bot.services.case import Case, Request, Target, load, person, tell, with_crossing
from bot.services.entering import enter
from bot.services.incidents.listings import line_of
from bot.services.lines import about_work
from bot.services.meetings import messages
from bot.services.meetings.rights import refuse_unless
from bot.services.messages import notices
from bot.store import inbox, outbox
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored_meetings
from bot.store import unit_offers as stored
from bot.store.work import Work

OFFER, ANSWER = "unit_offer", "unit_answer"  # the bulletins
CONTROL = "fim"  # the control room answers where a unit has nobody on


@dataclass(frozen=True, slots=True)
class Answered:
    """An offer with its answer, and the incident as it is now."""

    offer: UnitOffer
    incident: Incident


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer with the line of its incident; whether whoever offered it is on duty, to be mentioned."""

    offer: UnitOffer
    line: Line
    mention: bool


def offer(work: Work, request: Request, target: Target, to_unit: str, line: str = "") -> Answered:
    """Offer an incident to another unit, which is told in its channel; an offer that waits is taken back.

    Raises Refused `unknown_unit`, `its_own_unit`, `nothing_open`, `not_permitted`, `about_a_person`.
    """
    case = load(work, request, target)
    _refuse_unless_offerable(work, case, to_unit)
    held, said = case.incident, about_work(line, "line")
    _withdraw(work, request, held)
    meeting = next((m for _, m in stored_meetings.now_looked_at(work, held.id)), None)
    made = stored.add(work, held.id, meeting, held.unit, to_unit, said, request.actor)
    boards = stored_meetings.now_looked_at(work, held.id)
    _note(work, request, held, Happened.UNIT_OFFERED, made, [board for _, board in boards])
    for item, board in boards:
        values = {"how": How.HANDED.value, "by": request.actor, "at": work.at}
        stored_meetings.change_item(work, item, **values)
        messages.freshen(work, board)
    outbox.put(work, f"{OFFER}:{made.id}", _channel(work, held, to_unit), OFFER, str(made.id))
    return Answered(made, held)


def _refuse_unless_offerable(work: Work, case: Case, to_unit: str) -> None:
    refuse_unless(work, case.actor.collar, Action.MEET, case.incident.unit, about=case.incident)
    if to_unit not in work.force.units:
        raise Refused("unknown_unit", typed=to_unit[:40], units=tuple(work.force.units.values()))
    if to_unit == case.incident.unit:
        raise Refused("its_own_unit", incident=case.incident, block_id="unit")
    if not any(o.state in RUNNING for o in case.offences):
        raise Refused("nothing_open", incident=case.incident)


def _withdraw(work: Work, request: Request, incident: Incident) -> None:
    """Take back an offer of an incident that waits: it is offered anew."""
    waiting = stored.newest_of(work, [incident.id]).get(incident.id)
    if waiting and waiting.state is OfferState.OFFERED:
        stored.answer(work, waiting, OfferState.WITHDRAWN, request.actor)
        _note(work, request, incident, Happened.UNIT_WITHDRAWN, waiting)
        outbox.freshen(work, [f"{OFFER}:{waiting.id}"])


def accept(work: Work, request: Request, ident: int) -> Answered:
    """Take an incident that is offered: it is the other unit's from now on, on the deadline that it had.

    Raises Refused `stale`, `offer_answered`, `not_your_units`, `unknown_incident`, `nothing_open`.
    """
    found, held, _ = _answerable(work, request, ident)
    if not any(o.state in RUNNING for o in stored_incidents.offences_of(work, held.id)):
        raise Refused("nothing_open", incident=held)
    stored.answer(work, found, OfferState.ACCEPTED, request.actor)
    _move(work, held, found.to_unit)
    _note(work, request, held, Happened.UNIT_ACCEPTED, found)
    now = replace(held, unit=found.to_unit, version=held.version + 1)
    _tell_both(work, found, held, now)
    return Answered(stored.by_id(work, ident) or found, now)


def decline(work: Work, request: Request, ident: int, line: str) -> Answered:
    """Leave an incident that is offered where it is, and say why.

    Raises Refused `say_what`, `about_a_person`, and what accepting raises.
    """
    found, held, _ = _answerable(work, request, ident)
    said = about_work(line, "line")
    if not said:
        raise Refused("say_what", block_id="line")
    stored.answer(work, found, OfferState.DECLINED, request.actor, said)
    boards = [b for b in stored_meetings.now_looked_at(work, held.id) if b[0].how is How.HANDED]
    _note(work, request, held, Happened.UNIT_DECLINED, found, [board for _, board in boards], answer=said)
    for item, _ in boards:  # it is the meeting's again, as nobody had looked at it
        stored_meetings.change_item(work, item, how=How.OPEN.value, by="", at=None)
    _tell_both(work, found, held, held)
    return Answered(stored.by_id(work, ident) or found, held)


def shown(work: Work, ident: int, channel: str, lang: str) -> Shown | None:
    """An offer with its incident's line, for a channel; None where that may not be told of it any more."""
    found = stored.by_id(work, ident)
    held = stored_incidents.by_ids(work, [found.incident_id]).get(found.incident_id) if found else None
    if found is None or held is None or (held.restricted and channel != work.force.restricted_channel):
        return None
    offences = stored_incidents.offences_of(work, held.id)
    line = line_of(work, held, offences, most_pressing(offences), lang)
    return Shown(found, line, _on_duty(work, found.by))


def _on_duty(work: Work, collar: str) -> bool:
    who = work.roster.by_collar(collar)
    return bool(who and who.slack_ids and on_until(who, work.at, work.force.zone))


def waiting_of(work: Work, target: Target) -> int:
    """The offer of an incident that waits for its answer; raises Refused `nothing_offered`."""
    incident = stored_incidents.by_key(work, target.key)
    found = stored.newest_of(work, [incident.id]).get(incident.id) if incident else None
    if found is None or found.state is not OfferState.OFFERED:
        raise Refused("nothing_offered", ref=target.key.ref)
    return found.id


def answerable(work: Work, collar: str, ident: int) -> tuple[UnitOffer, Incident, Person]:
    """An offer that somebody may answer, with its incident; for forms. Raises as accepting does."""
    found, who = stored.by_id(work, ident), person(work, collar)
    if found is None:
        raise Refused("stale")
    held = stored_incidents.by_ids(work, [found.incident_id])[found.incident_id]
    if not sees(who, held, work.force):
        raise Refused("unknown_incident", ref=held.key.ref)
    if found.state is not OfferState.OFFERED:
        raise Refused("offer_answered", offer=found, incident=held)
    there = in_the_place_of(who, work.roster, work.at, found.to_unit)
    if found.by == collar or (there.unit != found.to_unit and CONTROL not in who.roles):  # two pairs of eyes
        raise Refused("not_your_units", unit=work.force.units[found.to_unit])
    return found, held, who


def _answerable(work: Work, request: Request, ident: int) -> tuple[UnitOffer, Incident, Person]:
    inbox.claim(work, request.id)
    found, held, who = answerable(work, request.actor, ident)
    refuse_unless(work, who.collar, Action.MEET, found.to_unit)
    return found, held, who


def _move(work: Work, held: Incident, to_unit: str) -> None:
    """Give an incident to a unit: what the feed calls its unit is kept apart, and so is not lost."""
    feeds = held.feed_unit or held.unit
    stored_incidents.save_incident(work, held, unit=to_unit, feed_unit=None if feeds == to_unit else feeds)
    unit = work.force.units[to_unit]
    for offence in stored_incidents.offences_of(work, held.id):
        again = with_crossing(work, unit, offence)
        if again != offence:
            stored_incidents.save_offence(work, offence, again)


def _note(
    work: Work, request: Request, held: Incident, kind: Happened, made: UnitOffer,
    boards: Sequence[Meeting] = (), answer: str | None = None,
) -> None:  # fmt: skip
    """Tell the incident's trail, that of the meeting at which it was offered, and those of other boards.

    The number of the offer stands on its own meeting's alone, whose record it belongs to.
    """
    said = {"before": made.from_unit, "to": made.to_unit, "line": made.line or None, "answer": answer}
    tell(work, held, kind, request, None, None, **said)
    told: dict[str, int | None] = {board.stream: None for board in boards}
    if made.meeting_id is not None:
        told[stored_meetings.by_id(work, made.meeting_id).stream] = made.id
    for stream, ident in told.items():
        enter(work, stream, kind, request.actor, None, incident=held.stream, offer=ident, **said)


def _tell_both(work: Work, made: UnitOffer, before: Incident, now: Incident) -> None:
    """Bring every message up to date, and tell the unit that offered it of the answer."""
    outbox.freshen(work, [f"{OFFER}:{made.id}"])
    channel = _channel(work, now, made.from_unit)
    outbox.put(work, f"{ANSWER}:{made.id}", channel, ANSWER, str(made.id))
    notices.refresh(work, before)
    notices.refresh(work, now)


def _channel(work: Work, held: Incident, unit: str) -> str:
    return notices.channel_of(work, replace(held, unit=unit))
