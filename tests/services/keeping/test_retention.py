"""What is kept for as long as force.toml says, and no longer; the trail and the incidents stay."""

from bot.services.case import Request
from bot.services.crimes import cancellations
from bot.services.keeping import retention
from bot.store import inbox, polls
from bot.store.polls import Quarantined
from tests.builders import (
    AT,
    FORCE,
    INSPECTOR,
    OFFICER,
    REGISTRAR,
    SERGEANT,
    Station,
    everything,
    report,
)
from tests.crimes import crime, listen, told

DAYS = FORCE.retention_days
GONE = {"inbox", "quarantine", "messages", "alerts", "ladder_messages"}


def lived(station: Station) -> Station:
    """A station at which somebody was alerted, somebody acted, and a row could not be read."""
    station.later(hours=23.5).move_on()
    station.later(hours=24).allocate(INSPECTOR, OFFICER)
    station.do(polls.keep_aside, "storm", [Quarantined("a.csv", 2, "Time", "time_unreadable", "27:05")])
    return station.later(hours=24)


def test_nothing_is_forgotten_before_its_time(station: Station) -> None:
    now = lived(station)
    before = everything(now.store)
    assert now.later(days=min(DAYS.values()) - 2).do(retention.forget) == 0
    assert everything(now.store) == before


def test_what_is_old_is_forgotten_and_the_record_stays(station: Station) -> None:
    now = lived(station)
    before = everything(now.store)
    assert all(before[table] for table in GONE)
    assert now.later(days=DAYS["messages"] + 2).do(retention.forget) > 0
    after = everything(now.store)
    assert {table for table in before if after[table] != before[table]} == GONE
    assert not any(after[table] for table in GONE)


def test_a_message_stays_while_a_newer_one_stands_in_its_thread(empty: Station) -> None:
    for minutes in (0, 10):
        empty.receive(report(str(minutes + 1), ago=22 - minutes / 60))
        empty.later(minutes=minutes).move_on()
    root, reply = empty.messages()
    assert reply.thread_of == root.key
    later = empty.later(days=DAYS["messages"], minutes=5)
    later.do(retention.forget)
    assert [m.key for m in empty.messages()] == [root.key, reply.key]
    later.later(minutes=10).do(retention.forget)
    assert empty.messages() == []


def test_a_request_that_is_kept_still_takes_effect_once(station: Station) -> None:
    station.allocate(SERGEANT, OFFICER, request="ask:again")
    station.later(days=DAYS["requests"] - 1).do(retention.forget)
    held = station.see(lambda work: work.conn.execute(inbox.inbox.select()).all())
    assert [row.key for row in held] == ["ask:again"]


def test_the_message_of_what_the_registrar_has_not_looked_at_stays_until_that_is_done(
    station: Station,
) -> None:
    told(listen(station))
    told(station, crime(cancelled_at=AT, cancel_code="C3"))
    later = station.later(days=DAYS["messages"] + 2)
    later.do(retention.forget)
    [message] = later.messages("cancellation")
    later.do(cancellations.seen, Request("seen", REGISTRAR), message.key)
    assert later.messages("cancellation")[0].wanted == message.wanted + 1
    later.later(hours=1).do(retention.forget)
    assert later.messages("cancellation") == []
