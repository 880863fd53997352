"""The day's lists: opened once a unit and local day, whoever comes first, and ended the next."""

import threading
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.messages import live_lists, notices
from bot.store.store import Store
from tests.builders import AT, FORCE, ROSTER, Station, report

LISTS = len(FORCE.units) + 1  # and the restricted one


def test_every_unit_gets_one_list_a_day(empty: Station) -> None:
    assert [empty.do(live_lists.open_lists), empty.later(hours=1).do(live_lists.open_lists)] == [LISTS, 0]
    lists = empty.messages("list")
    assert {m.channel for m in lists} >= {"bcu-powys", "crime-incident-hub", "restricted-incidents"}
    assert len(lists) == LISTS


def test_a_new_local_day_opens_new_lists_and_ends_yesterdays(empty: Station) -> None:
    empty.do(live_lists.open_lists)
    wanted = {m.key: m.wanted for m in empty.messages("list")}
    assert empty.later(hours=10).do(live_lists.open_lists) == LISTS
    now = {m.key: m.wanted for m in empty.messages("list")}
    assert len(now) == 2 * LISTS
    assert all(now[key] == wanted[key] + 1 for key in wanted)


def test_a_list_of_the_last_day_before_the_bot_was_away_for_days_is_ended_too(empty: Station) -> None:
    empty.do(live_lists.open_lists)
    wanted = {m.key: m.wanted for m in empty.messages("list")}
    empty.later(days=3).do(live_lists.open_lists)
    now = {m.key: m.wanted for m in empty.messages("list")}
    assert all(now[key] == wanted[key] + 1 for key in wanted)


def test_the_day_is_londons_and_not_utcs(database_url: str) -> None:
    store = Store(database_url, FORCE, ROSTER)
    summer_evening = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)  # half past midnight in London
    assert store.write_now(live_lists.open_lists, summer_evening) == LISTS
    assert {m.key.rpartition(":")[2] for m in Station(store).messages("list")} == {"2026-07-02"}
    store.close()


def test_several_replicas_open_each_list_once(database_url: str) -> None:
    stores = [Store(database_url, FORCE, ROSTER) for _ in range(4)]
    opened: list[int] = []
    threads = [
        threading.Thread(target=lambda s=store: opened.append(s.write_now(live_lists.open_lists, AT)))
        for store in stores
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lists = Station(stores[0]).messages("list")
    assert (sum(opened), len(lists), [m.wanted for m in lists]) == (LISTS, LISTS, [1] * LISTS)
    for store in stores:
        store.close()


def test_a_list_that_an_incident_asked_for_first_is_the_same_list(empty: Station) -> None:
    empty.receive(report())
    empty.do(live_lists.open_lists)
    keys = [m.key for m in empty.messages("list")]
    assert (len(keys), notices.list_key("carmarthenshire", AT.date()) in keys) == (LISTS, True)


def test_lists_are_brought_up_to_date_while_nothing_happens(empty: Station) -> None:
    empty.do(live_lists.open_lists)
    empty.do(live_lists.refresh_lists)
    assert {m.wanted for m in empty.messages("list")} == {2}


@pytest.mark.parametrize("change", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_f21_each_local_date_has_its_lists_once_over_a_clock_change(empty: Station, change: datetime) -> None:
    for quarter in range(-4 * 26, 4 * 50):
        empty.store.write_now(live_lists.open_lists, change + quarter * timedelta(minutes=15))
    dates = Counter(m.key.rpartition(":")[2] for m in empty.messages("list"))
    first = change.date() - timedelta(days=2)
    wanted = {(first + timedelta(days=n)).isoformat() for n in range(5)}
    assert set(dates) <= wanted
    assert set(dates.values()) == {LISTS}
    assert len(dates) >= 4
