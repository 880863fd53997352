"""Meetings: what stands before, at and after one, its forms and answers, and what may be wrong."""

from collections import Counter
from dataclasses import replace
from datetime import date
from typing import Any

from bot.domain.dmm import Sitting
from bot.domain.incident import IncidentKey
from bot.domain.meeting import Changes, How, Item, Meeting, MeetingState
from bot.domain.meeting_views import (
    Board,
    BoardItem,
    Chaired,
    Listed,
    MeetingList,
    MeetingRecord,
    Owed,
    Watched,
)
from bot.domain.promise import OfferState, Promise, Resource, UnitOffer
from bot.services.meetings.chairs import Candidate, Offered
from bot.services.meetings.ending import Ended, Ending, Left
from bot.services.meetings.promises import Made
from bot.services.meetings.starting import Begun
from bot.services.meetings.times import Times
from bot.services.meetings.unit_offers import Answered, Shown
from tests.templates.things import (
    AT,
    DAY,
    HUGHES,
    INCIDENT,
    KEY,
    LATE,
    LINE,
    PAGE,
    REES,
    VAUGHAN,
    Case,
    hours,
)

UNIT, POWYS = PAGE.units["carmarthenshire"], PAGE.units["powys"]
DUE = Meeting(1, UNIT.code, DAY, AT, AT + hours(0.75), MeetingState.DUE, AT - hours(0.5))
TO_COME = replace(DUE, due_at=AT + hours(0.5), due_end=AT + hours(1.25))
RUNS = replace(DUE, state=MeetingState.BEGUN, chair="3101", begun_by="3101", begun_at=AT)
DELEGATED = replace(RUNS, chair="2201", delegated=True, late=True)
OVER = replace(RUNS, state=MeetingState.ENDED, ended_by="3101", ended_at=AT + hours(0.6))
MISSED = replace(DUE, state=MeetingState.MISSED)
YESTERDAY = replace(MISSED, id=0, day=date(2026, 11, 19), due_at=AT - hours(24), due_end=AT - hours(23))
UNKNOWN = replace(YESTERDAY, listed_at=None)
OTHER = replace(LINE, key=IncidentKey("dyfed-powys", DAY, "124"), oic=REES, stage="approaching")
PROMISE = Promise(7, 1, 5, UNIT.code, "842", "take the statement", AT + hours(2), "3101", AT)
PROMISED: dict[str, Any] = {"due_at": AT + hours(2), "line": "take the statement"}
PASSED = replace(PROMISE, id=8, due_at=AT - hours(2))
OWED = Owed(PASSED, KEY, restricted=False)
MOVED = Resource(1, 1, "842", "with the afternoon van", "powys", AT + hours(4), "3101", AT)
OFFER = UnitOffer(3, 5, 1, UNIT.code, "powys", "it was on their side", "1101", AT, OfferState.OFFERED)
TAKEN = replace(OFFER, state=OfferState.ACCEPTED, answered_by="2201", answered_at=AT)
BACK = replace(OFFER, state=OfferState.WITHDRAWN, line="")
DECLINED = replace(TAKEN, state=OfferState.DECLINED, answer_line="the scene is yours")
SITTING = Sitting(DAY, AT + hours(18), AT + hours(18.75))
CHANGES = Changes(AT - hours(24), 5, 3, 1, 2)
WATCHED = (
    Watched("suspicious", "Suspicious circumstances", 4, 2, ("12/19-11", "40/19-11")),
    Watched("collision", "Collision", 3, 1),
    Watched("alarm", "Alarm", 2, 0),
)
LISTING = MeetingList(
    DUE, UNIT, (Listed("overdue", LATE), Listed("pressing", LINE), Listed("unallocated", OTHER)),
    rest=2, restricted=1, sign_off=3, changes=CHANGES, owed=(OWED,), watched=WATCHED,
    watched_since=date(2026, 11, 19), last=YESTERDAY, missed=2, of=28, over=False, at=AT,
)  # fmt: skip
QUIET = replace(
    LISTING,
    items=(),
    rest=0,
    restricted=0,
    sign_off=0,
    changes=None,
    owed=(),
    watched=(),
    last=None,
    missed=0,
)
SEVEN = tuple(Owed(replace(PASSED, id=n), KEY, restricted=True) for n in range(7))
KNOWN_OF_NONE = replace(QUIET, last=UNKNOWN, of=1, owed=SEVEN)


def item(how: How, **more: Any) -> Item:
    """An item with which something was done at 14:05."""
    said = {"by": "1101", "at": AT} if how not in (How.OPEN, How.LEFT) else {}
    return Item(1, 1, 5, 1, how, **said | more)


