"""Starting a meeting, taking its chair, and saying that one is there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.domain.facts import Happened
from bot.domain.force import Unit
from bot.domain.meeting import How, Meeting, MeetingState
from bot.domain.refusal import Refused
from bot.domain.rights import Action
from bot.services.case import Request, person
from bot.services.entering import enter
from bot.services.incidents.listings import Placed
from bot.services.meetings import messages
from bot.services.meetings.agendas import agenda, enter_items, rows
from bot.services.meetings.rights import chairs_by_delegation, refuse_unless
from bot.services.meetings.times import meeting_due, next_meeting, unit_carried
from bot.store import attendance, inbox
from bot.store import meetings as stored
from bot.store.work import Work


@dataclass(frozen=True, slots=True)
class Begun:
    """A meeting that began, how many items it has, and how many of them are restricted."""

    meeting: Meeting
    unit: Unit
    items: int
    restricted: int


def start(work: Work, request: Request, unit: str) -> Begun:
    """Begin a unit's meeting; its chair is the one for whom it is asked, else whoever asks.

    Raises Refused `no_meeting_due`, `meeting_runs`, `meeting_over`, `not_permitted` or `not_on_roster`.
    """
    inbox.claim(work, request.id)
    meeting, chair = meeting_due(work, unit), person(work, request.judged)
    if person(work, request.actor) != chair:
        refuse_unless(work, request.actor, Action.MEET, unit)
    delegated = chairs_by_delegation(work, chair, unit)
    late = meeting.state is MeetingState.MISSED
    stored.change(
        work, meeting, state=MeetingState.BEGUN.value, chair=chair.collar, delegated=delegated,
        late=late, begun_by=request.actor, begun_at=work.at,
    )  # fmt: skip
    found = _take_up(work, meeting)
    now = stored.on(work, unit, meeting.day) or meeting
    attendance.come(work, now, request.actor)  # a chair whom somebody else names says so by a button
    return _tell(work, request, now, found)


def _take_up(work: Work, meeting: Meeting) -> list[Placed]:
    """Put what waits now on the board; one that counted as missed has items that were left."""
    found = agenda(work, meeting.unit, meeting.due_end)
    stored.drop_items(work, meeting)
    stored.add_items(work, rows(work, meeting, found, How.OPEN))
    return found


def _tell(work: Work, request: Request, meeting: Meeting, found: Sequence[Placed]) -> Begun:
    secluded = sum(one.incident.restricted for one in found)
    enter(
        work, meeting.stream, Happened.MEETING_BEGUN, request.actor,
        chair=meeting.chair, delegated=meeting.delegated, late=meeting.late,
        items=len(found), restricted=secluded, named=True,
    )  # fmt: skip
    enter_items(work, meeting, found, How.OPEN)
    messages.put_board(work, meeting)
    if secluded:
        messages.put_restricted_board(work, meeting)
    messages.freshen(work, meeting)
    return Begun(meeting, work.force.units[meeting.unit], len(found), secluded)


def take_chair(work: Work, request: Request, unit: str) -> Meeting:
    """Chair a meeting that runs from now on, as when its chair goes off duty.

    Raises Refused `no_meeting_runs`, `chairs_already` or `not_permitted`.
    """
    inbox.claim(work, request.id)
    meeting, chair = running(work, unit), person(work, request.judged)
    delegated = chairs_by_delegation(work, chair, unit)
    if meeting.chair == chair.collar:
        raise Refused("chairs_already", meeting=meeting)
    stored.change(work, meeting, chair=chair.collar, delegated=delegated)
    attendance.come(work, meeting, chair.collar)
    enter(
        work, meeting.stream, Happened.MEETING_CHAIRED, request.actor,
        chair=chair.collar, before=meeting.chair, delegated=delegated,
    )  # fmt: skip
    messages.freshen(work, meeting)
    return replace(meeting, chair=chair.collar, delegated=delegated)


def come(work: Work, request: Request, unit: str) -> bool:
    """Say that one is at the meeting; False where that is known. Raises Refused `no_meeting_runs`."""
    inbox.claim(work, request.id)
    meeting, who = running(work, unit), person(work, request.actor)
    fresh = attendance.come(work, meeting, who.collar)
    if fresh:
        enter(work, meeting.stream, Happened.MEETING_ATTENDED, who.collar)
        messages.freshen(work, meeting)
    return fresh


def running(work: Work, unit: str) -> Meeting:
    """The unit's meeting that runs; raises Refused `no_meeting_runs`, or `stale` for a unit that is none."""
    meeting = stored.running(work, unit)
    if meeting is None:
        raise Refused("no_meeting_runs", unit=unit_carried(work, unit), next=next_meeting(work, unit))
    return meeting
