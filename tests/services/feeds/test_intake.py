"""What a feed says, and says later: categories, units and times change, incidents vanish and return."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.clock import Stage
from bot.domain.incident import TimeReading
from bot.domain.offence import State
from bot.services.feeds.intake import Taken
from bot.services.incidents import listings
from tests.builders import AT, INSPECTOR, OFFICER, SERGEANT, Station, everything, hours, key_of, report


def on_list_of(station: Station, unit: str) -> list[str]:
    """The references on a unit's list."""
    return [line.key.ref for line in station.see(listings.live, unit, "en").lines]


def list_wanted(station: Station, unit: str) -> int:
    """How often a unit's list of the day was asked for."""
    return sum(m.wanted for m in station.messages("list") if m.key.startswith(f"list:{unit}:"))


def test_a_second_identical_poll_writes_nothing(empty: Station) -> None:
    reports = [report(str(n), c) for n, c in enumerate(("theft", "bangs", "rape", "harassment"), 1)]
    assert empty.receive(*reports) == Taken(4, 0, 0)
    before = everything(empty.store)
    assert empty.later(hours=1).receive(*reports) == Taken(0, 0, 4)
    assert everything(empty.store) == before


def test_what_starts_no_clock_is_watched_and_counted(empty: Station) -> None:
    empty.receive(report("1", "bangs"), report("2", "theft"), report("3", "no_such_category"))
    listing = empty.see(listings.live, "carmarthenshire", "en")
    assert ([line.key.number for line in listing.lines], listing.watched) == (["2"], 2)


def test_a_category_that_grows_grave_starts_a_clock_on_the_original_time(empty: Station) -> None:
    empty.receive(report(category="bangs", ago=3))
    taken = empty.receive(report(category="homicide", ago=3, opening_category="bangs"))
    offence = empty.offence()
    assert (taken, offence.state) == (Taken(0, 1, 0), State.OPEN)
    assert (offence.told_at, offence.due_at) == (AT - hours(3), AT + hours(21))
    assert empty.incident().restricted
    assert empty.facts("incident_changed")[0]["values"]["changes"]["category"] == ["bangs", "homicide"]


def test_a_category_that_becomes_harmless_stops_no_clock(station: Station) -> None:
    station.receive(report(category="civil_dispute", opening_category="theft"))
    assert (station.offence().state, station.offence().crosses_at) == (State.OPEN, AT + hours(11))


@pytest.mark.parametrize("qualifier", ["hate", "domestic", "weapon"])
def test_a_qualifier_that_is_added_starts_a_clock(empty: Station, qualifier: str) -> None:
    empty.receive(report(category="bangs"))
    empty.receive(report(category="bangs", qualifiers=(qualifier,)))
    assert empty.offence().due_at == AT + hours(23)


def test_a_unit_that_changes_takes_it_off_one_list_and_onto_the_other(station: Station) -> None:
    wanted = list_wanted(station, "carmarthenshire")
    station.receive(report(unit="powys"))
    assert (on_list_of(station, "carmarthenshire"), on_list_of(station, "powys")) == ([], ["123/20-11"])
    assert list_wanted(station, "carmarthenshire") > wanted
    assert list_wanted(station, "powys") > 0
    assert station.facts("incident_changed")[0]["values"]["changes"] == {"unit": ["carmarthenshire", "powys"]}


def test_a_move_reckons_no_meeting_left_by_the_other_units_meeting(empty: Station) -> None:
    """Due at 09:40: the meeting of one unit ends before that (09:15), the other's after it (10:00)."""
    told = datetime(2026, 11, 20, 9, 40, tzinfo=UTC)
    empty.receive(replace(report(), reported_at=told))
    night = empty.later(hours=8)  # 22:00, under twelve hours left
    night.move_on()
    assert night.offence().crosses_at == datetime(2026, 11, 21, 7, 40, tzinfo=UTC)
    night.receive(replace(report(unit="pembrokeshire"), reported_at=told))
    assert night.offence().crosses_at == datetime(2026, 11, 20, 21, 40, tzinfo=UTC)
    night.move_on()
    assert night.offence().told_stages & Stage.NO_MEETING_LEFT


def test_an_earlier_report_time_moves_the_clock_and_keeps_both_on_the_trail(station: Station) -> None:
    station.receive(report(ago=5))
    assert (station.offence().told_at, station.offence().due_at) == (AT - hours(5), AT + hours(19))
    assert station.facts("incident_changed")[0]["values"]["changes"] == {
        "reported_at": ["2026-11-20T13:00:00Z", "2026-11-20T09:00:00Z"]
    }


def test_a_later_report_time_buys_no_time_and_keeps_both_on_the_trail(station: Station) -> None:
    station.receive(report(ago=0.5))
    assert (station.offence().told_at, station.offence().due_at) == (AT - hours(1), AT + hours(23))
    assert station.incident().reported_at == AT - hours(0.5)
    assert (
        station.facts("incident_changed")[0]["values"]["changes"]["reported_at"][1] == "2026-11-20T13:30:00Z"
    )


def test_the_earliest_of_many_corrections_stands(station: Station) -> None:
    for ago in (0.5, 3, 2, 0.1):
        station.receive(report(ago=ago))
    assert station.offence().told_at == AT - hours(3)


