"""A record made before police were told of an offence is of something else: it waits, and says why."""

from datetime import timedelta

import pytest

from bot.domain.incident import TimeReading
from bot.domain.listing import Waiting
from bot.domain.offence import State
from tests.builders import AT, OFFICER, Station, hours, report
from tests.crimes import REF, crime, judged, listen, told, waiting

LONG_BEFORE = AT - timedelta(days=40)


@pytest.mark.parametrize("first", ["log", "record"])
@pytest.mark.parametrize("category", ["theft", "collision"])
def test_a_record_of_long_before_the_report_stops_no_clock_and_says_why(
    empty: Station, first: str, category: str
) -> None:
    listen(empty)
    for what in ("log", "record") if first == "log" else ("record", "log"):
        if what == "log":
            empty.receive(report(category=category))
        else:
            told(empty, crime(created_at=LONG_BEFORE))
    assert [o.state for o in empty.offences()] == ([State.OPEN] if category == "theft" else [])
    assert waiting(empty) == (Waiting(REF, "before", 1 if category == "theft" else None),)
    assert empty.facts("crime_ref_waiting")[0]["values"]["why"] == "before"


@pytest.mark.parametrize(("ago", "state"), [(2.0, State.RECORDED), (2.1, State.OPEN)])
def test_the_clocks_of_two_systems_may_differ_by_an_hour(station: Station, ago: float, state: State) -> None:
    told(station, crime(created_at=AT - hours(ago)))
    assert station.offence().state is state, "reported an hour ago"


def test_a_record_of_which_only_the_day_is_known_may_be_of_its_end(station: Station) -> None:
    midnight = AT.replace(hour=0)
    told(station, crime(created_at=midnight, reading=TimeReading.DATE_ONLY))
    assert station.offence().state is State.RECORDED


def test_an_offence_told_of_after_the_record_is_none_that_it_settles(station: Station) -> None:
    later = station.later(hours=3)
    later.add_offence(OFFICER, later.at, category="criminal_damage")
    told(later, crime(kind="damage", created_at=AT))
    assert [o.state for o in later.offences()] == [State.OPEN, State.OPEN]
    assert waiting(later)[0].why == "other_kind", "of the offence that was told of in time"


def test_a_record_that_somebody_names_counts_whenever_it_was_made(station: Station) -> None:
    told(listen(station), crime(created_at=LONG_BEFORE))
    station.record(OFFICER, REF)
    assert (station.offence().state, station.offence().claimed_at) == (State.RECORDED, None)
    assert waiting(station) == ()


@pytest.mark.parametrize("first", ["the log", "the record"])
def test_what_the_column_names_of_long_before_waits_whichever_comes_first(empty: Station, first: str) -> None:
    listen(empty)
    if first == "the record":
        told(empty, crime(number=None, created_at=LONG_BEFORE))
    empty.receive(report(crime_refs=(REF,)))
    told(empty, crime(number=None, created_at=LONG_BEFORE))
    judged(empty)
    assert (empty.offence().state, empty.offence().crime_ref) == (State.OPEN, None)
    assert waiting(empty) == (Waiting(REF, "before", 1),)


def test_a_report_that_turns_out_to_be_earlier_lets_its_record_settle_it(station: Station) -> None:
    told(listen(station), crime(created_at=AT - hours(4)))
    station.receive(report(ago=5))
    assert station.offence().state is State.RECORDED
    assert waiting(station) == ()
