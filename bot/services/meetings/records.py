"""The record of a meeting that has ended: who chaired and attended, what came of each item, and when.

This is what is told in the thread of its board; the files that are attached to it say the same.
"""

from collections import Counter
from datetime import date, datetime

from bot.domain.facts import Happened
from bot.domain.meeting import Meeting
from bot.domain.meeting_views import Chaired, MeetingRecord
from bot.services.meetings import boards
from bot.store import meetings as stored
from bot.store import trail
from bot.store.work import Work

CHAIRED = (Happened.MEETING_BEGUN, Happened.MEETING_CHAIRED)


def of(work: Work, unit: str, day: date, lang: str) -> MeetingRecord | None:
    """The record of a unit's meeting; None where none has ended that day. Restricted items are a count."""
    meeting = stored.on(work, unit, day)
    if meeting is None or meeting.ended_at is None:
        return None
    board = boards.of(work, unit, day, lang)
    assert board is not None, "a meeting that ended began"
    items = stored.items(work, meeting)
    counts = Counter(item.how.value for item in items)
    return MeetingRecord(meeting, board, chairs(work, meeting), counts, sum(i.no_meeting for i in items))


def chairs(work: Work, meeting: Meeting) -> tuple[Chaired, ...]:
    """Who chaired a meeting from when on, as its trail has it."""
    bodies = (row.body for row in trail.rows(work.conn, meeting.stream) if row.body)
    return tuple(
        Chaired(body["values"]["chair"], datetime.fromisoformat(body["at"]), body["values"]["delegated"])
        for body in bodies
        if body["kind"] in CHAIRED
    )