def test_the_time_that_a_person_gave_is_not_moved_by_the_feed(empty: Station) -> None:
    empty.receive(report(category="bangs", ago=4))
    empty.add_offence(OFFICER, AT - hours(1), "criminal_damage")
    empty.receive(report(category="bangs", ago=4, grade="2"))
    empty.receive(report(category="bangs", ago=6, grade="2"))
    assert empty.offence().told_at == AT - hours(1)


def test_a_further_offence_told_with_the_report_moves_with_it(station: Station) -> None:
    station.add_offence(OFFICER)
    station.receive(report(ago=2))
    assert [o.told_at for o in station.offences()] == [AT - hours(2)] * 2


def test_the_timeliness_of_what_is_settled_counts_from_the_corrected_report(station: Station) -> None:
    station.record(OFFICER)
    station.receive(report(ago=5))
    assert (station.offence().told_at, station.offence().crosses_at) == (AT - hours(5), None)


def test_a_settled_offence_that_is_reopened_runs_from_the_corrected_report(station: Station) -> None:
    station.negate(SERGEANT)
    station.confirm(INSPECTOR)
    station.receive(report(ago=5))
    station.reopen(OFFICER)
    assert station.offence().due_at == AT + hours(19)


def test_what_vanishes_and_returns_changes_nothing(station: Station) -> None:
    before = everything(station.store)
    assert station.later(hours=1).receive(report("999", "bangs", unit="powys")) == Taken(1, 0, 0)
    assert (station.offence().state, station.incident().closed_at) == (State.OPEN, None)
    assert station.later(hours=2).receive(report()) == Taken(0, 0, 1)
    after = everything(station.store)
    assert [row for row in after["incidents"] if "999" not in row] == before["incidents"]
    assert after["offences"] == before["offences"]


def test_a_closing_code_is_noted_and_decides_nothing(station: Station) -> None:
    station.receive(report(closing_code="NFA", closed_at=AT))
    assert (station.incident().closing_code, station.offence().state) == ("NFA", State.OPEN)


def test_of_a_reference_that_repeats_in_a_batch_the_last_counts(empty: Station) -> None:
    taken = empty.receive(report(category="bangs"), report(category="theft"))
    assert (taken, empty.incident().category) == (Taken(1, 0, 0), "theft")


def test_numbers_restart_every_day(empty: Station) -> None:
    yesterday = key_of("123", AT.date() - timedelta(days=1))
    empty.receive(report("123"), report("123", key=yesterday, ago=20))
    assert empty.offence().told_at == AT - hours(1)
    assert len(on_list_of(empty, "carmarthenshire")) == 2


def test_what_becomes_restricted_leaves_the_units_list_for_the_restricted_one(station: Station) -> None:
    station.receive(report(category="rape", opening_category="theft"))
    assert (on_list_of(station, "carmarthenshire"), on_list_of(station, "restricted")) == ([], ["123/20-11"])
    assert station.see(listings.live, "carmarthenshire", "en").restricted == 1
    assert list_wanted(station, "restricted") == 1


def test_what_is_restricted_no_longer_leaves_the_restricted_list(empty: Station) -> None:
    empty.receive(report(category="rape"))
    wanted = list_wanted(empty, "restricted")
    empty.receive(report(category="violence", opening_category="rape"))
    assert (on_list_of(empty, "carmarthenshire"), on_list_of(empty, "restricted")) == (["123/20-11"], [])
    assert list_wanted(empty, "restricted") > wanted


def from_the_future(text: str, seen: datetime) -> object:
    """A report whose stamp lies ahead: the poll's own instant is taken, the text kept."""
    return report(reported_at=seen, reading=TimeReading.FUTURE, raw_reported_at=text)


def test_a_stamp_from_the_future_runs_from_when_it_was_first_seen(empty: Station) -> None:
    empty.receive(from_the_future("2026-11-21 09:00", AT))
    assert empty.offence().due_at == AT + hours(24)
    before = everything(empty.store)
    later = empty.later(hours=2)
    assert later.receive(from_the_future("2026-11-21 09:00", later.at)) == Taken(0, 0, 1)
    assert everything(empty.store) == before


def test_a_stamp_from_the_future_that_comes_true_buys_no_time(empty: Station) -> None:
    empty.receive(from_the_future("2026-11-20 16:00", AT))
    arrived = report(reported_at=AT + hours(2), reading=TimeReading.LOCAL, raw_reported_at="2026-11-20 16:00")
    empty.later(hours=3).receive(arrived)
    assert empty.offence().due_at == AT + hours(24)


def test_a_unit_that_the_force_does_not_know_loses_nothing(empty: Station) -> None:
    empty.receive(report(unit="atlantis"))
    assert empty.later(hours=24).move_on() == 1
    assert {m.channel for m in empty.messages("alert")} == {"cofnod-operations"}


def test_a_thousand_reports_go_in_at_once_and_each_begins_its_trail(empty: Station) -> None:
    assert empty.receive(*(report(str(n)) for n in range(1, 1001))) == Taken(1000, 0, 0)
    assert [empty.about(str(n)).kinds() for n in (1, 500, 1000)] == [["incident_received"]] * 3


def test_a_watched_incident_that_is_recorded_at_once_comes_onto_the_list(empty: Station) -> None:
    empty.receive(report(category="asb_nuisance", qualifiers=("alcohol",), crime_refs=("47/1/26",)))
    assert list_wanted(empty, "carmarthenshire") == 1
