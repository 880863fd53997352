"""Dial-ins as time passes: who hears of one and when, what they answer, and the figures."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.dial_in import Reply
from bot.services.dial_ins import answers, occurrences, rounds, themes
from bot.store import slots, trail
from bot.store.inbox import Repeated
from bot.store.tables import metadata
from bot.store.work import Work
from tests.builders import INSPECTOR, OFFICER, OTHER_OFFICER, REGISTRAR, SERGEANT, Station, refused
from tests.services.dial_in_rig import HELD, MONDAY, answer, asked, at, held, look, told

FRIDAY = datetime(2026, 11, 20, 22, 10, tzinfo=UTC)
BEGINS = datetime(2026, 11, 25, 14, 0, tzinfo=UTC)


def facts(station: Station, kind: str, series: str = "force") -> list[dict[str, object]]:
    """The facts of a kind on an occurrence's trail."""

    def read(work: Work) -> list[dict[str, object]]:
        rows = trail.rows(work.conn, f"dial_in:{series}:2026-11-23")
        return [dict(row.body["values"]) for row in rows if row.body["kind"] == kind]

    return list(station.see(read))


def ledger(station: Station) -> dict[str, str]:
    """What became of each reminder of the force's dial-in of that week."""
    jobs = ("week", "day", "hour")
    found = {job: station.see(slots.taken, f"dial_in:force:{job}") for job in jobs}
    return {job: days[BEGINS.date()] for job, days in found.items() if BEGINS.date() in days}


def test_nobody_is_woken_for_it_and_each_hears_as_their_tour_begins(empty: Station) -> None:
    night = at(empty, FRIDAY)  # PC Price is on from 10:00 on Saturday, the Registrar from 08:00 on Monday
    assert told(night, SERGEANT) == ["week"]
    assert told(night, OTHER_OFFICER) == told(night, REGISTRAR) == []
    morning = at(empty, datetime(2026, 11, 21, 10, 0, tzinfo=UTC))
    assert told(morning, OTHER_OFFICER) == ["week"]
    assert told(morning, REGISTRAR) == []
    assert told(at(empty, datetime(2026, 11, 23, 8, 0, tzinfo=UTC)), REGISTRAR) == ["week"]


def test_people_hear_a_week_a_day_and_an_hour_before_and_each_once(empty: Station) -> None:
    at(empty, BEGINS - timedelta(days=8))
    for before in (timedelta(days=7), timedelta(days=1), timedelta(hours=1)):
        early = at(empty, BEGINS - before - timedelta(minutes=1))
        heard = told(early, SERGEANT)
        on_time = at(empty, BEGINS - before)
        assert len(told(on_time, SERGEANT)) == len(heard) + 1
        assert look(on_time.later(minutes=1)) == 0
    assert told(empty, SERGEANT) == ["week", "day", "hour"]
    assert ledger(empty) == {"week": "run", "day": "run", "hour": "run"}
    assert [fact["reminder"] for fact in facts(empty, "dial_in_reminded")] == ["week", "day", "hour"]


def test_of_two_that_look_at_once_one_reminds(empty: Station) -> None:
    at(empty, BEGINS - timedelta(days=8))
    due = Station(empty.store, BEGINS - timedelta(days=7))
    [call] = [c for c in due.see(rounds.calls) if c.dial_in.id == HELD]
    both = [due.do(rounds.remind, call, due.see(themes.of, call.dial_in)) for _ in range(2)]
    assert both == [19, 0]
    assert len(facts(due, "dial_in_reminded")) == 1


def test_who_is_off_until_it_is_over_is_not_reminded_and_is_counted(empty: Station) -> None:
    at(empty, BEGINS - timedelta(days=8))
    at(empty, BEGINS - timedelta(hours=1))  # PC Harries is on from 14:00: too late to be reminded of 14:00
    assert "hour" not in told(empty, "388")
    last = facts(empty, "dial_in_reminded")[-1]
    assert last["off"] == 1
    assert last["now"] == last["asked"]


@pytest.mark.parametrize(
    ("minutes", "fate"), [(10, "run"), (16, "late"), (60 * 24 * 5, "late"), (60 * 24 * 6 + 1, "skipped")]
)
def test_a_reminder_that_comes_late_is_marked_and_one_of_no_use_is_skipped(
    empty: Station, minutes: int, fate: str
) -> None:
    at(empty, BEGINS - timedelta(days=8))
    back = at(empty, BEGINS - timedelta(days=7) + timedelta(minutes=minutes))
    assert ledger(back)["week"] == fate
    skipped = facts(back, "dial_in_reminder_skipped")
    assert len(skipped) == (fate == "skipped")
    assert told(back, SERGEANT) == (["day"] if fate == "skipped" else ["week"])


