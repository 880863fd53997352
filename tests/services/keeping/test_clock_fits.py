"""A clock that was moved makes nothing old: what is forgotten cannot be had again."""

import pytest

from bot.services.keeping import retention
from bot.services.keeping.retention import Forgotten
from bot.store import trail
from tests.builders import Station
from tests.services.forgetting import awake, hears, lived, over, words_of


def at_once(station: Station, **more: bool) -> Forgotten:
    """Forget what is over as it is found, whatever sign there was before."""
    ids = [one.id for one in station.see(retention.due).ripe]
    assert ids
    return station.do(retention.forget_incidents, ids, "hourly", **more)


@pytest.mark.parametrize("came", [0, 1, 23])
def test_a_clock_that_jumped_ahead_forgets_nothing_though_it_dates_what_comes(
    empty: Station, came: int
) -> None:
    lived(empty)
    wrong = over(empty, hours=24)
    hears(wrong.later(hours=-came))
    assert at_once(wrong) == Forgotten()
    assert all(words_of(empty, "123"))


def test_who_slept_forgets_again_a_day_after_it_woke(empty: Station) -> None:
    lived(empty)
    woke = over(empty)
    hears(woke)
    assert at_once(woke.later(hours=24)) == Forgotten()
    assert at_once(woke.later(hours=24, seconds=1)).incidents == 1


def test_a_sign_of_three_days_ago_is_enough_and_an_older_one_is_not(empty: Station) -> None:
    lived(empty)
    then = over(empty)
    awake(then)
    assert at_once(then.later(hours=42, seconds=1)) == Forgotten()
    assert at_once(then.later(hours=42)).incidents == 1


def test_a_present_before_the_last_entry_forgets_nothing(empty: Station) -> None:
    lived(empty)
    then = awake(over(empty))
    hears(then.later(hours=1, seconds=1))
    assert at_once(then) == Forgotten()
    assert at_once(then.later(seconds=1)).incidents == 1


def test_forgetting_anyway_is_on_the_trail(empty: Station) -> None:
    lived(empty)
    then = over(empty)
    assert at_once(then) == Forgotten()
    assert at_once(then, anyway=True).incidents == 1
    [log] = then.see(lambda work: list(trail.rows(work.conn, retention.stream_of(work))))
    assert log.body["values"]["anyway"] is True


def test_where_nothing_was_ever_entered_no_clock_is_doubted(empty: Station) -> None:
    assert empty.see(retention.clock_fits)
