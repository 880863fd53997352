"""Allocating an incident to an officer, who then answers for its decisions."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.duty import next_on, on_until, works_before
from bot.domain.facts import Happened
from bot.domain.offence import RUNNING
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Case, Outcome, Request, Target, load, permit, person, tell
from bot.services.meetings import noting
from bot.services.messages import notices
from bot.store import incidents as stored
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Allocated:
    """An allocation that took effect: to whom, and when that officer goes off duty (UTC; None: off now)."""

    outcome: Outcome
    officer: Person
    off_at: datetime | None
    before: str | None  # the collar number of the officer who held it until now
    override: str = ""  # the reason for which somebody was chosen who is off duty until after the deadline
    back_at: datetime | None = None

    @property
    def due_at(self) -> datetime | None:
        """The nearest deadline of the offences still undecided (UTC)."""
        return self.outcome.running[0].due_at if self.outcome.running else None


def allocate(work: Work, request: Request, target: Target, officer: str, override: str = "") -> Allocated:
    """Make an officer the OIC of an incident; it stops no clock.

    `override` is the reason why somebody is chosen who is off duty until after the deadline. Raises Refused
    `not_permitted`, `not_on_roster`, `already_allocated`, `nothing_open`, or without one `off_until_due`.
    """
    case = load(work, request, target)
    to = person(work, officer)
    _refuse_unless_allowed(work, case, target, to)
    why = _why_off(work, case, to, override)
    by = case.decider.collar
    changed: dict[str, Any] = {
        "oic": to.collar,
        "allocated_by": by,
        "supervisor": by,
        "allocated_at": work.at,
    }
    stored.save_incident(work, case.incident, **changed)
    told = {"oic": to.collar, "before": case.incident.oic, "override": why or None}
    mark = tell(work, case.incident, Happened.INCIDENT_ALLOCATED, request, None, None, **told)
    noting.note_decision(work, case.incident, Happened.INCIDENT_ALLOCATED, by)
    notices.refresh(work, case.incident)
    now = replace(case.incident, version=case.incident.version + 1, **changed)
    outcome = Outcome(now, case.offences, target.n or 1, mark)
    ends, back = on_until(to, work.at, work.force.zone), next_on(to, work.at, work.force.zone)
    return Allocated(outcome, to, ends, case.incident.oic, why, back)


def _why_off(work: Work, case: Case, to: Person, override: str) -> str:
    """The reason, where one is needed: somebody who is off duty until the first deadline decides nothing."""
    zone, due = work.force.zone, min(o.due_at for o in case.offences if o.state in RUNNING)
    if works_before(to, work.at, due, zone):
        return ""
    if not override:
        back, codes = next_on(to, work.at, zone), tuple(work.force.codes["override"].values())
        raise Refused("off_until_due", incident=case.incident, officer=to, due=due, back=back, codes=codes)
    return override


def _refuse_unless_allowed(work: Work, case: Case, target: Target, to: Person) -> None:
    held = case.incident
    permit(work, case, Action.ALLOCATE, case.decider)
    if held.oic == to.collar or (held.oic and target.seen is not None and target.seen != held.version):
        raise Refused("already_allocated", incident=held)
    if not any(o.state in RUNNING for o in case.offences):
        raise Refused("nothing_open", incident=held)
