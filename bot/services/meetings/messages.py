"""Which messages of a meeting stand where: its list, its board, the restricted part, its record."""

from bot.domain.meeting import Meeting, MeetingState
from bot.domain.telling import RESTRICTED
from bot.store import meetings as stored
from bot.store import outbox
from bot.store.work import Work

LIST, BOARD, RECORD = "dmm_list", "dmm_board", "dmm_record"  # the bulletins


def key(bulletin: str, meeting: Meeting, part: str = "") -> str:
    """The key of a meeting's message: `dmm_board:UNIT:DAY`, and `dmm_board:restricted:UNIT:DAY`."""
    return ":".join(each for each in (bulletin, part, meeting.unit, meeting.day.isoformat()) if each)


def put_list(work: Work, meeting: Meeting) -> None:
    """Ask for the list of a meeting."""
    channel = work.force.units[meeting.unit].channel
    outbox.put(work, key(LIST, meeting), channel, LIST, _subject(meeting))


def put_board(work: Work, meeting: Meeting) -> None:
    """Ask for a meeting's board; its restricted part is put where some of it is restricted."""
    channel = work.force.units[meeting.unit].channel
    outbox.put(work, key(BOARD, meeting), channel, BOARD, _subject(meeting))


def put_restricted_board(work: Work, meeting: Meeting) -> None:
    """Ask for what a meeting may only look at in the restricted channel."""
    subject = f"{RESTRICTED}:{_subject(meeting)}"
    outbox.put(work, key(BOARD, meeting, RESTRICTED), work.force.restricted_channel, BOARD, subject)


def put_record(work: Work, meeting: Meeting) -> None:
    """Ask for the record of a meeting that has ended, in the thread of its board."""
    channel = work.force.units[meeting.unit].channel
    outbox.put(work, key(RECORD, meeting), channel, RECORD, _subject(meeting), thread_of=key(BOARD, meeting))


def freshen(work: Work, meeting: Meeting) -> None:
    """Bring every message of a meeting up to date, those that exist."""
    keys = [key(LIST, meeting), key(BOARD, meeting), key(BOARD, meeting, RESTRICTED), key(RECORD, meeting)]
    outbox.freshen(work, keys)


def freshen_past(work: Work, incident_id: int) -> None:
    """Bring all that meetings ever told of an incident up to date: who may read of it has changed."""
    for meeting in stored.naming(work, incident_id):
        freshen(work, meeting)


def freshen_unit(work: Work, unit: str, restricted: bool = False) -> None:
    """Bring the list or the board of a unit's present meeting up to date.

    Something restricted may be the first that its restricted part has to show.
    """
    known = work.force.units.get(unit)
    meeting = stored.newest(work, unit) if known and known.dmm else None
    if meeting and meeting.state in (MeetingState.DUE, MeetingState.BEGUN):
        freshen(work, meeting)
        if restricted and meeting.held:
            put_restricted_board(work, meeting)


def _subject(meeting: Meeting) -> str:
    return f"{meeting.unit}:{meeting.day.isoformat()}"
