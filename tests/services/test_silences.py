"""Silent loops and processes: told once each, by whoever is left, and again when they are back."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from bot.services import silences
from bot.services.silences import SILENCE, Look
from bot.store import silences as stored
from bot.store.silences import WHOLE, Silence
from bot.store.tables import leases
from bot.store.work import Work
from tests.builders import AT, FORCE, Station

SINCE = AT - timedelta(seconds=31)


def look(replica: str = "one", **silent: datetime) -> Look:
    """What a process sees now."""
    return Look(replica, 30.0, machine(), silent)


def machine() -> datetime:
    return datetime.now(UTC)


def wait(station: Station, seconds: float) -> None:
    """Let the leases age, as they do while so much time passes: PostgreSQL's own clock judges them."""

    def age(work: Work) -> None:
        for name, until in work.conn.execute(select(leases.c.name, leases.c.until)).all():
            older = update(leases).where(leases.c.name == name)
            work.conn.execute(older.values(until=until - timedelta(seconds=seconds)))

    station.do(age)


@pytest.fixture
def watch(empty: Station) -> Station:
    """A process that has looked once and is heard of."""
    empty.do(silences.look, look())
    return empty


def told(station: Station) -> list[Silence]:
    """Everything that the messages in the operations channel tell of."""
    messages = station.messages(SILENCE)
    assert {m.channel for m in messages} <= {FORCE.operations_channel}
    return [each for message in messages for each in station.see(stored.of_message, message.key)]


def test_a_silent_loop_is_told_once_with_since_when(watch: Station) -> None:
    for _ in range(2):
        watch.do(silences.look, look(move_on=SINCE))
    [message] = watch.messages(SILENCE)
    assert told(watch) == [Silence(message.key, "one", "move_on", SINCE)]


def test_loops_that_fall_silent_together_are_one_message(watch: Station) -> None:
    watch.do(silences.look, look(move_on=SINCE, open_lists=SINCE))
    assert len(watch.messages(SILENCE)) == 1
    assert {each.loop for each in told(watch)} == {"move_on", "open_lists"}


def test_a_loop_that_is_back_changes_its_message_and_may_fall_silent_again(watch: Station) -> None:
    watch.do(silences.look, look(move_on=SINCE))
    [before] = watch.messages(SILENCE)
    watch.later(minutes=1).do(silences.look, look())
    [after] = watch.messages(SILENCE)
    assert after.wanted == before.wanted + 1
    assert [each.back_at for each in told(watch)] == [AT + timedelta(minutes=1)]
    watch.do(silences.look, look(move_on=AT))
    assert len(watch.messages(SILENCE)) == 2


def test_a_process_that_gives_no_sign_of_life_is_told_by_another(watch: Station) -> None:
    for _ in range(5):
        watch.do(silences.look, look("two"))
        assert watch.messages(SILENCE) == []
        wait(watch, 7)
    for _ in range(2):
        watch.do(silences.look, look("two"))
    [gone] = told(watch)
    assert (gone.replica, gone.loop) == ("one", WHOLE)
    assert 4 < (AT - gone.since).total_seconds() < 7


def test_a_process_that_was_stopped_properly_is_missed_by_nobody(watch: Station) -> None:
    watch.do(silences.look, look("two"))
    watch.do(silences.leave, "one")
    for _ in range(3):
        wait(watch, 20)
        watch.do(silences.look, look("two"))
    assert watch.messages(SILENCE) == []


def test_a_process_that_wakes_up_is_said_to_be_back(watch: Station) -> None:
    for _ in range(3):
        watch.do(silences.look, look("two"))
        wait(watch, 20)
    watch.do(silences.look, look("two"))
    assert [each.back_at for each in told(watch)] == [None]
    watch.do(silences.look, look("one"))
    watch.do(silences.look, look("two"))
    assert [each.back_at for each in told(watch)] == [AT]


def test_after_a_database_was_away_nobody_takes_the_others_for_dead(watch: Station) -> None:
    watch.do(silences.look, look("two"))
    wait(watch, 300)
    for replica in ("two", "one", "two", "one"):
        watch.do(silences.look, look(replica))
    assert watch.messages(SILENCE) == []


async def test_of_three_who_see_the_same_one_tells(watch: Station) -> None:
    for replica in ("two", "three", "four"):
        watch.do(silences.look, look(replica))
    wait(watch, 25)
    for replica in ("two", "three", "four"):
        watch.do(silences.look, look(replica))
    wait(watch, 10)
    late = [look(replica) for replica in ("two", "three", "four")]
    await asyncio.gather(*(watch.store.write(silences.look, AT, each) for each in late))
    assert [each.replica for each in told(watch)] == ["one"]
    assert len(watch.messages(SILENCE)) == 1


def test_processes_that_ended_long_ago_are_forgotten(watch: Station) -> None:
    assert watch.do(silences.forget, machine() + timedelta(days=6)) == 0
    assert watch.do(silences.forget, machine() + timedelta(days=8)) == 1
