"""The timetable: every job on it, each ticking at once and again, and none stopped by a failure."""

import asyncio

from apscheduler.events import EVENT_JOB_EXECUTED

from bot.demo.stepping import Hands, SteppedClock
from bot.kit import Kit
from jobs import TIMETABLE, timetable
from jobs.move_on import move_on
from jobs.open_lists import open_lists
from jobs.running import Ticks, keeping_time, ticking
from jobs.tidy import tidy
from tests.builders import AT, FORCE, OFFICER, Station, everything, hours, report


async def test_every_job_ticks_at_once_when_the_bot_starts(kit: Kit) -> None:
    scheduler, ticked = timetable(kit, [], set()), set[str]()
    done = asyncio.Event()

    def note(event: object) -> None:
        ticked.add(event.job_id)
        if len(ticked) == len(TIMETABLE):
            done.set()

    scheduler.add_listener(note, EVENT_JOB_EXECUTED)
    scheduler.start()
    try:
        await asyncio.wait_for(done.wait(), 10)
    finally:
        scheduler.shutdown(wait=False)
    assert ticked == {job.__name__ for job, _ in TIMETABLE}
    assert len(Station(kit.store, AT).messages("list")) == len(FORCE.units) + 1


def test_a_clock_that_runs_faster_wakes_the_jobs_more_often(kit: Kit) -> None:
    kit.clock = SteppedClock(speed=60.0, hands=Hands(AT))
    pauses = {job.id: job.trigger.interval.total_seconds() for job in timetable(kit, [], set()).get_jobs()}
    assert pauses["refresh_lists"] == 300 / 60
    assert min(pauses.values()) >= 0.25


async def test_a_tick_that_fails_is_followed_by_the_next() -> None:
    ticks: Ticks = set()
    tries: list[int] = []

    async def fails_once() -> None:
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the first tick fails")

    tick = ticking("trying", fails_once, ticks)
    await tick()
    await tick()
    assert len(tries) == 2


async def test_a_tick_that_hangs_does_not_hold_the_stop_for_ever(kit: Kit) -> None:
    ticks: Ticks = set()
    started = asyncio.Event()

    async def hangs() -> None:
        started.set()
        await asyncio.Event().wait()

    tick = asyncio.create_task(ticking("hanging", hangs, ticks)())
    async with asyncio.timeout(5), keeping_time(timetable(kit, [], set()), ticks, patience=0.05):
        await started.wait()
    assert tick.cancelled()


async def test_a_tick_moves_every_clock_however_many_there_are(kit: Kit) -> None:
    station = Station(kit.store, AT)
    station.receive(*(report(str(n), ago=22.5) for n in range(1, 431)))
    assert await move_on(kit) == 430
    before = everything(kit.store)
    assert await move_on(kit) == 0
    assert everything(kit.store) == before


async def test_two_replicas_that_tick_together_tell_each_stage_once(kit: Kit) -> None:
    station = Station(kit.store, AT)
    station.receive(*(report(str(n), ago=22.5) for n in range(1, 41)))
    moved = await asyncio.gather(*(move_on(kit) for _ in range(4)), *(open_lists(kit) for _ in range(2)))
    assert sum(moved[:4]) == 40
    assert sum(moved[4:]) == len(FORCE.units) + 1
    told = [(row.incident_id, row.stage) for row in station.told()]
    assert len(told) == len(set(told))


async def test_deliveries_are_forgotten_when_the_force_says_so(kit: Kit) -> None:
    station = Station(kit.store, AT)
    station.receive()
    station.record(OFFICER)
    await tidy(kit)
    assert len(everything(kit.store)["inbox"]) == 1
    kit.clock.hands.at += hours(24 * FORCE.retention_days["requests"] + 1)
    await tidy(kit)
    assert everything(kit.store)["inbox"] == []
