"""Three replicas that climb at once: every step is told once, and nobody's hour holds more than it may."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta

import pytest

from bot.services.ladder import climbing, stages
from bot.store.store import Store
from tests.builders import FIM, FORCE, ROSTER, SERGEANT, Station, report
from tests.services.steps import heard, ruled, steps, told

MOST, FEW = 3, 2


@pytest.fixture
def replicas(empty: Station, database_url: str) -> list[Store]:
    """Two further replicas on the same database, with the same ladder."""
    ruled(empty, messages_an_hour=MOST)
    others = [Store(database_url, FORCE, ROSTER) for _ in range(2)]
    for other in others:
        other.force = empty.store.force
    return [empty.store, *others]


def look(store: Store, at: datetime) -> None:
    """What each replica's timetable does, a few at a time, so that they meet."""
    while store.write_now(stages.move_on, at, FEW):
        pass
    while store.write_now(climbing.climb, at, FEW):
        pass


def test_three_replicas_at_once_tell_each_step_once_and_nobody_too_often(
    empty: Station, replicas: list[Store]
) -> None:
    empty.receive(*(report(str(n + 1), ago=1 + n / 20) for n in range(40)))
    with ThreadPoolExecutor(len(replicas)) as pool:
        for minutes in range(0, 24 * 60, 20):
            at = empty.at + timedelta(minutes=minutes)
            list(pool.map(lambda store, at=at: look(store, at), replicas))
    for other in replicas[1:]:
        other.close()
    settled = steps(empty.later(hours=30))
    assert all(s.reason for s in settled if s.due_at <= empty.at + timedelta(hours=23))
    assert max(Counter((s.incident_id, s.stage, s.step) for s in settled).values()) == 1
    assert {c for c, _ in told(empty)} >= {f"@{SERGEANT}", f"@{FIM}"}
    for times in heard(empty.later(hours=30)).values():
        assert all(sum(at - timedelta(hours=1) < t <= at for t in times) <= MOST for at in times)
