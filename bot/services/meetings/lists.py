"""The list that stands in a unit's channel before its meeting: what to look at, and what changed."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Row, or_, select

from bot.domain.dmm import last_meeting_end
from bot.domain.force import Force
from bot.domain.meeting import Changes, Meeting, MeetingState, changed
from bot.domain.meeting_views import Listed, MeetingList, Watched
from bot.domain.offence import RUNNING
from bot.domain.ordering import group
from bot.domain.second_look import Telling, signals
from bot.services.incidents.listings import Placed, Scope, line_of, on_the_list
from bot.services.meetings.promises import owed_to
from bot.store import meetings as stored
from bot.store.incidents import OFFENCE_COLUMNS, offence_of
from bot.store.tables import incidents, offences
from bot.store.work import Work

LOOKED_BACK_ON = 28  # meetings
NAMED = 5  # references of a category that look like crime
TRAITS = ("category", "opening_category", "closing_category", "qualifiers", "markers", "crime_refs")


def of(work: Work, unit: str, day: date, lang: str) -> MeetingList | None:
    """The list of a unit's meeting as it is now; None where no such meeting is known."""
    meeting = stored.on(work, unit, day)
    if meeting is None:
        return None
    found = on_the_list(work, Scope(unit=unit), meeting.due_end)
    before = stored.before(work, meeting, LOOKED_BACK_ON)
    running = [one for one in found if one.offence.state in RUNNING]
    held = next((m for m in before if m.held), None)
    since = _watched_since(work, meeting)
    return MeetingList(
        meeting,
        work.force.units[unit],
        tuple(_listed(work, one, lang) for one in running if not one.incident.restricted),
        rest=0,
        restricted=sum(one.incident.restricted for one in running),
        sign_off=len(found) - len(running),
        changes=_changes(work, unit, held.begun_at) if held and held.begun_at else None,
        owed=owed_to(work, unit),
        watched=watched(work, unit, since, meeting.day, lang),
        watched_since=since,
        last=before[0] if before else None,
        missed=sum(m.state is MeetingState.MISSED for m in before),
        of=len(before),
        over=stored.newest(work, unit) != meeting,
        at=work.at,
    )


def _listed(work: Work, one: Placed, lang: str) -> Listed:
    line = line_of(work, one.incident, one.offences, one.offence, lang)
    return Listed(group(one.place), line)


def _changes(work: Work, unit: str, since: datetime) -> Changes:
    """What changed in a unit since its last meeting began."""
    clock = work.force.stages.clock
    lately = or_(offences.c.told_at > since - clock, offences.c.decided_at > since)
    asked = (
        select(*OFFENCE_COLUMNS)
        .join(incidents, incidents.c.id == offences.c.incident_id)
        .where(incidents.c.force == work.force.id, incidents.c.unit == unit, lately)
    )
    return changed(since, work.at, [offence_of(row) for row in work.conn.execute(asked)])


def _watched_since(work: Work, meeting: Meeting) -> date:
    """The local day of the meeting that was due before this one, else the day before."""
    dmm = work.force.units[meeting.unit].dmm
    last = last_meeting_end(meeting.due_at, dmm, work.force.zone) if dmm else None
    yesterday = meeting.day - timedelta(days=1)
    return min(last.astimezone(ZoneInfo(work.force.zone)).date(), yesterday) if last else yesterday


def watched(work: Work, unit: str, since: date, until: date, lang: str) -> tuple[Watched, ...]:
    """A unit's incidents without a clock, reported from one local day to another (not in it), by category.

    First those of which some look like crime, most of them first; a restricted one is counted by code.
    """
    by_category: dict[str, list[Row[Any]]] = defaultdict(list)
    for row in _without_clock(work, unit, since, until):
        by_category[row.category].append(row)
    found = [_watched(work.force, code, rows, lang) for code, rows in by_category.items()]
    return tuple(sorted(found, key=lambda w: (-w.like_crime, -w.count, w.category)))


def _without_clock(work: Work, unit: str, since: date, until: date) -> Iterable[Row[Any]]:
    zone = ZoneInfo(work.force.zone)
    columns = [incidents.c[name] for name in ("number", "day", "restricted", "closed_at", *TRAITS)]
    has_offence = select(offences.c.id).where(offences.c.incident_id == incidents.c.id).exists()
    return work.conn.execute(
        select(*columns)
        .where(
            incidents.c.force == work.force.id,
            incidents.c.unit == unit,
            incidents.c.reported_at >= datetime.combine(since, time(), zone),
            incidents.c.reported_at < datetime.combine(until, time(), zone),
            ~has_offence,
        )
        .order_by(incidents.c.day, incidents.c.id)
    )


def _watched(force: Force, code: str, rows: list[Row[Any]], lang: str) -> Watched:
    like = [row for row in rows if _looks_like_crime(force, row)]
    shown = [f"{row.number}/{row.day:%d-%m}" for row in like if not row.restricted]
    name = force.categories[code].names.get(lang, code) if code in force.categories else code
    return Watched(code, name, len(rows), len(like), tuple(shown[:NAMED]))


def _looks_like_crime(force: Force, row: Row[Any]) -> bool:
    """Whether what a log said of itself is worth a second look."""
    traits = (*row.qualifiers, *row.markers)
    said = (row.opening_category, row.closing_category, row.category)
    tellings = [Telling(category, traits) for category in said if category]
    return bool(signals(force, tellings, len(row.crime_refs), row.closed_at is not None))
