"""Closing a poll: its count is kept once, bad rows wait and are cleared, an alarm is raised once."""

from dataclasses import replace

import pytest

from bot.services.feeds import overview, polls
from bot.store import polls as stored
from bot.store.polls import Poll, Quarantined
from tests.builders import AT, Station, everything, hours

GOOD = Poll("control", AT, seen=3, good=3, bad=0, filtered=0, fresh=3, changed=0)
SAME = replace(GOOD, fresh=0)
ROW = Quarantined("today.csv", 7, "reported", "not_a_time", "31/31/2026")


def finish(station: Station, poll: Poll, *bad: Quarantined, files: tuple[str, ...] = ("today.csv",)) -> None:
    """Close a poll at the station's instant, as a poll does."""
    station.do(polls.keep_aside, poll.source, bad)
    for places in station.see(polls.corrected, poll.source, files, bad):
        station.do(polls.clear, poll.source, places)
    station.do(polls.finish, replace(poll, at=station.at, bad=len(bad)), {"etag": "1"})


def test_a_second_poll_that_brings_nothing_writes_nothing(empty: Station) -> None:
    finish(empty, GOOD)
    finish(empty, SAME)
    before = everything(empty.store)
    finish(empty.later(hours=1), SAME)
    assert everything(empty.store) == before


def test_what_could_not_be_read_waits_with_file_line_column_and_reason(empty: Station) -> None:
    finish(empty, GOOD, ROW)
    assert empty.see(overview.state).waiting == (("control", ROW),)


def test_a_bad_row_that_comes_again_stays_as_it_is(empty: Station) -> None:
    finish(empty, GOOD, ROW)
    before = everything(empty.store)["quarantine"]
    finish(empty.later(hours=1), SAME, ROW)
    assert everything(empty.store)["quarantine"] == before


def test_a_corrected_row_clears_it_and_a_broken_one_brings_it_back(empty: Station) -> None:
    finish(empty, GOOD, ROW)
    finish(empty.later(hours=1), SAME)
    assert empty.see(overview.state).waiting == ()
    finish(empty.later(hours=2), SAME, ROW)
    assert empty.see(overview.state).waiting == (("control", ROW),)


def test_a_file_that_was_not_read_clears_nothing(empty: Station) -> None:
    finish(empty, GOOD, ROW)
    finish(empty.later(hours=1), SAME, files=("another.csv",))
    assert len(empty.see(overview.state).waiting) == 1


def test_many_corrected_rows_are_cleared_a_thousand_at_a_time(empty: Station) -> None:
    many = [ROW._replace(line=n) for n in range(2, 2503)]
    finish(empty, GOOD, *many)
    places = empty.see(polls.corrected, "control", ("today.csv",), many[:1])
    assert [len(some) for some in places] == [1000, 1000, 500]
    finish(empty.later(hours=1), SAME, *many[:1])
    assert empty.see(overview.state).waiting == (("control", many[0]),)


def test_another_count_of_everything_is_kept_though_nothing_is_new(empty: Station) -> None:
    finish(empty, GOOD)
    for hour, poll in enumerate([replace(SAME, seen=90, good=90), replace(SAME, partial=True), SAME], 1):
        finish(empty.later(hours=hour), poll)
    found = empty.see(stored.counted, "control", AT + hours(2))
    assert [(p.at - AT, p.seen) for p in found] == [(hours(1), 90), (hours(3), 3)]


def test_a_row_of_one_source_is_not_cleared_by_another(empty: Station) -> None:
    finish(empty, GOOD, ROW)
    finish(empty, replace(SAME, source="hub"))
    assert len(empty.see(overview.state).waiting) == 1


@pytest.mark.parametrize("alarm", ["feed_late", "feed_empty", "feed_shrunk"])
def test_an_alarm_is_raised_once_however_many_polls_repeat_it(empty: Station, alarm: str) -> None:
    finish(empty, GOOD)
    for hour in range(1, 5):
        finish(empty.later(hours=hour), replace(SAME, alarms=(alarm,)))
    [message] = empty.messages("alarm")
    assert (message.channel, message.subject) == ("cofnod-operations", f"control|{alarm}")


def test_an_alarm_that_ended_is_raised_again_when_it_comes_back(empty: Station) -> None:
    for hour, alarms in enumerate([("feed_late",), (), ("feed_late",)]):
        finish(empty.later(hours=hour), replace(SAME, alarms=alarms))
    assert len(empty.messages("alarm")) == 2


def test_a_second_alarm_is_raised_beside_the_first(empty: Station) -> None:
    finish(empty, replace(GOOD, alarms=("feed_late",)))
    finish(empty.later(hours=1), replace(SAME, alarms=("feed_late", "feed_shrunk")))
    assert [m.subject for m in empty.messages("alarm")] == ["control|feed_late", "control|feed_shrunk"]


def test_what_a_source_remembers_is_kept_for_its_next_start(empty: Station) -> None:
    finish(empty, GOOD)
    assert empty.see(stored.memory_of, "control") == {"etag": "1"}
    assert empty.see(stored.memory_of, "another") == {}


def test_only_the_newest_poll_of_each_source_is_shown(empty: Station) -> None:
    finish(empty, GOOD)
    finish(empty.later(hours=1), replace(GOOD, fresh=1))
    finish(empty, replace(GOOD, source="hub"))
    assert [(p.source, p.fresh) for p in empty.see(overview.state).newest] == [("control", 1), ("hub", 3)]
