"""The end of a tour: a reminder to who holds something, and what remains told to who is on duty then."""

from datetime import UTC, datetime

from bot.services.duty import changes, shift_ends
from bot.services.duty.shift_keys import REMAINS, REMINDER
from tests.builders import AT, FIM, OFFICER, SERGEANT, Station, hours, report
from tests.services.duty.test_changes import day_facts, enter

LEAVES = datetime(2026, 11, 21, 3, tzinfo=UTC)  # the officer's Friday tour ends


def at(station: Station, instant: datetime) -> Station:
    return Station(station.store, instant, station.number, station.n, station._ids)


def test_who_holds_something_is_reminded_once_before_the_tour_ends(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    assert at(station, LEAVES - hours(0.6)).do(shift_ends.remind) == 0
    half = at(station, LEAVES - hours(0.5))
    assert (half.do(shift_ends.remind), half.do(shift_ends.remind)) == (1, 0)
    [told] = half.messages(REMINDER)
    assert told.channel == f"@{OFFICER}"
    seen = half.see(shift_ends.remains, OFFICER, OFFICER, "en")
    assert ([line.key.number for line in seen.lines], seen.ends) == (["123"], LEAVES)


def test_nobody_is_reminded_who_holds_nothing_or_never_leaves(station: Station) -> None:
    assert at(station, LEAVES - hours(0.5)).do(shift_ends.remind) == 0
    station.allocate(SERGEANT, SERGEANT)
    end_of_tour = datetime(2026, 11, 21, 6, 45, tzinfo=UTC)
    assert at(station, end_of_tour).do(shift_ends.remind) == 0, "the next tour follows at once"


def test_a_longer_tour_is_reminded_of_at_its_new_end(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    enter(station, changes.on_duty, OFFICER, OFFICER, LEAVES + hours(1))
    assert at(station, LEAVES - hours(0.5)).do(shift_ends.remind) == 0
    assert at(station, LEAVES + hours(0.5)).do(shift_ends.remind) == 1


def test_the_reminder_is_brought_up_to_date_when_the_item_is_decided(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    half = at(station, LEAVES - hours(0.5))
    half.do(shift_ends.remind)
    half.record(OFFICER)
    [told] = half.messages(REMINDER)
    assert told.wanted == 2
    assert half.see(shift_ends.remains, OFFICER, OFFICER, "en").lines == ()


def test_what_is_left_is_told_to_a_sergeant_on_duty_once(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    after = at(station, LEAVES + hours(0.1))
    assert (after.do(shift_ends.tell_remains), after.do(shift_ends.tell_remains)) == (1, 0)
    [told] = after.messages(REMAINS)
    assert told.channel == f"@{SERGEANT}"
    seen = after.see(shift_ends.remains, OFFICER, SERGEANT, "en")
    assert ([line.key.number for line in seen.lines], seen.back) == (
        ["123"],
        datetime(2026, 11, 21, 13, tzinfo=UTC),
    )
    [left] = [f for f in day_facts(after) if f["kind"] == "undecided_left"]
    assert (left["values"]["count"], left["values"]["told"]) == (1, SERGEANT)


def test_what_the_feed_restricts_later_is_told_anew_to_whoever_was_told_that_it_is_left(
    station: Station,
) -> None:
    station.allocate(SERGEANT, OFFICER)
    after = at(station, LEAVES + hours(0.1))
    after.do(shift_ends.tell_remains)
    after.receive(report(station.number, "rape"))
    [told] = after.messages(REMAINS)
    assert told.wanted == 2


def test_with_no_supervisor_of_the_unit_on_duty_the_force_incident_manager_is_told(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    for away in (SERGEANT, "2201"):
        enter(station, changes.off_duty, away, away, None, AT + hours(48))
    after = at(station, LEAVES + hours(0.1))
    after.do(shift_ends.tell_remains)
    assert [m.channel for m in after.messages(REMAINS)] == [f"@{FIM}"]


def test_going_off_early_leaves_as_a_tours_end_does(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    enter(station, changes.off_duty, OFFICER, OFFICER)
    assert station.later(minutes=1).do(shift_ends.tell_remains) == 1


def test_a_bot_that_was_away_for_long_leaves_it_to_the_lists(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER)
    assert at(station, LEAVES + hours(6)).do(shift_ends.tell_remains) == 0
