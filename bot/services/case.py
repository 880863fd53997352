"""What every service does first and last: find the case, know who asks; save, tell, freshen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.domain.clock import Stage, crossings, next_crossing
from bot.domain.facts import Fact, Happened
from bot.domain.force import Rule, Unit
from bot.domain.incident import Incident, IncidentKey
from bot.domain.offence import RUNNING, Decision, Offence
from bot.domain.people import Person
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted, rules_as_registrar, sees, who_else
from bot.services.meetings import noting
from bot.services.messages import notices
from bot.store import inbox, trail
from bot.store import incidents as stored
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks (a collar number, as Slack's account resolved to it) and which delivery of Slack this is."""

    id: str
    actor: str
    decider: str | None = None  # the officer for whom it is entered, where that is another

    @property
    def judged(self) -> str:
        """The one whose decision it is: rules judge the decider."""
        return self.decider or self.actor


@dataclass(frozen=True, slots=True)
class Target:
    """The incident that is meant, the offence where one was named, and the version that the person saw.

    `found` is the incident where it was just read, in the very transaction that goes on with it.
    """

    key: IncidentKey
    n: int | None = None
    seen: int | None = None
    found: Incident | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """An incident with its offences, the rule that applies to it and the two people of the request.

    `seen` is the version of the incident that the actor had before them, where their button or form says so.
    """

    incident: Incident
    offences: tuple[Offence, ...]
    rule: Rule
    actor: Person
    decider: Person
    seen: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a service did: the incident and its offences as they are now, and the trail row's hash."""

    incident: Incident
    offences: tuple[Offence, ...]
    n: int
    mark: str = ""  # the first characters of the trail row's hash
    values: Mapping[str, Any] | None = None

    @property
    def offence(self) -> Offence:
        """The offence that it was about."""
        return next(o for o in self.offences if o.n == self.n)

    @property
    def running(self) -> tuple[Offence, ...]:
        """The offences whose clocks still run, the first due first."""
        return tuple(sorted((o for o in self.offences if o.state in RUNNING), key=lambda o: o.due_at))


def rule_of(work: Work, incident: Incident) -> Rule:
    """The rule that category, qualifiers and markers make together."""
    return work.force.rule(incident.category, incident.qualifiers, incident.markers)


def rule_for(work: Work, case: Case, offence: Offence) -> Rule:
    """The rule for one offence of a case."""
    return rule_upon(work, case.incident, offence)


def rule_upon(work: Work, incident: Incident, offence: Offence) -> Rule:
    """The rule for one offence: its incident's, with what its own category and an N100 ask on top."""
    rule, own = rule_of(work, incident), work.force.rule(offence.offence_class, (), ())
    n100 = {Decision.N100.value} if offence.decision is Decision.N100 else set()
    audited, restricted = rule.audited or own.audited, rule.restricted or own.restricted
    return replace(rule, audited=audited, restricted=restricted, classes=rule.classes | own.classes | n100)


def person(work: Work, collar: str) -> Person:
    """Somebody on today's roster; raises Refused `not_on_roster`."""
    found = work.roster.by_collar(collar)
    if found is None or not found.valid_on(work.today):
        raise Refused("not_on_roster", collar=collar)
    return found


def load(work: Work, request: Request, target: Target) -> Case:
    """The case that a request is about, claimed for it.

    Raises Repeated for a delivery that has taken effect, Refused `unknown_incident` or `not_on_roster`.
    """
    inbox.claim(work, request.id)
    return look(work, request, target)


def look(work: Work, request: Request, target: Target) -> Case:
    """The case that a request is about, without claiming it: for forms and questions.

    A button may be older than what made its incident restricted: who may not see it does not know it.
    """
    actor, decider = person(work, request.actor), person(work, request.judged)
    incident = target.found or stored.by_key(work, target.key)
    if incident is None or not sees(actor, incident, work.force):
        raise Refused("unknown_incident", ref=target.key.ref)
    offences = tuple(stored.offences_of(work, incident.id))
    return Case(incident, offences, rule_of(work, incident), actor, decider, target.seen)