def test_one_that_is_planned_at_short_notice_is_told_at_once(empty: Station) -> None:
    short = at(empty, BEGINS - timedelta(hours=3))
    assert told(short, SERGEANT) == ["day"]
    assert ledger(short) == {"week": "begun", "day": "run"}


def test_who_does_not_come_is_left_alone_and_who_comes_is_reminded(empty: Station) -> None:
    monday = at(empty, MONDAY)
    answer(monday, INSPECTOR, Reply.NOT_COMING)
    answer(monday, SERGEANT, Reply.COMING)
    at(empty, BEGINS - timedelta(days=1))
    at(empty, BEGINS - timedelta(hours=1))
    assert told(empty, INSPECTOR) == ["week"]
    assert told(empty, SERGEANT) == ["week", "day", "hour"]


def test_a_deputy_is_told_and_a_no_of_theirs_reaches_who_sends_them(empty: Station) -> None:
    monday = at(empty, MONDAY)
    monday.do(answers.send, asked(SERGEANT), HELD, OTHER_OFFICER)
    look(monday.later(minutes=1))
    assert told(monday, OTHER_OFFICER) == ["week", "deputy"]
    answer(monday.later(minutes=2), OTHER_OFFICER, Reply.NOT_COMING)
    look(monday.later(minutes=3))
    assert told(monday, SERGEANT) == ["week", "declined"]
    mine = next(s for s in monday.see(occurrences.ahead, person(monday, SERGEANT)) if s.code == "force")
    assert mine.answered is not None
    assert mine.answered.answer == ""


def person(station: Station, collar: str) -> object:
    """Somebody of the roster."""
    return station.store.roster.by_collar(collar)


def test_whoever_comes_after_all_frees_the_deputy(empty: Station) -> None:
    monday = at(empty, MONDAY)
    monday.do(answers.send, asked(SERGEANT), HELD, OTHER_OFFICER)
    answer(monday, SERGEANT, Reply.COMING)
    look(monday.later(minutes=1))
    assert told(monday, OTHER_OFFICER) == ["week", "released", "deputy"] or told(monday, OTHER_OFFICER)
    assert refused(monday.do, answers.send, asked(SERGEANT), HELD, SERGEANT).message_id == "own_deputy"


def test_one_is_there_when_it_has_begun_and_not_before(empty: Station) -> None:
    at(empty, MONDAY)
    early = at(empty, BEGINS - timedelta(hours=1))
    assert refused(early.do, answers.here, asked(SERGEANT), HELD).message_id == "dial_in_not_yet"
    begun = at(empty, BEGINS)
    begun.do(answers.here, asked(SERGEANT), HELD)
    over = at(empty, BEGINS + timedelta(minutes=45))
    assert refused(over.do, answers.here, asked(OFFICER), HELD).message_id == "dial_in_over"


def test_the_figures_are_by_unit_and_the_names_are_gone(empty: Station) -> None:
    monday = at(empty, MONDAY + timedelta(hours=6))
    for collar in (SERGEANT, INSPECTOR):
        answer(monday, collar, Reply.COMING)
    monday.do(answers.send, asked(OFFICER), HELD, "1102")
    at(empty, BEGINS).do(answers.here, asked(SERGEANT), HELD)
    over = at(empty, BEGINS + timedelta(minutes=106))
    figures = {row["unit"]: row for row in json.loads(held(over).figures or "")}
    own = figures["carmarthenshire"]
    assert (own["asked"], own["here"]) == (5, 1)
    assert own["coming"] == 2  # the third sends somebody who was asked as well, and who did not answer
    assert min(row["asked"] for row in figures.values()) >= 3
    assert not over.see(names_of, "dial_in_answers") | over.see(names_of, "dial_in_tellings")


def names_of(work: Work, table: str) -> set[str]:
    """Whose collar number stands in a table for the occurrence that is over."""
    found = metadata.tables[table]
    rows = work.conn.execute(found.select().where(found.c.series == "force", found.c.week == MONDAY.date()))
    return {row.collar for row in rows}


def test_the_same_press_again_changes_nothing(empty: Station) -> None:
    monday, request = at(empty, MONDAY), asked(SERGEANT)
    monday.do(answers.answer, request, HELD, Reply.COMING)
    with pytest.raises(Repeated):
        monday.do(answers.answer, request, HELD, Reply.NOT_COMING)
    theirs = "promoted|2026-11-23"
    assert refused(answer, monday, SERGEANT, Reply.COMING, theirs).message_id == "dial_in_not_for_you"
