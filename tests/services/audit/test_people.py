"""Whatever a person was to hear, and did not, is found; whoever was not to hear it is nobody's miss."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from bot.domain.auditing import Kind
from bot.domain.dial_in import Reply
from bot.services.case import Request
from bot.services.duty import changes
from bot.services.handovers import answers, offering
from bot.store.misses import Miss
from bot.store.tables import dial_in_tellings, feedback, ladder_steps, messages
from bot.store.work import Work
from tests.builders import AT, OFFICER, OTHER_OFFICER, OTHER_SERGEANT, SERGEANT, Station, hours, report
from tests.services import meeting_days
from tests.services.audited import Fault, Watched
from tests.services.dial_in_rig import answer
from tests.services.meeting_days import CHAIR, MEETS, UNIT

FRIDAY = AT + hours(2.5)  # PC Price is on until 18:00, and again on Saturday from 10:00
WEDNESDAY = datetime(2026, 11, 25, 12, tzinfo=UTC)  # the force's dial-in is at 14:00
Deed = Callable[[Station], Any]


def lose(bulletin: str) -> Fault:
    """The messages of a kind are lost as soon as they are put."""

    def fault(work: Work) -> None:
        work.conn.execute(delete(messages).where(messages.c.bulletin == bulletin))

    return fault


def begun(empty: Station, at: datetime, minutes: float) -> Watched:
    """A force at work for a while, and its auditor."""
    empty.at = at
    watched = Watched(empty, minutes)
    watched.until(at + timedelta(minutes=30))
    assert watched.found == []
    return watched


def found(watched: Watched, until: datetime, kind: Kind) -> list[Miss]:
    """What of a kind is found until an instant; of others there is nothing."""
    misses = watched.until(until)
    assert {miss.kind for miss in misses} <= {kind}
    return misses


def parts(misses: list[Miss], n: int) -> list[str]:
    """One part of the names of what was missed, in order."""
    return sorted(miss.parts[n] for miss in misses)


def evening(empty: Station, *faults: Fault, left_out: str = "", deed: Deed | None = None) -> list[Miss]:
    """A Friday on which PC Price holds a theft as their tour ends at 18:00."""
    watched = begun(empty, FRIDAY, 15)
    watched.station.receive(report(ago=0))
    watched.station.allocate(SERGEANT, OTHER_OFFICER)
    if deed:
        deed(watched.station)
    watched.faults, watched.left_out = faults, (left_out,)
    return found(watched, FRIDAY + hours(2.25), Kind.SHIFT)


@pytest.mark.parametrize(
    ("left_out", "lost", "missed"),
    [
        ("", "", []),
        ("hand_over", "", ["remains", "reminder"]),
        ("", "handover_reminder", ["reminder"]),
        ("", "handover_remains", ["remains"]),
    ],
)
def test_the_end_of_a_tour_with_something_undecided_is_told_or_found(
    empty: Station, left_out: str, lost: str, missed: list[str]
) -> None:
    misses = evening(empty, lose(lost), left_out=left_out)
    assert parts(misses, 1) == missed
    assert {miss.parts[0] for miss in misses} <= {OTHER_OFFICER}


def decide(station: Station) -> None:
    """PC Price decides what they hold."""
    station.record(OTHER_OFFICER)


def test_who_decided_what_they_held_need_not_be_reminded(empty: Station) -> None:
    assert evening(empty, left_out="hand_over", deed=decide) == []


def test_an_end_at_which_nobody_was_at_work_is_told_afterwards_only(empty: Station) -> None:
    watched = begun(empty, FRIDAY, 15)
    watched.station.receive(report(ago=0))
    watched.station.allocate(SERGEANT, OTHER_OFFICER)
    watched.sleep(AT + hours(4.2))
    watched.left_out = ("hand_over",)
    assert parts(found(watched, AT + hours(5), Kind.SHIFT), 1) == ["remains"]


def hand_over(station: Station, by: str, to: str) -> int:
    """Let somebody offer what they hold; gives the number of the offer."""
    made: offering.Offered = station.do(offering.offer, Request("offer", by), to)
    return made.handover.id


@pytest.mark.parametrize("lost", ["", "handover_by", "handover_to", "handover_answer"])
def test_each_message_of_a_handover_that_is_lost_is_found(empty: Station, lost: str) -> None:
    watched = begun(empty, FRIDAY, 15)
    watched.station.receive(report(ago=0))
    watched.station.allocate(SERGEANT, OFFICER)
    made = hand_over(watched.station, OFFICER, SERGEANT)
    watched.faults = (lose(lost),)
    watched.step()
    watched.station.do(answers.decline, Request("no", SERGEANT), made, "too many already")
    misses = found(watched, FRIDAY + hours(1.25), Kind.HANDOVER)
    assert parts(misses, 0) == [lost] * bool(lost)


@pytest.mark.parametrize("left_out", ["", "hand_over"])
def test_a_taker_who_is_off_duty_is_to_hear_when_they_come_on(empty: Station, left_out: str) -> None:
    watched = begun(empty, FRIDAY + hours(4), 30)
    watched.station.receive(report(ago=0, reported_at=watched.station.at))
    watched.station.allocate(SERGEANT, OFFICER)
    morning = datetime(2026, 11, 21, 7, tzinfo=UTC)
    off = Request("off", OTHER_SERGEANT)
    watched.station.do(changes.off_duty, off, OTHER_SERGEANT, None, morning)
    hand_over(watched.station, SERGEANT, OTHER_SERGEANT)
    watched.until(morning - hours(0.5))
    watched.left_out = (left_out,)
    misses = found(watched, morning + hours(0.75), Kind.HANDOVER)
    assert [(miss.parts[0], miss.due_at) for miss in misses] == [("handover_to", morning)] * bool(left_out)


def forget(collar: str) -> Fault:
    """Nobody is noted as to hear of a dial-in who has this collar number."""
    theirs = dial_in_tellings.c.collar == collar
    return lambda work: work.conn.execute(delete(dial_in_tellings).where(theirs))


def wednesday(empty: Station, *faults: Fault, left_out: str = "") -> list[Miss]:
    """The hours before the dial-in of the force, of which PC Price has said that they do not come."""
    watched = begun(empty, WEDNESDAY, 15)
    answer(watched.station, OTHER_OFFICER, Reply.NOT_COMING)
    watched.faults, watched.left_out = faults, (left_out,)
    return found(watched, WEDNESDAY + hours(1.5), Kind.DIAL_IN)


def test_a_reminder_whose_job_does_nothing_is_found_as_one(empty: Station) -> None:
    [miss] = wednesday(empty, left_out="dial_ins")
    assert miss.parts == ["force", "2026-11-23", "hour", "0", ""]
    assert miss.due_at == WEDNESDAY + hours(1)


@pytest.mark.parametrize("collar", [OFFICER, OTHER_OFFICER])
def test_only_who_was_to_hear_of_a_dial_in_is_missed(empty: Station, collar: str) -> None:
    misses = wednesday(empty, forget(collar))
    expected = [["hour", "0", collar]] if collar != OTHER_OFFICER else []
    assert [miss.parts[2:] for miss in misses] == expected


def test_everybody_whose_message_is_lost_has_not_heard(empty: Station) -> None:
    heard = {miss.parts[4] for miss in wednesday(empty, lose("dial_in"))}
    assert {OFFICER, SERGEANT} <= heard
    assert OTHER_OFFICER not in heard


def owe(work: Work) -> None:
    """Slack takes the record of a meeting, and its papers never."""
    of = messages.c.bulletin == "dmm_record"
    behind = {"wanted": 3, "shown": 2, "ts": "1.1", "shown_at": work.at - hours(0.2)}
    work.conn.execute(update(messages).where(of).values(behind))


def never(_: Work) -> None:
    """Nothing goes wrong."""


@pytest.mark.parametrize(
    ("fault", "missed"), [(never, []), (lose("dmm_record"), ["record"]), (owe, ["papers"])]
)
def test_the_record_of_a_meeting_and_its_papers_are_there_or_found(
    empty: Station, fault: Fault, missed: list[str]
) -> None:
    watched = begun(empty, MEETS - hours(1), 15)
    watched.until(MEETS)
    meeting_days.start(watched.station, CHAIR)
    watched.away, watched.faults = True, (show_but_records, fault)
    watched.step()
    meeting_days.end(watched.station, CHAIR)
    misses = found(watched, MEETS + hours(1), Kind.MEETING)
    assert [miss.parts[::2] for miss in misses] == [[UNIT, part] for part in missed]


def show_but_records(work: Work) -> None:
    """Slack shows whatever it should."""
    now = {"shown": messages.c.wanted, "ts": "1.1", "shown_at": work.at}
    work.conn.execute(update(messages).values(now))


def unlearn(work: Work) -> None:
    """What was returned waits for nobody."""
    work.conn.execute(delete(feedback))


@pytest.mark.parametrize(("fault", "missed"), [(never, 0), (unlearn, 1)])
def test_what_was_returned_waits_for_its_decider_or_is_found(
    empty: Station, fault: Fault, missed: int
) -> None:
    watched = begun(empty, FRIDAY, 10)
    watched.station.receive(report(ago=0))
    watched.station.record(OFFICER)
    watched.station.send_back(SERGEANT)
    watched.faults = (fault,)
    misses = found(watched, FRIDAY + hours(1), Kind.FEEDBACK)
    assert parts(misses, 2) == [OFFICER] * missed


def no_superintendent(work: Work) -> None:
    """The step that wakes a superintendent is lost as soon as it is made."""
    work.conn.execute(delete(ladder_steps).where(ladder_steps.c.tell == "superintendent"))


@pytest.mark.parametrize(("category", "missed"), [("rape", ["3"]), ("theft", [])])
def test_a_superintendents_step_is_missed_for_a_rape_and_for_no_theft(
    empty: Station, category: str, missed: list[str]
) -> None:
    watched = begun(empty, FRIDAY, 10)
    watched.station.receive(report(category=category, reported_at=watched.station.at - hours(23.8)))
    watched.faults = (no_superintendent,)
    misses = found(watched, FRIDAY + hours(1.25), Kind.LADDER)
    assert parts(misses, 3) == missed


def test_what_became_a_rape_after_its_deadline_had_no_such_step(empty: Station) -> None:
    watched = begun(empty, FRIDAY, 10)
    said = {"reported_at": watched.station.at - hours(23.95)}
    watched.station.receive(report(**said))
    watched.station = watched.station.later(minutes=4)
    watched.station.move_on()
    watched.station.receive(report(category="rape", **said))
    assert found(watched, FRIDAY + hours(1.25), Kind.LADDER) == []
