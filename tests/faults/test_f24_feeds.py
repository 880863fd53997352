"""F24: a feed of 100,000 rows, one in ten thousand bad; one that shrinks; and a command in its midst."""

import asyncio
import json
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.kit import Kit
from bot.services.feeds import intake
from bot.sources.drop_folder import DropFolder
from bot.sources.feed import Feed
from bot.sources.fetched import in_batches
from bot.store import inbox
from bot.store.tables import incidents, offences, trail
from bot.store.verify import verify
from bot.store.work import Work
from jobs.poll import poll
from tests.faults.feed_probe import kit_on
from tests.faults.feeds import CSVS, EVERY, export
from tests.sources.builders import AT, plain, read, table

ROOT = Path(__file__).parents[2]
LIMIT_KIB = 64 * 1024
QUICK, LONG = 10_000, 100_000

no_proc = pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc to measure memory by")


def weighed(how: str, url: str, folder: Path) -> tuple[int, int, int]:
    """Rows in, rows bad, and the growth in KiB of a process that polls the folder."""
    command = [sys.executable, "-m", "tests.faults.feed_probe", how, url, str(folder)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    fresh, bad, growth = json.loads(told)
    return fresh, bad, growth


def count(work: Work) -> int:
    return int(work.conn.execute(select(func.count()).select_from(incidents)).scalar_one())


def everything(work: Work) -> tuple[list[object], ...]:
    """All that a feed could have changed, save its polls."""
    tables = (incidents, offences, trail)
    return tuple(list(work.conn.execute(select(t).order_by(t.c.id))) for t in tables)


@no_proc
@pytest.mark.parametrize("rows", [QUICK, pytest.param(LONG, marks=pytest.mark.faults)])
def test_all_good_rows_go_in_and_the_process_stays_small(
    database_url: str, tmp_path: Path, rows: int
) -> None:
    export(tmp_path, rows)
    fresh, bad, growth = weighed("ours", database_url, tmp_path)
    assert (fresh, bad) == (rows - rows // EVERY, rows // EVERY)
    assert growth < LIMIT_KIB
    verdict = verify(database_url)
    assert verdict.whole, verdict.doubts
    assert verdict.streams == fresh


@no_proc
@pytest.mark.faults
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_all_rows_at_once_make_the_process_large(database_url: str, tmp_path: Path) -> None:
    export(tmp_path, LONG)
    fresh, _, growth = weighed("naive", database_url, tmp_path)
    assert fresh == LONG - LONG // EVERY
    assert growth > LIMIT_KIB


async def test_what_is_gone_from_the_feed_stays_open(database_url: str, tmp_path: Path) -> None:
    kit, feed = kit_on(database_url), Feed(DropFolder(plain(more=CSVS), tmp_path))
    alarms = []
    for rows in (2_000, 900, 0):
        export(tmp_path, rows)
        alarms.append((await poll(kit, feed)).alarms)
        held = await kit.store.read(everything, AT)
        assert (len(held[0]), {row.state for row in held[1]}) == (2_000, {"open"})
        assert {row.closed_at for row in held[0]} == {None}
    kit.store.close()
    assert "feed_shrunk" in alarms[1]
    assert "feed_empty" in alarms[2]


async def test_the_same_feed_again_changes_nothing(database_url: str, tmp_path: Path) -> None:
    export(tmp_path, 2_000)
    kit, held = kit_on(database_url), []
    for _ in range(2):  # a new source each time, which does not know the file
        await poll(kit, Feed(DropFolder(plain(more=CSVS), tmp_path)))
        held.append(await kit.store.read(everything, AT))
    kit.store.close()
    assert held[0] == held[1]


async def in_when_a_command_is_done(kit: Kit) -> int:
    """How many rows are in at the moment in which a command is done."""
    await kit.store.write(inbox.claim, AT, "a command")
    return await kit.store.read(count, AT)


async def test_a_command_gets_through_between_two_batches(database_url: str, tmp_path: Path) -> None:
    export(tmp_path, QUICK)
    kit = kit_on(database_url)
    feeding = asyncio.create_task(poll(kit, Feed(DropFolder(plain(more=CSVS), tmp_path))))
    while not await kit.store.read(count, AT):
        assert not feeding.done()
    assert await in_when_a_command_is_done(kit) < QUICK - QUICK // EVERY
    assert (await feeding).fresh == QUICK - QUICK // EVERY
    kit.store.close()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
async def test_a_feed_taken_in_at_once_makes_a_command_wait_for_all_of_it(
    database_url: str, tmp_path: Path
) -> None:
    export(tmp_path, QUICK)
    kit = kit_on(database_url)
    fetch = await DropFolder(plain(more=CSVS), tmp_path).fetch(AT)
    [everything_at_once] = in_batches(fetch.reports, size=QUICK)
    feeding = asyncio.create_task(kit.store.write(intake.take, AT, "feed", everything_at_once.reports))
    await asyncio.sleep(0)  # so that it comes first
    assert await in_when_a_command_is_done(kit) == QUICK - QUICK // EVERY
    await feeding
    kit.store.close()


async def test_a_feed_in_which_everything_changed_is_taken_in_small_parts(
    database_url: str, tmp_path: Path
) -> None:
    kit, feed = kit_on(database_url), Feed(DropFolder(plain(more=CSVS), tmp_path))
    for what in ("theft", "violence"):
        (tmp_path / "export.csv").write_text(table(120).replace("theft", what))
        counted = await poll(kit, feed)
    found = await kit.store.read(everything, AT)
    kit.store.close()
    assert (counted.fresh, counted.changed) == (0, 120)
    assert {row.category for row in found[0]} == {"violence"}
    assert len(found[2]) == 240


def test_of_many_changes_a_transaction_takes_only_some(database_url: str) -> None:
    kit = kit_on(database_url)
    feed, other = (read(plain(), table(120).replace("theft", what))[0] for what in ("theft", "violence"))
    assert kit.store.write_now(intake.take, AT, "feed", feed).left == ()
    taken = kit.store.write_now(intake.take, AT, "feed", other)
    assert (taken.changed, len(taken.left)) == (intake.ONE_BY_ONE, 120 - intake.ONE_BY_ONE)
    assert kit.store.write_now(intake.take, AT, "feed", taken.left[:20]).left == ()
    kit.store.close()
