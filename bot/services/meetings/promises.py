"""What is promised at a meeting: who does what about an incident by when; and that it is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.meeting_views import Owed
from bot.domain.offence import RUNNING
from bot.domain.people import Person
from bot.domain.promise import Promise
from bot.domain.refusal import Refused
from bot.domain.rights import Action, sees
from bot.services.case import Request, Target, person, tell
from bot.services.entering import enter
from bot.services.lines import about_work
from bot.services.meetings import messages
from bot.services.meetings.reviewing import at_the_board
from bot.services.meetings.rights import refuse_unless
from bot.store import homes, inbox
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored_meetings
from bot.store import promises as stored
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Made:
    """A promise that was noted: about which incident, whose, and the deadline of its nearest clock (UTC)."""

    incident: Incident
    who: Person
    deadline: datetime | None


def promise(work: Work, request: Request, target: Target, collar: str, line: str, due_at: datetime) -> Made:
    """Note that somebody does something about an incident by an instant (UTC) ahead.

    Raises Refused `not_on_a_board`, `not_permitted`, `not_ahead`, `say_what`, `about_a_person`.
    """
    case, _, meeting = at_the_board(work, request, target)
    who, said = person(work, collar), about_work(line, "line")
    if not said:
        raise Refused("say_what", block_id="line")
    if due_at <= work.at:
        raise Refused("not_ahead", block_id="until")
    ident = stored.add(work, meeting, case.incident.id, who.collar, said, due_at, request.actor)
    values = {"who": who.collar, "line": said, "due": due_at}
    tell(work, case.incident, Happened.PROMISE_MADE, request, None, None, **values)
    enter(
        work, meeting.stream, Happened.PROMISE_MADE, request.actor,
        promise=ident, incident=case.incident.stream, who=who.collar, line=said, due=due_at,
    )  # fmt: skip
    messages.freshen(work, meeting)
    homes.freshen_of(work, who.collar)
    return Made(
        case.incident, who, min((o.due_at for o in case.offences if o.state in RUNNING), default=None)
    )


def keep(work: Work, request: Request, ident: int) -> Promise:
    """Note that a promise is kept: by whoever gave it, or somebody who takes part in meetings.

    Raises Refused `stale` for one that is not there, `promise_kept` with who said so, `not_permitted`.
    """
    inbox.claim(work, request.id)
    found, who = stored.by_id(work, ident), person(work, request.actor)
    if found is None:
        raise Refused("stale")
    if found.collar != who.collar:
        refuse_unless(work, who.collar, Action.MEET, found.unit)
    if not stored.done(work, found, who.collar):
        raise Refused("promise_kept", promise=stored.by_id(work, ident))
    incident = stored_incidents.by_ids(work, [found.incident_id])[found.incident_id]
    said = {"line": found.line, "who": found.collar}
    tell(work, incident, Happened.PROMISE_KEPT, request, None, None, **said)
    stream = stored_meetings.by_id(work, found.meeting_id).stream
    about = {"promise": ident, "incident": incident.stream, **said}
    enter(work, stream, Happened.PROMISE_KEPT, request.actor, None, **about)
    messages.freshen_unit(work, found.unit)
    homes.freshen_of(work, found.collar)
    return found


def meant(work: Work, target: Target, who: Person) -> int:
    """Which promise about an incident somebody means: their own before others', the first due first.

    Raises Refused `nothing_promised` where none is open.
    """
    incident = stored_incidents.by_key(work, target.key)
    found = stored.about(work, incident.id) if incident else []
    if not found:
        raise Refused("nothing_promised", ref=target.key.ref)
    return min(found, key=lambda one: (one.collar != who.collar, one.due_at, one.id)).id


def owed_to(work: Work, unit: str) -> tuple[Owed, ...]:
    """What was promised at a unit's meetings and nobody did."""
    return shown(work, stored.owed(work, unit))


def promised_by(work: Work, who: Person) -> tuple[Owed, ...]:
    """What somebody promised and has not done, of what they may see."""
    found = shown(work, stored.owed_by(work, who.collar))
    held = stored_incidents.by_ids(work, [one.promise.incident_id for one in found]) if found else {}
    return tuple(one for one in found if sees(who, held[one.promise.incident_id], work.force))


def shown(work: Work, found: Iterable[Promise]) -> tuple[Owed, ...]:
    """Promises with the references of their incidents."""
    every = list(found)
    held = stored_incidents.by_ids(work, [one.incident_id for one in every]) if every else {}
    return tuple(Owed(p, held[p.incident_id].key, held[p.incident_id].restricted) for p in every)
