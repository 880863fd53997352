"""Feed alarms: late, empty, shrunk, broken; judged from counts alone."""

from datetime import timedelta

import pytest

from bot.sources.door import Alarms
from bot.sources.fetched import FeedFailed
from bot.sources.health import Alarm, Poll, failed_poll, judge, whole, worth_keeping
from tests.sources.builders import AT

ALARMS = Alarms.model_validate({"late_after": "20m"})
MINUTE = timedelta(minutes=1)


def poll(seen: int, minutes: int = 0, **more: object) -> Poll:
    at = AT + minutes * MINUTE
    return Poll(at, seen, **{"written_at": at, **more})  # type: ignore[arg-type] # a test's shorthand


def test_a_feed_as_usual_raises_no_alarm() -> None:
    assert judge(poll(100, 1), [poll(101)], ALARMS) == ()


@pytest.mark.parametrize(
    ("seen", "alarms"), [(51, ()), (50, (Alarm.SHRUNK,)), (1, (Alarm.SHRUNK,)), (0, (Alarm.EMPTY,))]
)
def test_half_the_rows_gone_is_an_alarm(seen: int, alarms: tuple[Alarm, ...]) -> None:
    assert judge(poll(seen, 1), [poll(100)], ALARMS) == alarms


def test_a_feed_that_shrinks_little_by_little_is_seen_too() -> None:
    before = [poll(100 - 12 * n, n) for n in range(4)]
    assert judge(poll(50, 4), before, ALARMS) == (Alarm.SHRUNK,)


def test_a_small_queue_may_halve_without_alarm() -> None:
    assert judge(poll(2, 1), [poll(9)], ALARMS) == ()


def test_a_queue_that_may_be_empty_is_not_alarmed() -> None:
    quiet = Alarms.model_validate({"late_after": "20m", "empty": False})
    assert judge(poll(0, 1), [poll(3)], quiet) == ()


def test_a_file_not_written_for_too_long_is_late() -> None:
    silent = [poll(5, n, written_at=AT) for n in (19, 20, 21)]
    assert [judge(p, [], ALARMS) for p in silent] == [(), (), (Alarm.LATE,)]


def test_a_feed_that_fails_is_alarmed_and_late_only_after_its_time() -> None:
    failures = [failed_poll(AT + n * MINUTE, FeedFailed("timeout")) for n in (1, 21)]
    assert [judge(f, [poll(5)], ALARMS) for f in failures] == [(Alarm.FAILED,), (Alarm.FAILED, Alarm.LATE)]


def test_a_failed_poll_does_not_hide_that_the_feed_shrank() -> None:
    before = [poll(100), failed_poll(AT + MINUTE, FeedFailed("timeout"))]
    assert judge(poll(10, 2), before, ALARMS) == (Alarm.SHRUNK,)


def test_a_file_still_being_written_is_neither_empty_nor_shrunk() -> None:
    assert judge(poll(0, 1, partial=True), [poll(100)], ALARMS) == ()
    assert judge(poll(100, 2), [poll(100), poll(0, 1, partial=True)], ALARMS) == ()


def test_more_bad_rows_than_good_ones_means_the_export_has_changed() -> None:
    assert judge(poll(10, bad=5), [], ALARMS) == ()
    assert judge(poll(10, bad=6), [], ALARMS) == (Alarm.MOSTLY_BAD,)
    assert judge(poll(10, bad=2, filtered=7), [], ALARMS) == (Alarm.MOSTLY_BAD,)


def test_a_document_that_ended_early_is_told() -> None:
    assert judge(poll(10, broken=True), [], ALARMS) == (Alarm.BROKEN,)


def kept(*polls: Poll) -> list[Poll]:
    """What is left of some polls where each is kept as it comes."""
    left: list[Poll] = []
    for each in polls:
        left = worth_keeping([*left, each])
    return left


def test_the_largest_count_of_a_day_is_remembered_however_many_polls_follow() -> None:
    before = kept(poll(100), *(poll(40, n) for n in range(1, 60)))
    assert judge(poll(41, 60), before, ALARMS) == (Alarm.SHRUNK,)
    assert judge(poll(41, 24 * 60 + 1), before, ALARMS) == ()
    assert len(before) <= 12


def test_the_last_count_of_everything_is_remembered_however_old_it_is() -> None:
    before = kept(poll(100), *(poll(2, n, partial=True) for n in range(1, 1700)))
    assert judge(poll(50, 1700), before, ALARMS) == (Alarm.SHRUNK,)


def test_the_last_sign_of_life_is_remembered_however_often_a_feed_fails() -> None:
    before = kept(poll(5), *(failed_poll(AT + n * MINUTE, FeedFailed("timeout")) for n in range(1, 21)))
    failure = failed_poll(AT + 21 * MINUTE, FeedFailed("timeout"))
    assert judge(failure, before, ALARMS) == (Alarm.FAILED, Alarm.LATE)


def test_what_the_database_recalls_shows_that_a_feed_shrank_and_not_that_it_is_late() -> None:
    before = [Poll(AT, 100, recalled=True)]
    assert judge(Poll(AT + 30 * MINUTE, 10), before, ALARMS) == (Alarm.SHRUNK,)


def test_news_that_was_read_to_its_end_is_whole_unless_the_view_had_shrunk() -> None:
    news = poll(3, 1, partial=True)
    assert (whole(news, ()), whole(news, (), shrank=True)) == (True, False)
    assert not whole(poll(3, 1, partial=True, left_out=True), ())
