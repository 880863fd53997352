"""A morning on which many come on at once: a transaction makes the digests of many in few statements."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event

from bot.domain.digest import Digest
from bot.domain.people import Person, Roster
from bot.hours import parse_tours
from bot.services.digests import daily
from bot.services.digests.queues import Queues
from bot.services.feeds import intake
from bot.store import trail
from bot.store.store import Store
from bot.store.verify import verify
from bot.store.work import Work
from tests.builders import FORCE, report

EVENING = datetime(2026, 11, 19, 20, 0, tzinfo=UTC)
SEVEN = datetime(2026, 11, 20, 7, 0, tzinfo=UTC)
UNITS = [code for code, unit in FORCE.units.items() if unit.kind == "bcu"]


def inspector(n: int, rank: str = "inspector") -> Person:
    tours = parse_tours("daily 07:00-07:00")
    return Person(f"7{n:03}", "", "Made-up", rank, UNITS[n % len(UNITS)], tours=tours, slack_ids=(f"U{n}",))


@contextmanager
def morning(url: str, count: int) -> Iterator[Store]:
    """So many inspectors, whose digests are looked after since the evening before, and a night's reports."""
    store = Store(url, FORCE, Roster(tuple(map(inspector, range(count)))))
    night = [report(str(n), unit=UNITS[n % len(UNITS)], reported_at=EVENING) for n in range(40)]
    store.write_now(daily.send_due, EVENING)
    store.write_now(intake.take, EVENING, "feed", night)
    yield store
    store.close()


@contextmanager
def counted(store: Store) -> Iterator[list[str]]:
    """The statements that a store sends to its database."""
    found: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        found.append(statement)

    event.listen(store._writing, "before_cursor_execute", note)
    yield found
    event.remove(store._writing, "before_cursor_execute", note)


@pytest.mark.parametrize("count", [4, 120])
def test_digests_of_a_morning_take_as_many_statements_for_four_as_for_all(
    database_url: str, count: int
) -> None:
    with morning(database_url, count) as store, counted(store) as statements:
        assert store.write_now(daily.send_due, SEVEN) == count
        assert len(statements) < 30


def digests(work: Work, together: bool) -> list[Digest]:
    """Everybody's digest, from queues that all share, or each from queues of its own."""
    shared = Queues.of(work)
    return [(shared if together else Queues.of(work)).digest(r) for r in daily.recipients(work)]


def test_figures_that_readers_share_are_those_that_each_alone_would_read(database_url: str) -> None:
    with morning(database_url, 9) as store:
        assert store.read_now(digests, SEVEN, True) == store.read_now(digests, SEVEN, False)


def test_many_mornings_of_several_batches_make_each_digest_once_on_a_whole_trail(database_url: str) -> None:
    with morning(database_url, 9) as store:
        for day in range(3):
            at = SEVEN + timedelta(days=day)
            made = [store.write_now(daily.send_due, at, 4) for _ in range(4)]
            assert made == [4, 4, 1, 0]
            stream = daily.stream_of(at.date())
            told = store.read_now(lambda work, stream=stream: [*trail.rows(work.conn, stream)], at)
            assert sorted(row.body["values"]["collar"] for row in told) == [f"7{n:03}" for n in range(9)]
    assert verify(database_url).whole
