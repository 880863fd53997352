"""Slots and leases: who does a thing, when several could."""

import asyncio
from datetime import date, datetime, time, timedelta

from bot.domain.slots import Due, Schedule, Slot
from bot.store import leases, slots
from bot.store.store import Store
from tests.claiming import claim
from tests.store.trails import AT

DIGEST = Schedule("digest", time(7), "Europe/London")
DAY = date(2026, 11, 20)
MORNING = datetime.combine(DAY, time(7), AT.tzinfo)


async def test_forty_ticks_at_once_take_a_slot_once(store: Store) -> None:
    won = await asyncio.gather(*(store.write(slots.take, AT, "digest", DAY) for _ in range(40)))
    assert sorted(won) == [*[False] * 39, True]


async def test_of_many_who_take_many_slots_at_once_one_has_each(store: Store) -> None:
    store.write_now(slots.take, AT, "job:3", DAY)
    wanted = [(f"job:{n}", DAY, "run") for n in range(10)]
    won = await asyncio.gather(*(store.write(slots.take_all, AT, wanted) for _ in range(12)))
    assert sorted(job for mine in won for job, _ in mine) == [f"job:{n}" for n in range(10) if n != 3]


def test_slots_that_are_taken_together_keep_their_days_and_outcomes(store: Store) -> None:
    later = DAY + timedelta(days=1)
    got = store.write_now(slots.take_all, AT, [("job", DAY, "run"), ("job", later, "late")])
    assert got == {("job", DAY), ("job", later)}
    assert store.read_now(slots.taken, AT, "job") == {DAY: "run", later: "late"}
    assert store.write_now(slots.take_all, AT, []) == set()


async def test_what_is_due_is_claimed_by_one_of_many(store: Store) -> None:
    await store.write(slots.take, AT, "digest", DAY - timedelta(days=1))
    claims = await asyncio.gather(*(store.write(claim, MORNING, DIGEST) for _ in range(12)))
    assert [c for c in claims if c] == [(Due(DAY, MORNING, Slot.RUN),)]


def test_a_new_job_misses_nothing_of_the_time_before_it(store: Store) -> None:
    evening = MORNING - timedelta(hours=10)
    assert [d.slot for d in store.write_now(claim, evening, DIGEST)] == [Slot.BEGUN]
    assert store.write_now(claim, evening, DIGEST) == ()
    assert store.write_now(claim, MORNING, DIGEST) == (Due(DAY, MORNING, Slot.RUN),)
    assert store.write_now(slots.taken, AT, "digest") == {DAY - timedelta(days=1): "begun", DAY: "run"}


def _hold(store: Store, holder: str, seconds: float = 60, after: float = 0) -> int | None:
    at = AT + timedelta(seconds=after)
    return store.write_now(leases.hold, AT, "poll", holder, seconds, at)


def test_a_lease_is_held_by_one_and_renewed_in_its_epoch(store: Store) -> None:
    assert [_hold(store, "one"), _hold(store, "two"), _hold(store, "one")] == [1, None, 1]


def test_a_lease_that_ran_out_is_taken_over_in_a_new_epoch(store: Store) -> None:
    assert [_hold(store, "one", -1), _hold(store, "two", after=1), _hold(store, "one", after=2)] == [
        1,
        2,
        None,
    ]


def test_a_holder_that_lost_its_lease_may_win_it_again_later(store: Store) -> None:
    held = [_hold(store, "one", -1), _hold(store, "two", -1, after=1), _hold(store, "one", after=2)]
    assert held == [1, 2, 3]


async def test_twenty_who_want_a_lease_at_once_get_one_holder(store: Store) -> None:
    tries = [store.write(leases.hold, AT, "poll", f"holder {n}", 60, AT) for n in range(20)]
    assert [epoch for epoch in await asyncio.gather(*tries) if epoch is not None] == [1]
