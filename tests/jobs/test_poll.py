"""A poll from the folder to the trail: what is read goes in, what is not waits, nothing fails for good."""

import os
from pathlib import Path

import pytest

from bot.domain.offence import State
from bot.kit import Kit
from bot.services.feeds import overview
from bot.sources.drop_folder import DropFolder
from bot.sources.feed import Feed
from bot.store import polls as stored
from bot.store.polls import Quarantined
from jobs.poll import poll
from tests.builders import Station, everything, hours
from tests.sources.builders import HEAD, plain, table

BAD = HEAD + "1,2026-11-20T10:00:00Z,theft,powys\n2,20/11/2026 27:05,theft,powys\n"
MENDED = BAD.replace("20/11/2026 27:05", "2026-11-20T11:00:00Z")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "drop"
    made.mkdir()
    return made


def feed_of(folder: Path, memory: object = None) -> Feed:
    """A feed of every CSV in a folder."""
    return Feed(DropFolder(plain("csv", more='[folder]\npattern = "*.csv"\n'), folder, memory))


def waiting(kit: Kit) -> tuple[tuple[str, Quarantined], ...]:
    """The rows that wait to be corrected."""
    return kit.store.read_now(overview.state, kit.clock.story()).waiting


async def test_what_a_folder_holds_goes_in_and_is_counted(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(table(3))
    count = await poll(kit, feed_of(folder))
    assert (count.seen, count.good, count.bad, count.fresh, count.alarms) == (3, 3, 0, 3, ())
    assert Station(kit.store, kit.clock.story(), "1").kinds() == ["incident_received"]


async def test_a_second_poll_of_the_same_folder_writes_nothing(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(table(3))
    feed = feed_of(folder)
    await poll(kit, feed)
    await poll(kit, feed)
    before = everything(kit.store)
    kit.clock.hands.at += hours(1)
    await poll(kit, feed)
    assert everything(kit.store) == before


async def test_after_a_restart_nothing_is_taken_in_again(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(table(3))
    await poll(kit, feed_of(folder))
    memory = kit.store.read_now(stored.memory_of, kit.clock.story(), "plain")
    count = await poll(kit, feed_of(folder, memory))
    assert (count.fresh, count.changed) == (0, 0)


async def test_a_source_that_forgot_everything_doubles_nothing(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(table(3))
    await poll(kit, feed_of(folder))
    before = everything(kit.store)
    count = await poll(kit, feed_of(folder))
    assert (count.seen, count.fresh, count.changed) == (3, 0, 0)
    after = everything(kit.store)
    assert {n: rows for n, rows in after.items() if n != "polls"} == {
        n: rows for n, rows in before.items() if n != "polls"
    }


async def test_a_bad_row_waits_and_a_corrected_one_clears_it(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(BAD)
    feed = feed_of(folder)
    count = await poll(kit, feed)
    [(source, row)] = waiting(kit)
    assert (count.good, count.bad, source) == (1, 1, "plain")
    assert (row.file, row.line, row.column, row.raw_time) == ("a.csv", 3, "at", "20/11/2026 27:05")
    (folder / "a.csv").write_text(MENDED)
    assert (await poll(kit, feed)).fresh == 1
    assert waiting(kit) == ()


async def test_what_is_gone_from_the_feed_is_not_closed(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(table(10))
    feed = feed_of(folder)
    await poll(kit, feed)
    before = everything(kit.store)
    (folder / "a.csv").write_text(table(2))
    count = await poll(kit, feed)
    after = everything(kit.store)
    assert "feed_shrunk" in count.alarms
    assert [after[n] for n in ("incidents", "offences", "trail")] == [
        before[n] for n in ("incidents", "offences", "trail")
    ]


async def test_a_folder_that_is_missing_is_an_alarm_and_not_an_end(kit: Kit, folder: Path) -> None:
    feed = feed_of(folder / "nowhere")
    assert (await poll(kit, feed)).alarms == ("feed_failed",)
    (folder / "nowhere").mkdir()
    (folder / "nowhere" / "a.csv").write_text(table(1))
    count = await poll(kit, feed)
    assert (count.fresh, count.alarms) == (1, ())


async def test_an_alarm_is_told_to_the_operations_channel_once(kit: Kit, folder: Path) -> None:
    feed = feed_of(folder / "nowhere")
    for _ in range(3):
        kit.clock.hands.at += hours(1)
        await poll(kit, feed)
    alarms = Station(kit.store, kit.clock.story()).messages("alarm")
    assert {alarm.channel for alarm in alarms} == {"cofnod-operations"}
    assert sorted(alarm.subject for alarm in alarms) == ["plain|feed_failed", "plain|feed_late"]


async def test_five_thousand_rows_go_in_batch_by_batch(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(table(5000))
    count = await poll(kit, feed_of(folder))
    assert (count.seen, count.fresh) == (5000, 5000)
    assert Station(kit.store, kit.clock.story(), "4999").kinds() == ["incident_received"]


async def test_no_text_in_the_column_of_references_records_an_offence(kit: Kit, folder: Path) -> None:
    cells = ["NONE", "N/A", "TBC", "0", "Mrs Made-Up rang"]
    body = "".join(f"{n},2026-11-20T10:00:00Z,theft,powys,{cell}\n" for n, cell in enumerate(cells, 1))
    (folder / "a.csv").write_text(HEAD.strip() + ",crimes\n" + body)
    mapping = plain("csv", more='crime_refs = "crimes"\n[folder]\npattern = "*.csv"\n')
    await poll(kit, Feed(DropFolder(mapping, folder)))
    offences = [Station(kit.store, kit.clock.story(), str(n)).offence() for n in range(1, len(cells) + 1)]
    assert {(offence.state, offence.crime_ref) for offence in offences} == {(State.OPEN, None)}


async def test_a_file_name_that_is_no_text_is_escaped_and_its_rows_are_taken(kit: Kit, folder: Path) -> None:
    (folder / os.fsdecode(b"b\xff\n.csv")).write_text(BAD)
    count = await poll(kit, feed_of(folder))
    [(_, row)] = waiting(kit)
    assert (count.fresh, count.bad, row.file) == (1, 1, "b\\udcff\\n.csv")


async def test_an_export_of_garbage_is_counted_whole_and_kept_aside_in_part(kit: Kit, folder: Path) -> None:
    (folder / "a.csv").write_text(
        HEAD + "x,never,theft,powys\n" * 2500 + "1,2026-11-20T10:00:00Z,theft,powys\n"
    )
    count = await poll(kit, feed_of(folder))
    assert (count.bad, count.fresh, len(everything(kit.store)["quarantine"])) == (2500, 1, 1000)
