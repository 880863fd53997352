"""What a meeting moves: an officer, or what a line says, to a unit until an instant."""

from datetime import datetime

from bot.domain.facts import Happened
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Request, person
from bot.services.entering import enter
from bot.services.lines import about_work
from bot.services.meetings import messages
from bot.services.meetings.rights import refuse_unless
from bot.services.meetings.starting import running
from bot.store import inbox
from bot.store import resources as stored
from bot.store.work import Work


def move(
    work: Work, request: Request, unit: str, collar: str, line: str, to_unit: str, until: datetime
) -> None:
    """Note at a unit's meeting that an officer (or what the line says) goes to a unit until an instant (UTC).

    Nobody is moved by it: whoever deploys does that. Raises Refused `no_meeting_runs`, `not_permitted`,
    `say_what`, `not_ahead`, `unknown_unit`, `about_a_person`.
    """
    inbox.claim(work, request.id)
    meeting, said = running(work, unit), about_work(line, "line")
    refuse_unless(work, request.actor, Action.MEET, unit)
    who = person(work, collar).collar if collar else None
    if not (who or said):
        raise Refused("say_what", block_id="line")
    if until <= work.at:
        raise Refused("not_ahead", block_id="until")
    if to_unit not in work.force.units:
        raise Refused("unknown_unit", typed=to_unit[:40], units=tuple(work.force.units.values()))
    ident = stored.add(work, meeting, who, said, to_unit, until, request.actor)
    enter(
        work, meeting.stream, Happened.RESOURCE_MOVED, request.actor,
        resource=ident, who=who, line=said or None, to=to_unit, until=until,
    )  # fmt: skip
    messages.freshen(work, meeting)
