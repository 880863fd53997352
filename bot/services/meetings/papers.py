"""The record of a meeting as it goes on paper: as it ended, with restricted incidents as a count."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.meeting import Item, Meeting, MeetingState
from bot.domain.meeting_record import Paper, Promised, Recorded
from bot.services.meetings.records import chairs
from bot.store import attendance, promises, resources, trail, unit_offers
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored
from bot.store.work import Work

OVER = frozenset({MeetingState.ENDED, MeetingState.MISSED})
ENDS = frozenset({Happened.MEETING_ENDED.value, Happened.MEETING_MISSED.value})


def of(work: Work, unit: str, day: date) -> Paper | None:
    """A unit's meeting of a local day that has ended or was missed; None where there is none."""
    meeting = stored.on(work, unit, day)
    if meeting is None or meeting.state not in OVER:
        return None
    items = stored.items(work, meeting)
    promised = promises.of_meeting(work, meeting)
    ids = {i.incident_id for i in items} | {p.incident_id for p in promised}
    held = stored_incidents.by_ids(work, sorted(ids))
    open_ = {ident: one for ident, one in held.items() if not one.restricted}
    return Paper(
        meeting,
        chairs(work, meeting),
        tuple(attendance.of(work, meeting)),
        _recorded(work, meeting, items, open_),
        Counter(item.how.value for item in items if item.incident_id not in open_),
        tuple(Promised(open_[p.incident_id].key, p) for p in promised if p.incident_id in open_),
        tuple(resources.of_meeting(work, meeting)),
        _mark(work, meeting),
    )


def _recorded(
    work: Work, meeting: Meeting, items: list[Item], shown: Mapping[int, Incident]
) -> tuple[Recorded, ...]:
    offered = unit_offers.at_meeting(work, meeting)
    return tuple(
        Recorded(shown[i.incident_id].key, shown[i.incident_id].category, i, offered.get(i.incident_id, ""))
        for i in items
        if i.incident_id in shown
    )


def _mark(work: Work, meeting: Meeting) -> str:
    """The first characters of the hash of the fact that it ended, or was missed; empty without one."""
    ends = [row for row in trail.rows(work.conn, meeting.stream) if row.body.get("kind") in ENDS]
    return ends[-1].hash.hex()[:10] if ends else ""
