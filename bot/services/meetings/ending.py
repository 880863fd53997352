"""Ending a meeting: not quietly over what nobody reviewed and no other meeting takes in time."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.facts import Happened
from bot.domain.incident import Incident
from bot.domain.meeting import How, Item, Meeting, MeetingState
from bot.domain.offence import RUNNING
from bot.domain.promise import OfferState
from bot.domain.refusal import Refused
from bot.services.case import Request, person
from bot.services.crimes.settling import FEED
from bot.services.entering import enter
from bot.services.lines import about_work
from bot.services.meetings import messages
from bot.services.meetings.agendas import without_another
from bot.services.meetings.rights import chairs_by_delegation
from bot.services.meetings.starting import running
from bot.store import inbox, unit_offers
from bot.store import incidents as stored_incidents
from bot.store import meetings as stored
from bot.store.work import Work

FEWEST_LETTERS = 3  # a dot, or "x", says nothing of what becomes of anything
UNREVIEWED = frozenset({How.OPEN, How.READ_OUT})


@dataclass(frozen=True, slots=True)
class Left:
    """An item that was not reviewed: its incident, and its nearest deadline that runs."""

    item: Item
    incident: Incident
    due_at: datetime
    no_meeting: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """A meeting that has ended, and how many of its items came to what."""

    meeting: Meeting
    counts: Counter[str]


@dataclass(frozen=True, slots=True)
class Ending:
    """What a meeting would end over: `left` are those that no other takes in time.

    `hidden` more are restricted, and named in their own channel only: a form may be seen by all who are
    there. `others` were not looked at, and have a meeting.
    """

    meeting: Meeting
    left: tuple[Left, ...]
    hidden: int
    others: int


def before_it_ends(work: Work, collar: str, unit: str) -> Ending:
    """What whoever wants to end a meeting is asked; raises Refused `no_meeting_runs`, `not_permitted`."""
    meeting, who = running(work, unit), person(work, collar)
    chairs_by_delegation(work, who, unit)
    found = _unreviewed(work, meeting)
    pressing = [one for one in found if one.no_meeting]
    seen = tuple(one for one in pressing if not one.incident.restricted)
    others = sum(one.item.how is How.OPEN and not one.no_meeting for one in found)
    return Ending(meeting, seen, len(pressing) - len(seen), others)


def end(work: Work, request: Request, unit: str, why: str = "", line: str = "") -> Ended:
    """End the meeting of a unit.

    `why` is a code of `left_open`, and `line` says more: both where something is left that no other meeting
    takes in time, else Refused `say_why`, or `say_what_becomes` for a line of hardly a letter. Raises
    `no_meeting_runs`, `not_permitted`, `unknown_code` too.
    """
    inbox.claim(work, request.id)
    meeting, who = running(work, unit), person(work, request.actor)
    chairs_by_delegation(work, who, unit)
    pressing = [one for one in _unreviewed(work, meeting) if one.no_meeting]
    _refuse_unsaid(len(pressing), why, line)
    _refuse_unknown(work, why)
    said = (why or None, about_work(line, "line") or None) if pressing else (None, None)
    return _close(work, meeting, who.collar, *said)


def _refuse_unsaid(count: int, why: str, line: str) -> None:
    if count and not (why and line.strip()):
        raise Refused("say_why", count=count, block_id="line" if why else "why")
    if count and sum(each.isalpha() for each in line) < FEWEST_LETTERS:
        raise Refused("say_what_becomes", block_id="line")


def _refuse_unknown(work: Work, why: str) -> None:
    codes = work.force.codes["left_open"]
    if why and why not in codes:
        raise Refused("unknown_code", typed=why[:10], codes=tuple(codes.values()), block_id="why")


def end_by_clock(work: Work, meeting: Meeting) -> Ended:
    """End a meeting that nobody ended until the next one was near."""
    return _close(work, meeting, "")


def _close(work: Work, meeting: Meeting, by: str, why: str | None = None, line: str | None = None) -> Ended:
    _settle(work, meeting)
    left = _unreviewed(work, meeting)
    _mark(work, left, True)
    _mark(work, left, False)
    stored.change(  # last: nothing of a meeting that has ended can be changed
        work, meeting, state=MeetingState.ENDED.value,
        ended_by=by or None, ended_at=work.at, why_not=why, why_line=line,
    )  # fmt: skip
    counts = Counter(item.how.value for item in stored.items(work, meeting))
    _tell(work, meeting, by, counts, left, why, line)
    return Ended(stored.on(work, meeting.unit, meeting.day) or meeting, counts)


def _tell(
    work: Work, meeting: Meeting, by: str, counts: Counter[str], left: Sequence[Left],
    why: str | None, line: str | None,
) -> None:  # fmt: skip
    pressing = [one.incident.stream for one in left if one.no_meeting]
    enter(
        work, meeting.stream, Happened.MEETING_ENDED, by,
        counts=dict(counts), no_meeting=pressing, code=why, line=line,
    )  # fmt: skip
    messages.put_record(work, meeting)
    messages.freshen(work, meeting)


def _mark(work: Work, left: Sequence[Left], no_meeting: bool) -> None:
    """Note what the meeting ended over; what was read out, or offered in vain so far, stays so."""
    here = [one.item for one in left if one.no_meeting is no_meeting]
    nobody = [item for item in here if item.how is How.OPEN]
    stored.change_items(work, nobody, how=How.LEFT.value, no_meeting=no_meeting)
    others = [item for item in here if item.how is not How.OPEN]
    stored.change_items(work, others, no_meeting=no_meeting)


def _settle(work: Work, meeting: Meeting) -> None:
    """Note as decided what the crime system settled meanwhile: nobody pressed anything for it."""
    still = {one.item.id for one in _unreviewed(work, meeting)}
    gone = [i for i in stored.items(work, meeting) if i.how in UNREVIEWED and i.id not in still]
    what = Happened.CRIME_RECORDED.value
    stored.change_items(work, gone, how=How.DECIDED.value, what=what, by=FEED, at=work.at)
    held = stored_incidents.by_ids(work, [item.incident_id for item in gone])
    for item in gone:
        stream = held[item.incident_id].stream
        enter(work, meeting.stream, Happened.ITEM_DECIDED, incident=stream, what=what, source=FEED)


def _unreviewed(work: Work, meeting: Meeting) -> list[Left]:
    """The items that nobody reviewed or took, and whose clocks run: an offer without an answer is neither."""
    every = stored.items(work, meeting)
    asked = _unanswered(work, [item.incident_id for item in every if item.how is How.HANDED])
    found = [item for item in every if item.how in UNREVIEWED or item.incident_id in asked]
    held = stored_incidents.by_ids(work, [item.incident_id for item in found])
    left = []
    for item in found:
        running_now = [o for o in stored_incidents.offences_of(work, item.incident_id) if o.state in RUNNING]
        if running_now:
            due_at = min(o.due_at for o in running_now)
            lost = without_another(work, meeting, due_at)
            left.append(Left(item, held[item.incident_id], due_at, lost))
    return left


def _unanswered(work: Work, incident_ids: list[int]) -> set[int]:
    newest = unit_offers.newest_of(work, incident_ids)
    return {incident_id for incident_id, made in newest.items() if made.state is OfferState.OFFERED}