EACH = {
    "open": BoardItem(LATE, item(How.OPEN)),
    "reviewed": BoardItem(LINE, item(How.REVIEWED, line="statement booked for the afternoon")),
    "decided": BoardItem(OTHER, item(How.DECIDED, what="incident_allocated", line="nearest")),
    "decided_elsewhere": BoardItem(OTHER, item(How.DECIDED, what="crime_recorded", by="2201")),
    "decided_by_the_feed": BoardItem(OTHER, item(How.DECIDED, what="crime_recorded", by="feed")),
    "handed": BoardItem(OTHER, item(How.HANDED), OFFER),
    "declined": BoardItem(OTHER, item(How.OPEN), DECLINED),
    "read_out": BoardItem(OTHER, item(How.READ_OUT)),
    "left": BoardItem(OTHER, item(How.LEFT, no_meeting=True)),
    "left_to_the_next": BoardItem(OTHER, item(How.LEFT)),
    "settled": BoardItem(OTHER, item(How.OPEN), settled=True),
}
DECIDED = ("decided", "decided_elsewhere", "decided_by_the_feed")
PRESENT = {"3101": AT, "1101": AT}


def numbered(number: int, each: BoardItem) -> BoardItem:
    """The same of an incident of its own: no board has one twice."""
    key = IncidentKey("dyfed-powys", DAY, str(200 + number))
    return replace(each, line=replace(each.line, key=key))


def board(meeting: Meeting, *names: str, **more: Any) -> Board:
    """The board of a meeting with these of the items."""
    found = tuple(numbered(n, EACH[name]) for n, name in enumerate(names))
    counts = Counter(each.item.how.value for each in found)
    owed = (Owed(PROMISE, KEY, False), Owed(replace(PROMISE, done_by="842", done_at=AT), KEY, False))
    made = Board(meeting, UNIT, False, found, 0, 1, counts, PRESENT, owed, (MOVED,), 2, AT)
    return replace(made, **more)


def record(meeting: Meeting, *names: str, **more: Any) -> MeetingRecord:
    """The record of a meeting with these of the items."""
    made = board(meeting, *names, **more)
    chairs = (Chaired("3101", AT, False), Chaired("2201", AT + hours(0.5), True))
    return MeetingRecord(meeting, made, chairs, made.counts, 1)


def reply(name: str, special: str = "", **values: Any) -> Case:
    """An answer or a form of meetings."""
    return Case(f"meetings/{name}", special, values)


def form(name: str, special: str = "", **values: Any) -> Case:
    """A form of meetings."""
    return Case(f"meetings/{name}", special, values, "modal")


def line(name: str, special: str = "", **values: Any) -> Case:
    """A line of a menu."""
    return Case(f"meetings/{name}", special, values, "line")


