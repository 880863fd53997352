"""The Registrar's second look at a week: each signal from what was really done, and none of anybody."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.second_look import Signal
from bot.services.digests import second_look
from bot.services.digests.second_look import Look, SecondLook
from tests.builders import (
    AT,
    DDM,
    INSPECTOR,
    OFFICER,
    REGISTRAR,
    ROSTER,
    SERGEANT,
    Station,
    hours,
    refused,
    report,
)

OTHER = "1104"  # a sergeant of another unit, who may confirm what she did not decide


def seen(station: Station) -> SecondLook:
    """What the Registrar sees."""
    found: SecondLook = station.see(second_look.asked, ROSTER.by_collar(REGISTRAR))
    return found


def only(station: Station) -> Look:
    """The one thing that the Registrar sees."""
    found = [look for looks in seen(station).by_signal.values() for look in looks]
    assert len(found) == 1
    return found[0]


@pytest.mark.parametrize(("left", "is_one"), [(1.9, True), (2.1, False), (-0.1, False)])
def test_a_negation_in_the_last_two_hours_is_shown_with_what_was_left(
    station: Station, left: float, is_one: bool
) -> None:
    late = station.later(hours=23 - left)
    late.negate(SERGEANT)
    looks = seen(late).by_signal[Signal.LAST_HOURS]
    assert [(each.n, each.length) for each in looks] == ([(1, hours(left))] if is_one else [])


@pytest.mark.parametrize(("seconds", "is_one"), [(30, True), (31, False)])
def test_a_negation_confirmed_at_once_is_shown_with_how_soon(
    station: Station, seconds: int, is_one: bool
) -> None:
    station.negate(SERGEANT)
    soon = station.later(seconds=seconds)
    soon.confirm(OTHER)
    assert [each.length for each in seen(soon).by_signal[Signal.AT_ONCE]] == [timedelta(seconds=30)] * is_one


def test_a_second_negation_is_measured_from_itself_and_not_from_the_first(station: Station) -> None:
    station.negate(SERGEANT)
    station.later(seconds=20).send_back(OTHER)
    station.later(minutes=30).negate(SERGEANT)
    station.later(minutes=30, seconds=10).confirm(OTHER)
    assert only(station.later(hours=1)).length == timedelta(seconds=10)


def test_a_crime_cancelled_within_seven_days_is_shown_while_it_stands(station: Station) -> None:
    station.record(OFFICER)
    station.later(days=6).cancel(DDM)
    look = only(station.later(days=6))
    assert (look.signal, look.length) == (Signal.SOON_CANCELLED, timedelta(days=6))
    station.later(days=6, minutes=1).reopen(REGISTRAR)
    assert seen(station.later(days=6, hours=1)).by_signal[Signal.SOON_CANCELLED] == ()


def test_a_crime_cancelled_after_a_week_is_not_shown(station: Station) -> None:
    station.record(OFFICER)
    station.later(days=7, seconds=1).cancel(DDM)
    assert seen(station.later(days=7, hours=1)).count == 0


def test_a_report_moved_later_is_shown_and_one_moved_earlier_is_not(station: Station) -> None:
    station.later(hours=1).receive(report(ago=-0.5))
    assert only(station.later(hours=2)).length == hours(1.5)
    station.later(hours=3).receive(report(ago=2))
    assert seen(station.later(hours=4)).count == 0


def test_a_category_that_went_off_the_audit_names_what_it_was(empty: Station) -> None:
    empty.receive(report(category="harassment"))
    moved = empty.later(hours=1)
    moved.receive(replace(report(category="harassment"), category="civil_dispute"))
    look = only(moved)
    assert (look.signal, look.was, look.category) == (Signal.OFF_AUDIT, "harassment", "civil_dispute")


def test_a_watched_incident_that_looks_like_crime_is_shown(empty: Station) -> None:
    empty.receive(report("1", "collision"), report("2", "welfare_check", markers=("child",)))
    assert only(empty).key.number == "2"


def test_a_closed_log_without_a_reference_is_shown_until_it_is_rightly_decided(station: Station) -> None:
    closed = station.later(hours=1)
    closed.receive(replace(report(), closed_at=AT))
    assert only(closed).signal is Signal.NO_REFERENCE
    closed.negate(SERGEANT)
    closed.later(hours=1).confirm(OTHER)
    assert seen(closed.later(hours=2)).count == 0


def test_a_log_that_suggests_more_offences_than_it_has_records_is_shown(empty: Station) -> None:
    empty.receive(report(category="theft"))
    empty.record(OFFICER)
    empty.later(hours=1).receive(replace(report(category="theft"), category="violence"))
    assert only(empty.later(hours=2)).signal is Signal.MORE_OFFENCES


def test_what_lies_more_than_a_week_back_is_not_shown_any_more(station: Station) -> None:
    station.later(hours=22).negate(SERGEANT)
    assert seen(station.later(days=7, hours=21)).count == 1
    assert seen(station.later(days=7, hours=23)).count == 0


@pytest.mark.parametrize("collar", [OFFICER, SERGEANT, INSPECTOR, DDM])
def test_nobody_but_the_registrar_is_shown_anything(station: Station, collar: str) -> None:
    assert refused(station.see, second_look.asked, ROSTER.by_collar(collar)).message_id == "registrars_only"


def test_a_look_says_nothing_about_anybody(station: Station) -> None:
    station.later(hours=22).negate(SERGEANT)
    told = repr(seen(station.later(hours=23)))
    assert not any(person.collar in told or person.surname in told for person in ROSTER.people)
