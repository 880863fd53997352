"""One reported offence and what may be decided about it: the state table, and nothing else.

Each function takes an offence and returns it changed; who may ask is `rights.py`'s business.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from bot.domain.clock import Stage
from bot.domain.refusal import Refused


class State(StrEnum):
    """Where an offence stands; `RUNNING` and `STOPPED` say what its clock does."""

    OPEN = "open"
    RETURNED = "returned"
    NEGATED = "negated"
    RECORDED = "recorded"
    CONFIRMED = "confirmed"  # a negation that a second person confirmed
    SIGNED_OFF = "signed_off"
    CANCELLED = "cancelled"


UNDECIDED = frozenset({State.OPEN, State.RETURNED})
RUNNING = UNDECIDED | {State.NEGATED}
STOPPED = frozenset(State) - RUNNING


class Decision(StrEnum):
    """What was decided; all but the last two are kinds of recording, which stop the clock at once."""

    CRIME = "crime"
    N100 = "n100"
    INCLUDED = "included"  # under a principal crime, since 2023
    ALREADY = "already"
    TRANSFERRED = "transferred"
    NO_OFFENCE = "no_offence"
    CONTRARY = "contrary"  # credible evidence to the contrary


NAMING = frozenset({Decision.ALREADY, Decision.INCLUDED})  # they name a crime of this incident or another
NEGATIONS = frozenset({Decision.NO_OFFENCE, Decision.CONTRARY})


@dataclass(frozen=True, slots=True)
class Offence:
    """A reported offence with its own clock, from when police were told of it (UTC)."""

    incident_id: int
    n: int
    told_at: datetime
    due_at: datetime
    state: State = State.OPEN
    offence_class: str = ""
    crosses_at: datetime | None = None
    told_stages: Stage = Stage.NEW
    decision: Decision | None = None
    decided_by: str | None = None
    decided_at: datetime | None = None
    entered_by: str | None = None
    reason_code: str | None = None
    crime_ref: str | None = None
    claimed_at: datetime | None = None  # until the crime system confirms what a person typed
    log_at: datetime | None = None
    victim_told: str | None = None
    checked_by: str | None = None  # who confirmed or signed off
    checked_at: datetime | None = None
    oic_then: str | None = (
        None  # the officer in the case when it was decided; once checked, when it was checked
    )
    sign_off_due: bool = False
    returned_code: str | None = None
    ruled_by: str | None = None  # set where the Registrar (or deputy) confirmed, returned or cancelled
    version: int = 1


def _need(offence: Offence, *states: State) -> None:
    if offence.state not in states:
        raise Refused("already_decided", offence=offence)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What somebody decides: the kind, with the reference or the reason that goes with it."""

    decision: Decision
    decider: str
    entered_by: str
    at: datetime
    crime_ref: str | None = None
    reason_code: str | None = None
    log_at: datetime | None = None
    victim_told: str | None = None
    oic: str | None = None  # the officer in the case at that instant
    claimed: bool = False  # the crime system has not shown this reference yet


def decide(offence: Offence, verdict: Verdict, sign_off_due: bool) -> Offence:
    """Record or negate an undecided offence; a negation may still become a record, never the reverse.

    Raises Refused `already_decided` with the state as it is now.
    """
    negating = verdict.decision in NEGATIONS
    allowed = UNDECIDED if negating else UNDECIDED | {State.NEGATED}
    _need(offence, *allowed)
    return replace(
        offence,
        state=State.NEGATED if negating else State.RECORDED,
        decision=verdict.decision,
        decided_by=verdict.decider,
        decided_at=verdict.at,
        entered_by=verdict.entered_by,
        reason_code=verdict.reason_code,
        crime_ref=verdict.crime_ref,
        claimed_at=verdict.at if verdict.claimed else None,
        log_at=verdict.log_at,
        victim_told=verdict.victim_told,
        checked_by=None,
        checked_at=None,
        oic_then=verdict.oic,
        returned_code=None,
        sign_off_due=negating or sign_off_due,
    )


