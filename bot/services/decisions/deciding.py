"""Deciding a reported offence: recording it, or negating it."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.facts import Happened
from bot.domain.offence import NEGATIONS, UNDECIDED, Decision, Offence, State, Verdict, decide
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, barred_from_checking, rules_as_registrar, who_else
from bot.domain.sampling import sampled
from bot.services.case import Case, Outcome, Request, Target, conclude, load, permit, pick, rule_for
from bot.services.crimes import typed
from bot.services.feeds.dossier import place_ref
from bot.store import trail
from bot.store.work import Work

RECORDABLE = frozenset({*UNDECIDED, State.NEGATED})
LATE_ENTRY = timedelta(minutes=5)  # a log time may lie this far ahead of our clock, not further


def record(
    work: Work,
    request: Request,
    target: Target,
    decision: Decision,
    crime_ref: str | None = None,
    reason_code: str | None = None,
) -> Outcome:
    """Record an offence (a crime, N100, included, already recorded, transferred): its clock stops.

    Raises Refused `already_decided`, `which_offence`, `crime_ref_taken`, `unknown_code`, `not_permitted`.
    """
    case = load(work, request, target)
    permit(work, case, Action.RECORD, case.decider)
    before = pick(case, target.n, RECORDABLE)
    _refuse_reuse(case, before, decision, crime_ref)
    heard = typed.heard(work, case, decision, crime_ref)
    verdict = Verdict(
        decision, case.decider.collar, case.actor.collar, work.at,
        crime_ref=crime_ref, reason_code=reason_code, oic=case.incident.oic, claimed=heard.claimed,
    )  # fmt: skip
    after = _recorded(work, case, before, verdict)
    outcome = conclude(
        work, case, before, after, Happened.CRIME_RECORDED, request,
        decision=decision.value, crime=crime_ref, code=reason_code, claimed=heard.nothing or None,
        sign_off=after.sign_off_due or None,
    )  # fmt: skip
    return typed.followed_up(work, outcome, heard)


def _recorded(work: Work, case: Case, before: Offence, verdict: Verdict) -> Offence:
    """The offence as it is recorded; a reference that waited for it waits no longer."""
    after = decide(before, verdict, _sign_off_due(work, case, before, verdict.decision))
    if verdict.crime_ref:
        place_ref(work, case.incident, verdict.crime_ref)
    if rules_as_registrar(case.decider):
        after = replace(after, ruled_by=case.decider.collar)
    return after


def _refuse_reuse(case: Case, before: Offence, decision: Decision, crime_ref: str | None) -> None:
    """One crime reference settles one offence; what is included under it names it again."""
    if decision is not Decision.CRIME:
        return
    for other in case.offences:
        if (
            other.n != before.n
            and (other.crime_ref or "").upper() == crime_ref
            and other.decision is Decision.CRIME
        ):
            raise Refused("crime_ref_taken", incident=case.incident, offence=other)


def _sign_off_due(work: Work, case: Case, before: Offence, decision: Decision) -> bool:
    if decision is Decision.N100 or rule_for(work, case, before).audited:
        return True
    link = trail.head_hash(work.conn, case.incident.stream)
    return sampled(link, work.force.sample_percent)


def negate(
    work: Work,
    request: Request,
    target: Target,
    decision: Decision,
    code: str,
    log_at: datetime,
    victim_told: str,
) -> Outcome:
    """Decide that an offence is none; its clock runs until a second person confirms it.

    `log_at` is the time of the log entry that holds the rationale. Raises Refused `rationale_first`
    for one that lies ahead or before the report, `already_decided`, `which_offence`, `not_permitted`.
    """
    case = load(work, request, target)
    permit(work, case, Action.NEGATE, case.decider)
    before = pick(case, target.n, UNDECIDED)
    if decision not in NEGATIONS or not case.incident.reported_at <= log_at <= work.at + LATE_ENTRY:
        raise Refused("rationale_first", incident=case.incident, log_at=log_at)
    verdict = Verdict(
        decision, case.decider.collar, case.actor.collar, work.at,
        reason_code=code, log_at=log_at, victim_told=victim_told, oic=case.incident.oic,
    )  # fmt: skip
    after = decide(before, verdict, sign_off_due=True)
    outcome = conclude(
        work, case, before, after, Happened.OFFENCE_NEGATED, request,
        decision=decision.value, code=code, log_at=log_at, victim_told=victim_told,
    )  # fmt: skip
    return replace(outcome, values={"other": _who_confirms(work, case, after)})


def _who_confirms(work: Work, case: Case, negated: Offence) -> tuple[Person, datetime] | None:
    """Somebody on duty who may confirm a negation, with the end of their tour."""
    barred = barred_from_checking(negated, case.incident.oic)
    rule = rule_for(work, case, negated)
    return who_else(work.roster, Action.CONFIRM, work.force, rule, work.at, barred, case.incident.unit)
