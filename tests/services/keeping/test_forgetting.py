"""An incident whose time is over is forgotten, with the proof left; what waits or is young is not."""

import pytest

from bot.services.keeping import retention
from bot.services.keeping.retention import Forgotten
from bot.store import polls, waiting_refs
from bot.store.polls import Quarantined
from tests.builders import FORCE, INSPECTOR, SERGEANT, Station, everything, report
from tests.services.forgetting import DAYS, GRACE, forget, holding, lived, over, settled, whole, words_of
from tests.services.keeping.test_holds import hold, release

GONE = {"incidents", "offences", "alerts", "messages"}


def test_an_incident_whose_time_is_over_is_forgotten_with_all_that_tells_of_it(empty: Station) -> None:
    lived(empty)
    entries = len(empty.facts())
    before = everything(empty.store)
    assert forget(over(empty)) == Forgotten(1, entries)
    after = everything(empty.store)
    lists = [row for row in before["messages"] if row[3] == "list"]
    assert [after[table] for table in ("incidents", "offences", "alerts", "messages")] == [[], [], [], lists]
    changed = {table for table in before if before[table] != after[table]}
    assert changed == GONE | {"ladder_steps", "polls", "trail", "trail_heads"}


def test_the_trail_of_a_forgotten_incident_keeps_its_proof_and_is_whole(empty: Station) -> None:
    lived(empty)
    entries = len(empty.facts())
    forget(over(empty))
    assert words_of(empty, "123") == [False] * entries
    assert whole(empty.store) == (True, entries)


def test_what_was_forgotten_is_logged_with_when_and_how_many(empty: Station) -> None:
    lived(empty)
    lived(empty, "124")
    entries = len(empty.facts()) + len(empty.about("124").facts())
    then = over(empty)
    assert forget(then) == Forgotten(2, entries)
    assert empty.see(retention.log) == [(then.at, Forgotten(2, entries))]


def test_nothing_to_forget_is_not_logged(empty: Station) -> None:
    lived(empty)
    assert forget(empty.later(days=1)) == Forgotten()
    assert empty.see(retention.log) == []


def test_on_the_day_itself_it_stays_and_a_second_later_it_goes(empty: Station) -> None:
    lived(empty)
    assert forget(over(empty, seconds=0)) == Forgotten()
    assert forget(over(empty, seconds=1)).incidents == 1


def test_whatever_happens_to_it_begins_its_time_again(empty: Station) -> None:
    lived(empty)
    empty.later(days=300).receive(report(ago=23, grade="2"))
    assert forget(over(empty)) == Forgotten()
    assert forget(over(empty.later(days=300))).incidents == 1


def test_a_watched_incident_is_forgotten_by_its_age_alone(empty: Station) -> None:
    empty.receive(report(category="collision"))
    assert forget(over(empty)) == Forgotten(1, 1)


def test_an_offence_that_nobody_decided_is_never_forgotten(station: Station) -> None:
    assert forget(station.later(days=DAYS * 3)) == Forgotten()
    station.negate(SERGEANT)
    assert forget(station.later(days=DAYS * 3)) == Forgotten()
    station.confirm(INSPECTOR)
    assert forget(station.later(days=DAYS * 3)).incidents == 1


def test_a_record_that_waits_to_be_signed_off_is_not_forgotten(empty: Station) -> None:
    empty.receive(report(category="harassment"))
    empty.record(SERGEANT)
    assert forget(over(empty)) == Forgotten()
    empty.sign_off(INSPECTOR)
    assert forget(over(empty)).incidents == 1


def test_a_crime_reference_that_waits_to_be_matched_keeps_its_incident(empty: Station) -> None:
    station = lived(empty)
    station.do(waiting_refs.add, station.incident().id, "47/9/26")
    assert forget(over(empty)) == Forgotten()
    station.do(waiting_refs.matched, station.incident().id, "47/9/26")
    assert forget(over(empty)).incidents == 1


def test_an_alert_that_tells_of_two_goes_with_the_second(empty: Station) -> None:
    for number in ("123", "124"):
        empty.receive(report(number, ago=23))
    empty.move_on()
    [alert] = empty.messages()
    for number in ("123", "124"):
        settled(empty.about(number))
    empty.later(days=9).receive(report("124", ago=23, grade="2"))
    assert forget(over(empty)).incidents == 1
    assert [m.key for m in empty.messages()] == [alert.key]
    assert forget(over(empty.later(days=9))).incidents == 1
    assert empty.messages() == []


def test_without_its_hold_it_is_forgotten_and_with_it_nothing_is_touched(empty: Station) -> None:
    lived(empty)
    lived(empty, "124")
    hold(empty)
    before = holding(empty, "123")
    assert forget(empty.later(days=DAYS * 5)).incidents == 1
    assert holding(empty, "123") == before
    assert all(words_of(empty, "123"))
    assert not any(words_of(empty, "124"))


def test_a_hold_let_go_by_mistake_can_be_put_back_for_a_while(empty: Station) -> None:
    lived(empty)
    hold(empty)
    late = empty.later(days=DAYS * 2)
    release(late, ref="123/20-11-2026")
    assert forget(late.later(days=GRACE)) == Forgotten()
    hold(late, ref="123/20-11-2026")
    assert forget(late.later(days=GRACE, seconds=1)) == Forgotten()
    release(late, ref="123/20-11-2026")
    assert forget(late.later(days=GRACE, seconds=1)).incidents == 1


def test_a_hold_keeps_the_messages_and_the_quarantine_that_may_tell_of_it(empty: Station) -> None:
    lived(empty)
    for source in ("control", "other"):
        empty.do(polls.keep_aside, source, [Quarantined("a.csv", 2, "Time", "time_unreadable", "27:05")])
    hold(empty)
    before = holding(empty, "123")
    empty.later(days=DAYS).do(retention.forget)
    assert holding(empty, "123") == before
    assert before["alerts"]
    assert before["messages"]
    assert [row[0] for row in everything(empty.store)["quarantine"]] == ["control"]


def test_a_row_of_before_the_held_incident_was_reported_is_forgotten(empty: Station) -> None:
    bad = Quarantined("a.csv", 2, "Time", "time_unreadable", "27:05")
    empty.later(days=-2).do(polls.keep_aside, "control", [bad])
    lived(empty)
    hold(empty)
    empty.later(days=DAYS).do(retention.forget)
    assert everything(empty.store)["quarantine"] == []


def test_the_thread_in_which_a_held_alert_stands_stays_too(empty: Station) -> None:
    for minutes, number in ((0, "1"), (10, "2")):
        empty.receive(report(number, ago=22 - minutes / 60))
        empty.later(minutes=minutes).move_on()
    root, reply = empty.messages()
    assert reply.thread_of == root.key
    hold(empty, ref="2/20-11")
    empty.later(days=FORCE.retention_days["messages"] * 2).do(retention.forget)
    assert [m.key for m in empty.messages()] == [root.key, reply.key]


@pytest.mark.parametrize("number", ["123", "9"])
def test_a_reference_tells_whether_its_incident_was_forgotten(empty: Station, number: str) -> None:
    lived(empty)
    entries = len(empty.facts())
    then = over(empty)
    forget(then)
    assert then.see(retention.proof_of, f"{number}/20-11-2026") == (entries if number == "123" else 0)
    assert then.see(retention.proof_of, number) == 0
