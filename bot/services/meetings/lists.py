"""The list that stands in a unit's channel before its meeting: what to look at, and what changed."""

from collections import defaultdict
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.domain.dmm import last_meeting_end
from bot.domain.force import Force
from bot.domain.listing import Scope
from bot.domain.meeting import Changes, Meeting, MeetingState, changed
from bot.domain.meeting_views import Listed, MeetingList, Watched
from bot.domain.offence import RUNNING
from bot.domain.ordering import group
from bot.domain.second_look import Telling, signals
from bot.services.incidents.listings import Placed, line_of, on_the_list
from bot.services.meetings.promises import owed_to
from bot.store import meetings as stored
from bot.store.incidents import offences_changed
from bot.store.watched import Log, logs
from bot.store.work import Work

LOOKED_BACK_ON = 28  # meetings
NAMED = 5  # references of a category that look like crime


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
    told = since - work.force.stages.clock
    return changed(since, work.at, offences_changed(work, unit, told, decided=since))


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
    by_category: dict[str, list[Log]] = defaultdict(list)
    begins, ends = (datetime.combine(day, time(), ZoneInfo(work.force.zone)) for day in (since, until))
    for log in logs(work, unit, begins, ends):
        by_category[log.category].append(log)
    found = [_watched(work.force, code, rows, lang) for code, rows in by_category.items()]
    return tuple(sorted(found, key=lambda w: (-w.like_crime, -w.count, w.category)))


def _watched(force: Force, code: str, found: list[Log], lang: str) -> Watched:
    like = [log for log in found if _looks_like_crime(force, log)]
    shown = [f"{log.number}/{log.day:%d-%m}" for log in like if not log.restricted]
    name = force.categories[code].names.get(lang, code) if code in force.categories else code
    return Watched(code, name, len(found), len(like), tuple(shown[:NAMED]))


def _looks_like_crime(force: Force, log: Log) -> bool:
    """Whether what a log said of itself is worth a second look."""
    traits = (*log.qualifiers, *log.markers)
    said = (log.opening_category, log.closing_category, log.category)
    tellings = [Telling(category, traits) for category in said if category]
    return bool(signals(force, tellings, len(log.crime_refs), log.closed_at is not None))
