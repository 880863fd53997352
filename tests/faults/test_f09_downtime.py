"""F9: down for a minute, eleven minutes, five hours, forty hours over a digest."""

from datetime import UTC, datetime, time, timedelta

import pytest

from bot.domain.slots import Schedule
from bot.store import slots
from bot.store.store import Store

DIGEST = Schedule("digest", time(7), "Europe/London")
LAST_TICK = datetime(2026, 11, 20, 6, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("down", "outcomes"),
    [
        (timedelta(minutes=1), {20: "run"}),
        (timedelta(minutes=11), {20: "run"}),
        (timedelta(hours=5), {20: "late"}),
        (timedelta(hours=40), {20: "skipped", 21: "skipped"}),
        (timedelta(hours=48, minutes=2), {20: "skipped", 21: "skipped", 22: "run"}),
    ],
)
def test_a_digest_after_downtime_is_run_or_marked_late_or_skipped(
    store: Store, down: timedelta, outcomes: dict[int, str]
) -> None:
    store.write_now(slots.claim, LAST_TICK, DIGEST)
    back = LAST_TICK + down
    claimed = store.write_now(slots.claim, back, DIGEST)
    assert {due.day.day: due.slot.value for due in claimed} == outcomes
    assert [due.runs for due in claimed] == [word != "skipped" for word in outcomes.values()]
    assert store.write_now(slots.claim, back, DIGEST) == ()
