"""F28: each loop is stopped in turn; /healthz names it and the operations channel hears of it in time."""

import asyncio
from pathlib import Path

import pytest

from bot.app import dispatcher_of
from bot.slack.outbound import Tempo
from tests.faults.heart import SHORTEST, Patient, at_heart, cancel, hang_up, unwatched

IN_TIME = 2.0  # intervals


def jobs(patient: Patient) -> list[str]:
    """Every job of the timetable, each feed's poll too."""
    assert patient.app.scheduler is not None
    return [job.id for job in patient.app.scheduler.get_jobs()]


async def stopped_and_begun_again(patient: Patient, job: str) -> float:
    """For how many intervals a stopped job goes unnoticed; afterwards it runs, and all is well again."""
    assert patient.app.scheduler is not None
    patient.app.scheduler.pause_job(job)
    intervals = await patient.intervals_until_told(job)
    patient.app.scheduler.resume_job(job)
    await patient.recovered()
    return intervals


LONG = pytest.param("postgresql", marks=pytest.mark.faults)


@pytest.mark.parametrize("database_url", ["sqlite", LONG], indirect=True)
async def test_each_job_that_stops_is_told_within_two_intervals(
    database_url: str, tmp_path: Path, pytestconfig: pytest.Config
) -> None:
    async with at_heart(database_url, tmp_path) as patient:
        await patient.recovered()
        every = jobs(patient)
        assert {"move_on", "poll:storm", "poll:niche"} <= set(every)
        chosen = every if pytestconfig.getoption("--faults") else ["move_on", "poll:storm"]
        found = {job: await stopped_and_begun_again(patient, job) for job in chosen}
    print("told after so many intervals:", found)
    assert {job: intervals for job, intervals in found.items() if intervals > IN_TIME} == {}


TASKS = {"keep_up": "keep_up", "lead": "Leader._run"}


@pytest.mark.parametrize("loop", TASKS)
async def test_every_other_loop_that_ends_is_told_too(database_url: str, tmp_path: Path, loop: str) -> None:
    async with at_heart(database_url, tmp_path) as patient:
        await patient.recovered()
        cancel(TASKS[loop])
        assert await patient.intervals_until_told(loop) < IN_TIME


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_sockets_on_which_nothing_is_heard_are_told(database_url: str, tmp_path: Path) -> None:
    async with at_heart(database_url, tmp_path) as patient:
        await patient.recovered()
        await patient.workspace.faults({"method": "apps.connections.open", "kind": "500"})
        await patient.workspace.refresh_sockets("cut")
        assert await patient.intervals_until_told("sockets") < IN_TIME


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_an_address_that_nobody_can_reach_is_told(database_url: str, tmp_path: Path) -> None:
    async with at_heart(database_url, tmp_path, "http") as patient:
        await patient.recovered()
        hang_up(patient.app.address)
        assert await patient.intervals_until_told("http") < IN_TIME


async def test_a_dispatcher_that_stops_is_red_and_logged_and_told_by_the_next(
    database_url: str, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with at_heart(database_url, tmp_path) as patient:
        await patient.recovered()
        cancel("Dispatcher.run")
        begun = asyncio.get_running_loop().time()
        await patient.workspace.until(lambda: red(patient, "dispatcher"), 20, "the dispatcher is red")
        await patient.workspace.until(lambda: logged(caplog, "dispatcher has done nothing"), 20, "a log line")
        assert asyncio.get_running_loop().time() - begun < IN_TIME * SHORTEST
        assert await patient.alarms() == []
        other = dispatcher_of(patient.app.kit, patient.app.client, patient.app.listeners.directory, Tempo())
        running = asyncio.create_task(other.run())
        await patient.workspace.until(lambda: told(patient), 20, "an alarm by another dispatcher")
        running.cancel()
        await asyncio.wait([running])


async def told(patient: Patient) -> bool:
    return len(await patient.alarms()) == 1


async def logged(caplog: pytest.LogCaptureFixture, words: str) -> bool:
    return words in caplog.text


async def red(patient: Patient, loop: str) -> bool:
    return await patient.health() == (503, {loop})


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_without_the_watch_nobody_hears_that_the_clocks_stand_still(
    database_url: str, tmp_path: Path
) -> None:
    with unwatched():
        async with at_heart(database_url, tmp_path) as patient:
            assert patient.app.scheduler is not None
            patient.app.scheduler.pause_job("move_on")
            await patient.workspace.until(lambda: red(patient, "move_on"), 20)
            await asyncio.sleep(IN_TIME * SHORTEST)
            assert await patient.alarms() == []