def permit(
    work: Work,
    case: Case,
    action: Action,
    asker: Person,
    rule: Rule | None = None,
    barred: Iterable[str | None] = (),
) -> None:
    """Refuse `not_permitted` to whom the matrix does not name, saying who on duty may and is not barred."""
    asked, unit = rule or case.rule, case.incident.unit
    if not permitted(asker, action, work.force, asked, unit):
        nobody = (asker.collar, *barred)
        other = who_else(work.roster, action, work.force, asked, work.at, nobody, unit)
        raise Refused("not_permitted", action=action.value, other=other, incident=case.incident)


def ruling_of(case: Case) -> str | None:
    """Who rules, where the Registrar or the deputy decides: their ruling stands beside the decision."""
    return case.actor.collar if rules_as_registrar(case.actor) else None


def still_ruled(case: Case, before: Offence) -> str | None:
    """Whose ruling an offence carries from now on: nobody else's decision washes one away."""
    return ruling_of(case) or before.ruled_by


def refuse_overruling(case: Case, before: Offence) -> None:
    """Refuse `registrars_ruling` to all but the Registrar and the deputy."""
    if not rules_as_registrar(case.actor):
        raise Refused("registrars_ruling", incident=case.incident, offence=before)


def pick(case: Case, n: int | None, states: frozenset[str]) -> Offence:
    """The offence that is meant: the one named, or the only one in one of `states`.

    Raises Refused `unknown_offence`, or `which_offence` where several could be meant; where none could,
    gives the last one, so that the rule that turns it down can say what became of it.
    """
    if n is not None:
        named = [o for o in case.offences if o.n == n]
        if not named:
            raise Refused("unknown_offence", incident=case.incident, n=n)
        return named[0]
    fitting = [o for o in case.offences if o.state in states]
    if len(fitting) > 1:
        raise Refused("which_offence", incident=case.incident, offences=tuple(fitting))
    if not case.offences:
        raise Refused("no_offence", incident=case.incident)
    return fitting[0] if fitting else case.offences[-1]


def with_crossing(work: Work, unit: Unit | None, offence: Offence) -> Offence:
    """The offence with the next instant at which its clock crosses a stage, or none where it is stopped."""
    if offence.state not in RUNNING:
        return replace(offence, crosses_at=None)
    return replace(offence, crosses_at=crosses_at(work, unit, offence.told_at, offence.told_stages))


def crosses_at(work: Work, unit: Unit | None, told_at: datetime, told: Stage = Stage.NEW) -> datetime | None:
    """The next instant at which a running clock crosses a stage that nobody has been told of."""
    path = crossings(told_at, unit.dmm if unit else None, work.force.zone, work.force.stages)
    return next_crossing(told, path)


def tell(
    work: Work,
    incident: Incident,
    kind: Happened,
    request: Request | None,
    n: int | None = None,
    happened_at: datetime | None = None,
    **values: Any,
) -> str:
    """Append a fact to the incident's trail; gives the first characters of its hash."""
    by = request.actor if request else ""
    if request and request.decider and request.decider != request.actor:
        values["for"] = request.decider
    fact = Fact(kind, happened_at or work.at, work.at, by, n, values)
    digest = trail.append(work.conn, trail.Entry(incident.stream, trail.canonical(fact.body())))
    return digest.hex()[:10]


def conclude(
    work: Work, case: Case, before: Offence, after: Offence, kind: Happened, request: Request, **values: Any
) -> Outcome:
    """Save an offence, tell the trail, and bring every copy of the incident up to date.

    The incident's version goes up too: an older button, and whoever decides at the same time, would not know.
    Raises Refused `stale` for a button or a form that showed another version.
    """
    if case.seen not in (None, case.incident.version):
        raise Refused("stale", incident=case.incident, state=before.state.value)
    stored.save_incident(work, case.incident)
    saved = with_crossing(work, work.force.units.get(case.incident.unit), after)
    stored.save_offence(work, before, saved)
    mark = tell(work, case.incident, kind, request, before.n, **values)
    noting.note_decision(work, case.incident, kind, case.decider.collar)
    notices.refresh(work, case.incident)
    held = tuple(saved if o.n == before.n else o for o in case.offences)
    return Outcome(replace(case.incident, version=case.incident.version + 1), held, before.n, mark)
