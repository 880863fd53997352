"""Allocating an incident to an officer, who then answers for its decisions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.duty import on_until
from bot.domain.facts import Happened
from bot.domain.offence import RUNNING
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services import meeting_items, notices
from bot.services.case import Case, Outcome, Request, Target, load, permit, person, tell
from bot.store import incidents as stored
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Allocated:
    """An allocation that took effect: to whom, and when that officer goes off duty (UTC; None: off now)."""

    outcome: Outcome
    officer: Person
    off_at: datetime | None
    before: str | None  # the collar number of the officer who held it until now

    @property
    def due_at(self) -> datetime | None:
        """The nearest deadline of the offences still undecided (UTC)."""
        return self.outcome.running[0].due_at if self.outcome.running else None


def allocate(work: Work, request: Request, target: Target, officer: str) -> Allocated:
    """Make an officer the OIC of an incident; it stops no clock.

    Raises Refused `not_permitted`, `not_on_roster`, `already_allocated` or `nothing_open`.
    """
    case = load(work, request, target)
    to = person(work, officer)
    _refuse_unless_allowed(work, case, target, to)
    by = case.decider.collar
    changed: dict[str, Any] = {
        "oic": to.collar,
        "allocated_by": by,
        "supervisor": by,
        "allocated_at": work.at,
    }
    stored.save_incident(work, case.incident, **changed)
    mark = tell(
        work, case.incident, Happened.INCIDENT_ALLOCATED, request, oic=to.collar, before=case.incident.oic
    )
    meeting_items.note_decision(work, case.incident, Happened.INCIDENT_ALLOCATED, by)
    notices.refresh(work, case.incident)
    now = replace(case.incident, version=case.incident.version + 1, **changed)
    outcome = Outcome(now, case.offences, target.n or 1, mark)
    return Allocated(outcome, to, on_until(to, work.at, work.force.zone), case.incident.oic)


def _refuse_unless_allowed(work: Work, case: Case, target: Target, to: Person) -> None:
    held = case.incident
    permit(work, case, Action.ALLOCATE, case.decider)
    if held.oic == to.collar or (held.oic and target.seen is not None and target.seen != held.version):
        raise Refused("already_allocated", incident=held)
    if not any(o.state in RUNNING for o in case.offences):
        raise Refused("nothing_open", incident=held)