def check(offence: Offence, checker: str, oic: str | None, at: datetime) -> Offence:
    """Confirm a negation or sign off a record: the second pair of eyes, neither decider nor OIC.

    Nor whoever was OIC when it was decided: to give a case away is not a second pair of eyes.
    Raises Refused `already_decided` or `four_eyes` (which: decider, oic or oic_then).
    """
    _need(offence, State.NEGATED, State.RECORDED)
    _four_eyes(offence, checker, oic)
    confirmed = State.CONFIRMED if offence.state is State.NEGATED else State.SIGNED_OFF
    return replace(offence, state=confirmed, checked_by=checker, checked_at=at, oic_then=oic)


def _four_eyes(offence: Offence, checker: str, oic: str | None) -> None:
    if checker in (offence.decided_by, offence.entered_by):
        raise Refused("four_eyes", offence=offence, which="decider")
    if checker in (oic, offence.oic_then):
        raise Refused("four_eyes", offence=offence, which="oic" if checker == oic else "oic_then")


def send_back(offence: Offence, code: str) -> Offence:
    """Return a decision that has not been checked yet; the clock runs again on its first deadline."""
    _need(offence, State.NEGATED, State.RECORDED)
    return replace(
        offence, state=State.RETURNED, checked_by=None, claimed_at=None, returned_code=code, ruled_by=None
    )


def reopen(offence: Offence, ruled_by: str | None) -> Offence:
    """Open a decided offence again, on its first deadline."""
    if offence.state in UNDECIDED:
        raise Refused("already_open", offence=offence)
    return replace(
        offence,
        state=State.OPEN,
        claimed_at=None,
        checked_by=None,
        checked_at=None,
        oic_then=None,
        ruled_by=ruled_by,
    )


def cancel(offence: Offence, code: str, decider: str, oic: str | None, at: datetime) -> Offence:
    """Cancel a recorded crime (C1-C5); never by the investigating officer.

    Raises Refused `not_recorded` where there is no crime to cancel, `four_eyes` for the OIC.
    """
    if offence.state not in (State.RECORDED, State.SIGNED_OFF) or offence.decision is not Decision.CRIME:
        raise Refused("not_recorded", offence=offence)
    if decider == oic:
        raise Refused("four_eyes", offence=offence, which="oic")
    return replace(cancelled_there(offence, code, decider, oic, at), claimed_at=None)


def confirmed(offence: Offence, recorded_at: datetime) -> Offence:
    """The crime system has the record that was claimed; the clock stopped when it was made there (UTC)."""
    return replace(offence, claimed_at=None, decided_at=recorded_at)


def borne_out(offence: Offence) -> Offence:
    """Nothing about it is claimed any more; when it was decided stays."""
    return replace(offence, claimed_at=None)


def stands(offence: Offence) -> bool:
    """Whether a second person, or the Registrar, has looked at what it is recorded as: no feed undoes it."""
    return offence.state is State.SIGNED_OFF or offence.ruled_by is not None


def undone(offence: Offence) -> Offence:
    """No crime record was this offence's: it is open again, on its first deadline, with nothing decided."""
    return replace(
        offence,
        state=State.OPEN,
        decision=None,
        decided_by=None,
        decided_at=None,
        entered_by=None,
        reason_code=None,
        crime_ref=None,
        claimed_at=None,
        log_at=None,
        victim_told=None,
        checked_by=None,
        checked_at=None,
        oic_then=None,
        sign_off_due=False,
        returned_code=None,
        ruled_by=None,
    )


def cancelled_there(offence: Offence, code: str, maker: str, oic: str | None, at: datetime) -> Offence:
    """The crime system cancelled the record (UTC); whether whoever did might is the Registrar's to judge."""
    return replace(
        offence, state=State.CANCELLED, reason_code=code, checked_by=maker, checked_at=at, oic_then=oic
    )


def restored(offence: Offence) -> Offence:
    """The crime system took a cancellation back: recorded again, as it was."""
    return replace(
        offence, state=State.RECORDED, reason_code=None, checked_by=None, checked_at=None, oic_then=None
    )
