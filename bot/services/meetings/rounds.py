"""Meetings that are due: each is listed in time, and one that nobody started is told as not held."""

from datetime import timedelta

from bot.domain.dmm import Sitting
from bot.domain.facts import Happened
from bot.domain.meeting import LOOK_BACK, How, Meeting, MeetingState, is_over, to_list
from bot.services.entering import enter
from bot.services.meetings import ending, messages
from bot.services.meetings.agendas import agenda, enter_items, rows
from bot.store import meetings as stored
from bot.store import slots
from bot.store.work import Work


def keep(work: Work) -> int:
    """List the meetings that are near, and tell of those that were not held; gives how many of either.

    Any number of us may ask at once: the slot of a unit's day is one's.
    """
    known, done = stored.known(work, work.today - LOOK_BACK - timedelta(days=1)), 0
    for unit in work.force.units.values():
        if unit.dmm:
            due = to_list(unit.dmm, work.force.zone, work.at, work.force.meetings, known.get(unit.code, ()))
            done += sum(_list(work, unit.code, sitting) for sitting in due)
    for meeting in stored.unstarted(work):
        if is_over(meeting.due_end, work.at, work.force.meetings):
            miss(work, meeting)
            done += 1
    return done


def _list(work: Work, unit: str, sitting: Sitting) -> bool:
    """Make a meeting's row and put its list, unless another of us did; end what ran until now."""
    if not slots.take(work, f"meeting:{unit}", sitting.day):
        return False
    before, over = stored.newest(work, unit), is_over(sitting.ends, work.at, work.force.meetings)
    if before and before.state is MeetingState.BEGUN:
        ending.end_by_clock(work, before)
    meeting = stored.add(work, unit, sitting, listed=not over)
    if not over:
        messages.put_list(work, meeting)
        enter(
            work, meeting.stream, Happened.MEETING_LISTED,
            due=meeting.due_at, ends=meeting.due_end, items=len(agenda(work, unit)),
        )  # fmt: skip
    if before:
        messages.freshen(work, before)  # its buttons go
    return True


def miss(work: Work, meeting: Meeting) -> None:
    """Tell that a meeting was not held; what it had to look at is left, if its list ever stood."""
    found = agenda(work, meeting.unit, meeting.due_end) if meeting.listed_at else []
    stored.change(work, meeting, state=MeetingState.MISSED.value)
    stored.add_items(work, rows(work, meeting, found, How.LEFT))
    listed = meeting.listed_at is not None
    enter(
        work, meeting.stream, Happened.MEETING_MISSED,
        due=meeting.due_at, ends=meeting.due_end, listed=listed, items=len(found), named=True,
    )  # fmt: skip
    enter_items(work, meeting, found, How.LEFT)
    messages.freshen(work, meeting)


def refresh(work: Work) -> None:
    """Bring the messages of present meetings up to date."""
    for unit in work.force.units:
        messages.freshen_unit(work, unit)
