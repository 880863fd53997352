"""What the meetings of a time come to, counted from what people did; and who may ask for it."""

from datetime import date, timedelta

import pytest

from bot.domain.meeting_figures import Allocated, Came
from bot.services.case import Request
from bot.services.meetings import accounts, rounds
from bot.services.meetings.accounts import EVERY, Period
from bot.store import outbox
from tests.builders import INSPECTOR, OFFICER, OTHER_INSPECTOR, REGISTRAR, ROSTER, SERGEANT, Station, refused
from tests.meetings import CHAIR, MORNING, UNIT, at, hold, receive

WEEK = Period(UNIT, MORNING - timedelta(days=3), MORNING + timedelta(days=3))


def test_a_meeting_that_was_held_counts_what_was_done_at_it(empty: Station) -> None:
    hold(empty)
    whole = at(empty, 120).see(accounts.account, WEEK).figures.whole
    assert (whole.due, whole.held, whole.missed) == (1, 1, 0)
    assert (whole.items, whole.reviewed, whole.read_out, whole.unseen) == (5, 3, 1, 1)


def test_allocated_before_at_and_after_the_meeting_are_told_apart(empty: Station) -> None:
    hold(empty)
    at(empty, 200).about("204").allocate(SERGEANT, OFFICER)
    when = at(empty, 300).see(accounts.account, WEEK).figures.whole.allocated
    assert dict(when) == dict.fromkeys(Allocated, 1)


def test_a_later_allocation_to_somebody_else_does_not_move_the_first(empty: Station) -> None:
    hold(empty)
    at(empty, 200).about("201").allocate(SERGEANT, "917")
    when = at(empty, 300).see(accounts.account, WEEK).figures.whole.allocated
    assert (when[Allocated.BEFORE], when[Allocated.AFTER]) == (1, 0)


def test_a_meeting_that_nobody_started_is_counted_with_what_stood_on_its_list(empty: Station) -> None:
    receive(empty)
    at(empty, -20).do(rounds.keep)
    at(empty, 120).do(rounds.keep)
    found = at(empty, 120).see(accounts.account, WEEK)
    assert [met.came for met, _ in found.meetings] == [Came.MISSED]
    assert (found.figures.whole.items, found.figures.whole.unseen) == (5, 5)


def test_a_meeting_that_may_still_begin_is_not_counted_yet(empty: Station) -> None:
    receive(empty)
    at(empty, -20).do(rounds.keep)
    assert at(empty, 50).see(accounts.account, WEEK).figures.whole.due == 0


def test_what_was_asked_for_stays_as_it_was_at_that_instant(empty: Station) -> None:
    hold(empty)
    subject = f"{UNIT}|{WEEK.since}|{WEEK.until}|{at(empty, 20).at.isoformat()}"
    assert at(empty, 120).see(accounts.asked, subject).figures.whole.due == 0


@pytest.mark.parametrize(
    ("collar", "unit", "allowed"),
    [
        (CHAIR, UNIT, True),
        (INSPECTOR, UNIT, True),
        (SERGEANT, UNIT, False),
        (OFFICER, UNIT, False),
        (OTHER_INSPECTOR, UNIT, True),
        (OTHER_INSPECTOR, EVERY, True),
        (REGISTRAR, UNIT, True),
        (REGISTRAR, EVERY, True),
        (SERGEANT, "powys", False),
    ],
)
def test_chair_inspectors_and_registrar_may_ask_and_nobody_else(
    empty: Station, collar: str, unit: str, allowed: bool
) -> None:
    asker = ROSTER.by_collar(collar)
    period = Period(unit, WEEK.since, WEEK.until)
    if allowed:
        assert empty.see(accounts.look_up, asker, [unit], []).period.unit == unit
        empty.do(accounts.send, Request("asked", collar), asker, period)
    else:
        assert refused(empty.see, accounts.look_up, asker, [unit], []).message_id == "not_yours"
        request = Request("asked", collar)
        assert refused(empty.do, accounts.send, request, asker, period).message_id == "not_yours"


def test_the_picture_goes_to_whoever_asked_and_to_nobody_else(empty: Station) -> None:
    hold(empty)
    asker = ROSTER.by_collar(INSPECTOR)
    at(empty, 60).do(accounts.send, Request("asked", INSPECTOR), asker, WEEK)
    assert empty.see(outbox.by_key, "meeting_figures:asked").channel == f"@{INSPECTOR}"


def test_in_a_units_channel_it_is_that_units_record(empty: Station) -> None:
    inspector, registrar = ROSTER.by_collar(INSPECTOR), ROSTER.by_collar(REGISTRAR)
    for asker in (inspector, registrar):
        assert empty.see(accounts.period_meant, asker, [], [], "bcu-powys").unit == "powys"


def test_without_words_it_is_the_askers_own_unit_and_four_weeks(empty: Station) -> None:
    inspector, registrar = ROSTER.by_collar(INSPECTOR), ROSTER.by_collar(REGISTRAR)
    own = empty.see(accounts.period_meant, inspector, [], [])
    assert own == Period(UNIT, date(2026, 10, 24), date(2026, 11, 20))
    assert empty.see(accounts.period_meant, registrar, [], []).unit == EVERY
    since = [date(2026, 11, 1)]
    assert empty.see(accounts.period_meant, inspector, ["pow"], since).unit == "powys"


@pytest.mark.parametrize(
    ("words", "days", "why"),
    [
        (["gwent"], [], "unknown_unit"),
        (["cih"], [], "no_meetings"),
        ([], [date(2026, 11, 20), date(2026, 11, 1)], "days_reversed"),
        ([], [date(2020, 1, 1), date(2026, 11, 1)], "days_reversed"),
    ],
)
def test_what_makes_no_period_is_refused_with_its_reason(
    empty: Station, words: list[str], days: list[date], why: str
) -> None:
    inspector = ROSTER.by_collar(INSPECTOR)
    assert refused(empty.see, accounts.period_meant, inspector, words, days).message_id == why


def test_a_meeting_that_ended_before_its_time_is_counted_at_once(empty: Station) -> None:
    hold(empty)
    assert at(empty, 29).see(accounts.account, WEEK).figures.whole.due == 0
    whole = at(empty, 31).see(accounts.account, WEEK).figures.whole
    assert (whole.due, whole.held, whole.items) == (1, 1, 5)
