"""Keeping an incident from every retention rule, and letting it go again: who and why is on its trail."""

from bot.domain.facts import Happened
from bot.domain.hold import Hold
from bot.domain.incident import Incident
from bot.domain.reference import read_reference
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Case, Request, Target, look, permit, person, tell
from bot.services.incidents.finding import visible
from bot.store import holds as stored
from bot.store import incidents as held
from bot.store.work import Work


def hold(
    work: Work, request: Request, typed: str, code: str, source: str | None = None
) -> tuple[Incident, Hold]:
    """Hold an incident for a reason; gives it with the hold. `source`: by which door it was entered.

    Raises Refused `not_permitted`, `unknown_code`, `already_held`, and what `meant` raises.
    """
    case, standing = _case(work, request, typed)
    known = work.force.codes["hold"]
    if code not in known:
        raise Refused("unknown_code", typed=code[:12], codes=tuple(known.values()))
    if code in standing:
        raise Refused("already_held", incident=case.incident, hold=standing[code])
    made = Hold(case.incident.id, code, request.actor, work.at)
    stored.add(work, made)
    tell(work, case.incident, Happened.INCIDENT_HELD, request, code=code, source=source)
    return case.incident, made


def release(
    work: Work, request: Request, typed: str, code: str = "", source: str | None = None
) -> tuple[Incident, Hold]:
    """Let go of the hold for a reason, or of the only one; gives the incident with what was released.

    Raises Refused `not_permitted`, `not_held`, `which_hold`, and what `meant` raises.
    """
    case, standing = _case(work, request, typed)
    found = [each for each in standing.values() if code in ("", each.code)]
    if not found:
        raise Refused("not_held", incident=case.incident, code=code if standing else "")
    if len(found) > 1:
        raise Refused("which_hold", incident=case.incident, holds=tuple(found))
    stored.release(work, found[0], request.actor)
    tell(work, case.incident, Happened.HOLD_RELEASED, request, code=found[0].code, source=source)
    return case.incident, found[0]


def _case(work: Work, request: Request, typed: str) -> tuple[Case, dict[str, Hold]]:
    """The case of somebody who may hold it, and the holds on it by their code."""
    case = look(work, request, meant(work, request, typed))
    permit(work, case, Action.HOLD, case.actor)
    return case, {each.code: each for each in stored.of(work, case.incident.id)}


def meant(work: Work, request: Request, typed: str) -> Target:
    """The one incident that a reference means: a number that several have is not enough to hold one of them.

    Raises Refused `not_on_roster`, `not_a_reference`, `unknown_incident`, `which_incident`.
    """
    asker = person(work, request.actor)
    reference = read_reference(typed, work.today, work.force.links.values())
    if reference is None:
        raise Refused("not_a_reference", typed=typed[:40])
    found = held.by_number(work, reference.number, reference.day)
    seen = [incident.key for incident in found if visible(work, incident, asker)]
    if not seen:
        raise Refused("unknown_incident", ref=typed[:40])
    if len(seen) > 1:
        raise Refused("which_incident", number=reference.number, keys=tuple(seen))
    return Target(seen[0])


def every(work: Work) -> list[tuple[Incident, Hold]]:
    """Every hold with its incident, the oldest first."""
    return stored.every(work)
