"""What a meeting has to look at: the clocks of its unit that run, in the order in which it takes them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.facts import Happened
from bot.domain.listing import Scope
from bot.domain.meeting import How, Meeting, meeting_left
from bot.domain.offence import RUNNING
from bot.services.entering import Told, enter_all
from bot.services.incidents.listings import Placed, on_the_list
from bot.store.work import Work


def agenda(work: Work, unit: str, ends: datetime | None = None) -> list[Placed]:
    """Every incident of a unit with a clock that runs, restricted ones too.

    `ends` is when the meeting that takes them should end (UTC), else it is the next one's end.
    """
    return [one for one in on_the_list(work, Scope(unit=unit), ends) if one.offence.state in RUNNING]


def rows(work: Work, meeting: Meeting, found: Sequence[Placed], how: How) -> list[dict[str, Any]]:
    """The items of a meeting as they are written, in its order."""
    return [_row(work, meeting, one, how, place) for place, one in enumerate(found, 1)]


def enter_items(work: Work, meeting: Meeting, found: Sequence[Placed], how: How) -> None:
    """Tell the meeting's trail what it has to look at, one by one: its record is proved by that."""
    its = zip(rows(work, meeting, found, how), found, strict=True)
    enter_all(work, (Told(meeting.stream, Happened.ITEM_LISTED, _told(row, one)) for row, one in its))


def _told(row: dict[str, Any], one: Placed) -> dict[str, Any]:
    """What of an item its trail is told; that no meeting is left only where it is so."""
    then = {"place": row["place"], "oic": row["oic"], "due": row["due_at"]}
    return {"incident": one.incident.stream, **then, "no_meeting": row["no_meeting"] or None}


def _row(work: Work, meeting: Meeting, one: Placed, how: How, place: int) -> dict[str, Any]:
    due_at = one.offence.due_at
    left = how is How.LEFT and without_another(work, meeting, due_at)
    where = {"meeting_id": meeting.id, "incident_id": one.incident.id, "place": place}
    then = {"oic": one.incident.oic, "due_at": due_at, "no_meeting": left}
    return {**where, **then, "how": how.value, "line": "", "by": "", "what": ""}


def without_another(work: Work, meeting: Meeting, due_at: datetime) -> bool:
    """Whether no other meeting of the unit takes something before its deadline."""
    dmm = work.force.units[meeting.unit].dmm
    return dmm is None or not meeting_left(due_at, meeting.due_end, work.at, dmm, work.force.zone)