CANDIDATE = Candidate(HUGHES, AT + hours(3), True)
CHAIR = Candidate(VAUGHAN, AT + hours(3), False)
LEFT = tuple(
    Left(item(how), replace(INCIDENT, key=IncidentKey("dyfed-powys", DAY, number)), AT + span, True)
    for how, number, span in (
        (How.OPEN, "301", hours(-1)),
        (How.READ_OUT, "302", hours(5)),
    )
)
BEFORE = [
    reply("list", listing=LISTING),
    reply("list", "before_its_time", listing=replace(LISTING, meeting=TO_COME)),
    reply("list", "quiet", listing=QUIET),
    reply("list", "known_of_none", listing=KNOWN_OF_NONE),
    reply("list_over", "begun", listing=replace(LISTING, meeting=RUNS), startable=False),
    reply("list_over", "ended", listing=replace(LISTING, meeting=OVER), startable=False),
    reply("list_over", "missed", listing=replace(LISTING, meeting=MISSED), startable=True),
    reply("dmm", times=(*(Times(UNIT, m, SITTING) for m in (RUNS, OVER, MISSED)), Times(POWYS, None, None))),
    form("start", offered=Offered(UNIT, DUE, CHAIR)),
    form("start", "late_and_by_delegation", offered=Offered(UNIT, MISSED, CANDIDATE)),
    form("start", "nobody_offered", offered=Offered(UNIT, DUE, None)),
    line("candidate", candidate=CHAIR),
    line("candidate", "by_delegation", candidate=CANDIDATE),
    line("candidate", "off_duty", candidate=replace(CHAIR, until=None)),
    line("candidate", "by_delegation_off_duty", candidate=replace(CANDIDATE, until=None)),
    reply("begun", begun=Begun(RUNS, UNIT, 12, 2)),
    reply("begun", "late", begun=Begun(DELEGATED, UNIT, 1, 0)),
]  # fmt: skip
AT_IT = [
    reply("board", board=board(RUNS, "open", "declined", "read_out", "handed", "reviewed", rest=7)),
    reply("board", "decided", board=board(DELEGATED, *DECIDED, "settled")),
    reply("board", "restricted", board=board(RUNS, "open", secluded=True, restricted=0, resources=())),
    reply("board", "empty", board=board(RUNS, promises=(), resources=(), came_in=0, restricted=0)),
    reply("board", "ended", board=board(OVER, "left", "left_to_the_next", "reviewed", came_in=0)),
    form("more", board=board(RUNS, "open", "reviewed", rest=3), back=0, further=40),
    form("more", "nothing", board=board(RUNS), back=0, further=None),
    form("more", "restricted", board=board(RUNS, "open", secluded=True), back=None, further=20),
    reply("here", fresh=True),
    reply("here", "again", fresh=False),
    reply("chairs", meeting=RUNS),
    reply("chairs", "by_delegation", meeting=DELEGATED),
    form("review", key=KEY),
    reply("reviewed", incident=INCIDENT),
    reply("read_out", count=3),
    form("promise", key=KEY, to=None, line="", day="", time=""),
    form("promise", "begun", key=KEY, to=REES, line="take the statement", day="2026-11-21", time="14:00"),
    reply("promised", made=Made(INCIDENT, REES, AT + hours(3)), **PROMISED),
    reply("promised", "too_late", made=Made(INCIDENT, REES, AT + hours(1)), **PROMISED),
    reply("kept", promise=PROMISE),
    form("move", units=PAGE.units),
    reply("moved", collar="842", line="with the van", unit=POWYS, until=AT + hours(4)),
    reply("moved", "no_officer", collar="", line="two response officers", unit=POWYS, until=AT + hours(4)),
]  # fmt: skip
HANDED = [
    form("hand_over", line=LINE, units=PAGE.units),
    reply("offered", made=Answered(OFFER, INCIDENT)),
    reply("offer", shown=Shown(OFFER, LINE, True)),
    reply("offer", "accepted", shown=Shown(TAKEN, LINE, True)),
    reply("offer", "declined", shown=Shown(DECLINED, LINE, True)),
    reply(
        "offer", "taken_back", shown=Shown(replace(OFFER, state=OfferState.WITHDRAWN, line=""), LINE, True)
    ),
    form("decline", offered=OFFER, incident=INCIDENT),
    reply("accepted", made=Answered(TAKEN, INCIDENT)),
    reply("declined", made=Answered(DECLINED, INCIDENT)),
    reply("answer", shown=Shown(TAKEN, LINE, True)),
    reply("answer", "declined", shown=Shown(DECLINED, LINE, False)),
]
NOBODY = replace(OVER, ended_by=None, late=True)
WHY = replace(OVER, why_not="OUT", why_line="by phone at noon")
AFTER = [
    form("end", ending=Ending(RUNS, LEFT, 1, 2), codes=PAGE.codes["left_open"]),
    form("end", "nothing_left", ending=Ending(RUNS, (), 0, 0), codes=PAGE.codes["left_open"]),
    form("end", "many_left", ending=Ending(RUNS, LEFT * 25, 0, 0), codes=PAGE.codes["left_open"]),
    reply("ended", ended=Ended(OVER, Counter(decided=3, reviewed=2, left=1))),
    reply("record", record=record(WHY, *DECIDED, "reviewed", "handed", "read_out", "left")),
    reply("record", "another_ended_it", record=record(replace(OVER, ended_by="2201"), "reviewed")),
    reply("record", "nobody_ended_it", record=record(NOBODY, "left", rest=40)),
]  # fmt: skip


def refusal(message_id: str, special: str, values: dict[str, Any]) -> Case:
    """What may be wrong, as a Refused would carry its values."""
    return Case(f"refusals/{message_id}", special, values, "line")


NEXT = {"unit": UNIT, "next": SITTING}
WRONG = [
    refusal("no_meeting_due", "", NEXT),
    refusal("no_meeting_due", "none_to_come", {"unit": UNIT, "next": None}),
    refusal("meeting_runs", "", {"unit": UNIT, "meeting": RUNS}),
    refusal("meeting_over", "", {**NEXT, "meeting": OVER}),
    refusal("no_meeting_runs", "", NEXT),
    refusal("no_meetings", "", {"unit": PAGE.units["crb"], "units": (UNIT, POWYS)}),
    refusal("no_meetings", "of_no_unit", {"unit": None, "units": (UNIT, POWYS)}),
    refusal("chairs_already", "", {"meeting": RUNS}),
    refusal("say_why", "", {"count": 3}),
    refusal("not_a_reference", "missing", {"typed": ""}),
    refusal("say_what", "", {}),
    refusal("say_what_becomes", "", {}),
    refusal("already_reviewed", "", {"incident": INCIDENT, "item": EACH["reviewed"].item}),
    refusal("not_on_a_board", "", {"incident": INCIDENT}),
    refusal("nothing_to_read_out", "", {}),
    refusal("not_ahead", "", {}),
    refusal("promise_kept", "", {"promise": replace(PROMISE, done_by="842", done_at=AT)}),
    refusal("nothing_promised", "", {"ref": "123/20-11"}),
    refusal("nothing_offered", "", {"ref": "123/20-11"}),
    refusal("its_own_unit", "", {"incident": INCIDENT}),
    refusal("offer_answered", "", {"offer": TAKEN, "incident": INCIDENT}),
    refusal("not_your_units", "", {"unit": POWYS}),
    refusal("unknown_word", "", {"typed": "sart", "words": ("start", "end", "here")}),
]
MEETINGS = [*BEFORE, *AT_IT, *HANDED, *AFTER, *WRONG]
