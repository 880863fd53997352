"""The second pair of eyes: confirming a negation, signing off a record, returning either."""

from dataclasses import replace

from bot.domain.facts import Happened
from bot.domain.offence import Offence, State, check, send_back
from bot.domain.refusal import Refused
from bot.domain.rights import Action, barred_from_checking, who_else
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
)
from bot.store import feedback
from bot.store.work import Work

NEGATED = frozenset({State.NEGATED})
RECORDED = frozenset({State.RECORDED})


def confirm(work: Work, request: Request, target: Target) -> Outcome:
    """Confirm a negation that somebody else made: its clock stops.

    Raises Refused `four_eyes` (with who on duty can), `not_permitted`, `not_negated`, `already_decided`.
    """
    case = load(work, request, target)
    before = pick(case, target.n, NEGATED)
    if before.state in (State.OPEN, State.RETURNED, State.RECORDED):
        raise Refused("not_negated", offence=before, incident=case.incident)
    if before.ruled_by:
        refuse_overruling(case, before)
    after = _checked(work, case, before, Action.CONFIRM)
    return conclude(work, case, before, after, Happened.NEGATION_CONFIRMED, request, ruling=ruling_of(case))


def sign_off(work: Work, request: Request, target: Target) -> Outcome:
    """Sign off a record that somebody else made.

    Raises Refused `four_eyes` (with who on duty can), `not_permitted`, `not_recorded_yet`, `already_decided`.
    """
    case = load(work, request, target)
    before = pick(case, target.n, RECORDED)
    if before.state in (State.OPEN, State.RETURNED, State.NEGATED):
        raise Refused("not_recorded_yet", offence=before, incident=case.incident)
    after = _checked(work, case, before, Action.SIGN_OFF)
    return conclude(work, case, before, after, Happened.RECORD_SIGNED_OFF, request, ruling=ruling_of(case))


def send_it_back(work: Work, request: Request, target: Target, code: str) -> Outcome:
    """Return a decision to its decider with a reason code; the clock runs again on its first deadline.

    Raises Refused `four_eyes`, `not_permitted`, `already_decided`.
    """
    case = load(work, request, target)
    before = pick(case, target.n, NEGATED | RECORDED)
    action = Action.CONFIRM if before.state is State.NEGATED else Action.SIGN_OFF
    _refuse_own(work, case, before, action)
    _permit(work, case, before, action)
    if before.state is State.RECORDED and before.ruled_by == before.decided_by:
        refuse_overruling(case, before)
    after = replace(send_back(before, code), ruled_by=still_ruled(case, before))
    if before.decided_by is not None:
        feedback.add(work, case.incident.id, before.n, before.decided_by, code, case.actor.collar)
    return conclude(
        work, case, before, after, Happened.DECISION_RETURNED, request, code=code, to=before.decided_by,
        decision=before.decision, ruling=ruling_of(case),
    )  # fmt: skip


def _checked(work: Work, case: Case, before: Offence, action: Action) -> Offence:
    _refuse_own(work, case, before, action)
    after = check(before, case.actor.collar, case.incident.oic, work.at)
    _permit(work, case, before, action)
    return replace(after, ruled_by=still_ruled(case, before))


def _permit(work: Work, case: Case, before: Offence, action: Action) -> None:
    barred = barred_from_checking(before, case.incident.oic)
    permit(work, case, action, case.actor, rule_for(work, case, before), barred)


def _refuse_own(work: Work, case: Case, before: Offence, action: Action) -> None:
    if before.state in NEGATED | RECORDED:
        refuse_own(work, case, before, action)


def refuse_own(work: Work, case: Case, before: Offence, action: Action) -> None:
    """Refuse those who decided or hold it, naming somebody on duty who can."""
    barred = barred_from_checking(before, case.incident.oic)
    actor = case.actor.collar
    if actor not in barred:
        return
    decided = actor in (before.decided_by, before.entered_by)
    which = "oic" if actor == case.incident.oic else "decider" if decided else "oic_then"
    rule, unit = rule_for(work, case, before), case.incident.unit
    other = who_else(work.roster, action, work.force, rule, work.at, barred, unit)
    raise Refused(
        "four_eyes", offence=before, incident=case.incident, which=which, other=other, action=action.value
    )
