"""What is done with one item of a board: found, reviewed in a line, or read out with the rest."""

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.meeting import How, Item, Meeting
from bot.domain.refusal import Refused
from bot.domain.rights import Action, permitted
from bot.services.case import Case, Request, Target, load, person, tell
from bot.services.entering import enter
from bot.services.lines import about_work
from bot.services.meetings import messages
from bot.services.meetings.rights import ANY, chairs_by_delegation, may, refuse_unless
from bot.services.meetings.starting import running
from bot.store import inbox
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored
from bot.store.work import Work


def at_the_board(work: Work, request: Request, target: Target) -> tuple[Case, Item, Meeting]:
    """An incident's item at the meeting that runs, that of the asker's own unit first, claimed for a request.

    Raises Refused `unknown_incident`, `not_your_meeting`, `not_permitted`, `not_on_a_board`.
    """
    case = load(work, request, target)
    found = stored.now_looked_at(work, case.incident.id)
    if not found:
        refuse_unless(work, case.actor.collar, Action.MEET, case.incident.unit, about=case.incident)
        raise Refused("not_on_a_board", incident=case.incident)
    item, meeting = min(found, key=lambda each: not may(work, case.actor, Action.MEET, each[1].unit))
    refuse_unless(work, case.actor.collar, Action.MEET, meeting.unit, about=case.incident)
    return case, item, meeting


def review(work: Work, request: Request, target: Target, line: str) -> Incident:
    """Mark an item as reviewed, in one line; what was decided meanwhile stays so, with the line.

    Raises Refused `already_reviewed` with who did, `say_what`, `about_a_person`, `not_on_a_board`.
    """
    case, item, meeting = at_the_board(work, request, target)
    said = about_work(line, "line")
    if not said:
        raise Refused("say_what", block_id="line")
    if item.line:
        raise Refused("already_reviewed", incident=case.incident, item=item)
    if item.looked_at:
        stored.change_item(work, item, line=said)
    else:
        now = {"how": How.REVIEWED.value, "by": request.actor, "at": work.at}
        stored.change_item(work, item, line=said, **now)
    tell(work, case.incident, Happened.ITEM_REVIEWED, request, None, None, line=said, unit=meeting.unit)
    incident = case.incident.stream
    enter(work, meeting.stream, Happened.ITEM_REVIEWED, request.actor, incident=incident, line=said)
    messages.freshen(work, meeting)
    return case.incident


def read_out(work: Work, request: Request, unit: str, secluded: bool) -> int:
    """Have what nobody looked at yet read out, on the board or on its restricted part; gives how many.

    Raises Refused `no_meeting_runs`, `not_permitted`, `restricted_only`, `nothing_to_read_out`.
    """
    inbox.claim(work, request.id)
    meeting, who = running(work, unit), person(work, request.actor)
    chairs_by_delegation(work, who, unit)
    if secluded and not permitted(who, Action.SEE_RESTRICTED, work.force, ANY):
        raise Refused("restricted_only")
    waiting = [item for item in stored.items(work, meeting) if item.how is How.OPEN]
    held = stored_incidents.by_ids(work, [item.incident_id for item in waiting]) if waiting else {}
    found = [item for item in waiting if held[item.incident_id].restricted is secluded]
    if not found:
        raise Refused("nothing_to_read_out")
    stored.change_items(work, found, how=How.READ_OUT.value, by=who.collar, at=work.at)
    streams = [held[item.incident_id].stream for item in found]
    enter(work, meeting.stream, Happened.ITEMS_READ_OUT, who.collar, incidents=streams)
    messages.freshen(work, meeting)
    return len(found)
