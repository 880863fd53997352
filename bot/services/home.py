"""The Home tab of one person: what waits for them by their role, first what is first due."""

from collections.abc import Sequence

from bot.domain.duty import on_until
from bot.domain.home import Counts, Home, Offer
from bot.domain.incident import Incident
from bot.domain.offence import RUNNING, UNDECIDED, Offence, State
from bot.domain.ordering import waits_for_sign_off
from bot.domain.people import Person
from bot.domain.rights import FORCE_WIDE, REGISTRAR_ROLES, Action, barred_from_checking, permitted, sees
from bot.domain.telling import LOUD
from bot.services.case import rule_of, rule_upon
from bot.services.decisions import lessons
from bot.services.incidents import listings
from bot.services.meetings import promises
from bot.store import crime_notices, handovers, homes, misses, waiting
from bot.store.work import Work

EVERYWHERE = FORCE_WIDE | {"fim"}  # whose work lies in every unit
Held = tuple[Incident, list[Offence]]


def opened(work: Work, who: Person, account: str) -> None:
    """Show somebody their Home tab and keep it fresh."""
    homes.opened(work, who, account, bool(who.roles & EVERYWHERE))


def refresh(work: Work) -> None:
    """Bring every open Home tab up to date."""
    homes.freshen_all(work)


def home(work: Work, account: str, lang: str) -> Home | None:
    """What the Home tab behind a Slack account shows now; None for somebody who is off the roster."""
    me = work.roster.by_slack(account)
    if me is None:
        return None
    found = [(i, held) for i, held in _within_reach(work, me) if sees(me, i, work.force)]
    waits = [one for one in found if _waits_for(work, me, *one)]
    others = [one for one in found if one not in waits and one[0].unit == me.unit]
    unit, registrar = work.force.units.get(me.unit), bool(me.roles & REGISTRAR_ROLES)
    return Home(
        person=me,
        until=on_until(me, work.at, work.force.zone),
        mine=tuple(listings.in_order(work, waits, lang)),
        team=tuple(listings.in_order(work, others, lang)) if me.holds("sergeant") else (),
        unit_name=unit.names.get(lang, unit.code) if unit else "",
        unit=_counts(work, me, found) if me.holds("sergeant") and unit else None,
        lessons=lessons.of(work, me),
        promised=promises.promised_by(work, me),
        offers=_offers(work, me),
        registrar=registrar,
        cancellations=len(crime_notices.unseen(work)) if registrar else 0,
        misses=len(misses.untold(work)) if registrar else 0,
    )


def _offers(work: Work, me: Person) -> tuple[Offer, ...]:
    offered = handovers.waiting_for(work, me.collar)
    return tuple(
        Offer(one.id, work.roster.by_collar(one.giver), len(handovers.items(work, one.id)), one.lapses_at)
        for one in offered
    )


def _within_reach(work: Work, me: Person) -> list[Held]:
    """What may wait for somebody: of their unit or in their hands, or everything where that is their role."""
    if me.roles & EVERYWHERE:
        return waiting.everywhere(work)
    return waiting.within_reach(work, me.unit, me.collar)


def _waits_for(work: Work, me: Person, incident: Incident, held: Sequence[Offence]) -> bool:
    """Whether somebody has the next move: they hold it, may check it, or are to allocate it."""
    if incident.oic == me.collar and any(o.state in UNDECIDED for o in held):
        return True
    return _to_allocate(work, me, incident, held) or any(_to_check(work, me, incident, o) for o in held)


def _to_allocate(work: Work, me: Person, incident: Incident, held: Sequence[Offence]) -> bool:
    if incident.oic is not None or incident.unit != me.unit or not any(o.state in UNDECIDED for o in held):
        return False
    if me.holds("inspector") and not any(listings.stage_of(work, incident, o) & LOUD for o in held):
        return False  # the sergeant's to do, until there is no meeting left
    return permitted(me, Action.ALLOCATE, work.force, rule_of(work, incident), incident.unit)


def _to_check(work: Work, me: Person, incident: Incident, offence: Offence) -> bool:
    if me.collar in barred_from_checking(offence, incident.oic):
        return False
    negated = offence.state is State.NEGATED
    if not negated and not waits_for_sign_off(offence):
        return False
    action = Action.CONFIRM if negated else Action.SIGN_OFF
    return permitted(me, action, work.force, rule_upon(work, incident, offence), incident.unit)


def _counts(work: Work, me: Person, found: Sequence[Held]) -> Counts:
    ours = [(i, held) for i, held in found if i.unit == me.unit]
    stages = [listings.stage_of(work, i, o).code for i, held in ours for o in held if o.state in RUNNING]
    offences = [o for _, held in ours for o in held]
    return Counts(
        overdue=stages.count("overdue"),
        no_meeting_left=stages.count("no_meeting_left"),
        urgent=stages.count("urgent"),
        unallocated=sum(i.oic is None and any(o.state in UNDECIDED for o in held) for i, held in ours),
        unconfirmed=sum(o.state is State.NEGATED for o in offences),
        unsigned=sum(map(waits_for_sign_off, offences)),
    )
