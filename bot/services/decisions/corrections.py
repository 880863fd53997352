"""What is put right later: a further offence, a reopening, a cancellation."""

from dataclasses import replace
from datetime import datetime

from bot.domain import offence as rules
from bot.domain.clock import due_at
from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.offence import Offence, State
from bot.domain.refusal import Refused
from bot.domain.rights import Action, rules_as_registrar
from bot.services.case import (
    Case,
    Outcome,
    Request,
    Target,
    conclude,
    load,
    permit,
    pick,
    refuse_overruling,
    rule_for,
    ruling_of,
    still_ruled,
    tell,
    with_crossing,
)
from bot.services.crimes import cancellations, typed
from bot.services.crimes.typed import Heard
from bot.services.decisions.checks import refuse_own
from bot.services.feeds.reported import first_reported
from bot.services.messages import notices
from bot.store import incidents as stored
from bot.store.work import Work

ALL_EARS = Heard(listening=True)  # a further offence may be what a record waits for
SETTLED = frozenset({State.CONFIRMED, State.CANCELLED})
CRIMES = frozenset({State.RECORDED, State.SIGNED_OFF})


def add_offence(
    work: Work, request: Request, target: Target, told_at: datetime | None = None, offence_class: str = ""
) -> Outcome:
    """Put a further reported offence on the clock, from when police were told (UTC; default: the report).

    Raises Refused `told_time` for an instant before the report or ahead of now, `unknown_category`.
    """
    case = load(work, request, target)
    permit(work, case, Action.ADD_OFFENCE, case.actor)
    if offence_class and offence_class not in work.force.categories:
        raise Refused("unknown_category", typed=offence_class[:40])
    reported = first_reported(work, case.incident)
    told = told_at or reported
    if not reported <= told <= work.at:
        raise Refused("told_time", incident=case.incident, told_at=told)
    n = len(case.offences) + 1
    new = Offence(case.incident.id, n, told, due_at(told, work.force.stages), offence_class=offence_class)
    incident, saved = _added(work, case, new)
    mark = tell(
        work, incident, Happened.OFFENCE_ADDED, request, n, told, told_at=told, offence_class=offence_class,
        restricted=incident.restricted or None,
    )  # fmt: skip
    notices.refresh(work, incident)
    return typed.followed_up(work, Outcome(incident, (*case.offences, saved), n, mark), ALL_EARS)


def _added(work: Work, case: Case, new: Offence) -> tuple[Incident, Offence]:
    """Both as they are now: a restricted offence makes its incident restricted."""
    held = case.incident
    restricted = held.restricted or work.force.rule(new.offence_class, (), ()).restricted
    saved = with_crossing(work, work.force.units.get(held.unit), new)
    stored.add_offence(work, saved)
    stored.save_incident(work, held, restricted=restricted)  # two at once must not both be offence n
    if restricted != held.restricted:
        notices.freshen_past(work, held)
    return replace(held, restricted=restricted, version=held.version + 1), saved


def reopen(work: Work, request: Request, target: Target) -> Outcome:
    """Open a settled offence again, on its first deadline.

    Anyone may reopen a confirmed negation, since that moves it towards recording; a ruling of the
    Registrar, and a cancelled crime, only the Registrar. A record is returned or cancelled instead, save
    for one of which the Registrar was shown that the crime system has none: that the Registrar reopens.
    """
    case = load(work, request, target)
    permit(work, case, Action.REOPEN, case.actor)
    before = pick(case, target.n, SETTLED)
    baseless = cancellations.unfounded(work, before)
    _refuse_reopening(case, before, baseless)
    cancellations.resolve(work, case.incident, before.n, request.actor)
    ruled_by = still_ruled(case, before)
    after = replace(rules.undone(before), ruled_by=ruled_by) if baseless else rules.reopen(before, ruled_by)
    outcome = conclude(
        work, case, before, after, Happened.OFFENCE_REOPENED, request,
        was=before.state.value, decision=before.decision, ruling=ruling_of(case),
    )  # fmt: skip
    return typed.followed_up(work, outcome, ALL_EARS) if baseless else outcome


def _refuse_reopening(case: Case, before: Offence, baseless: bool) -> None:
    if before.state in CRIMES and baseless:
        refuse_overruling(case, before)
    elif before.state in CRIMES:
        raise Refused("recorded_stays", incident=case.incident, offence=before)
    if before.state is State.CANCELLED or (before.state is State.CONFIRMED and before.ruled_by):
        refuse_overruling(case, before)


def cancel(work: Work, request: Request, target: Target, code: str) -> Outcome:
    """Cancel a recorded crime for one of the reasons C1-C5, as a designated decision maker.

    Raises Refused `not_recorded`, `not_permitted`, `four_eyes` for the OIC and for whoever recorded it,
    save for the Registrar, who is the final arbiter.
    """
    case = load(work, request, target)
    before = pick(case, target.n, CRIMES)
    rule = rule_for(work, case, before)
    permit(work, case, Action.CANCEL, case.actor, rule)
    if before.state in CRIMES and not rules_as_registrar(case.actor):
        refuse_own(work, case, before, Action.CANCEL)  # else one pair of eyes records and cancels
    if before.ruled_by:
        refuse_overruling(case, before)
    ruling = ruling_of(case)
    after = rules.cancel(before, code, case.actor.collar, case.incident.oic, work.at)
    after = replace(after, ruled_by=still_ruled(case, before))
    return conclude(
        work,
        case,
        before,
        after,
        Happened.CRIME_CANCELLED,
        request,
        code=code,
        crime=before.crime_ref,
        ruling=ruling,
    )
