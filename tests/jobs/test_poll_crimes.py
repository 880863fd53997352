"""A poll of the crime system, from its folder to the offence that it settles."""

import os
from datetime import datetime
from pathlib import Path

import pytest

from bot.config import Settings
from bot.domain.offence import State
from bot.feeds import feeds_of
from bot.kit import Kit
from bot.sources.drop_folder import DropFolder
from bot.sources.feed import Feed
from jobs.move_on import move_on
from jobs.poll import poll
from tests.builders import AT, OFFICER, Station, everything, hours
from tests.crimes import HEAD, MAPPING, REF, listen, mapping, row


@pytest.fixture
def drop(tmp_path: Path) -> Path:
    """The one file of the export."""
    (tmp_path / "niche").mkdir()
    return tmp_path / "niche" / "crimes.csv"


def feed_of(drop: Path) -> Feed:
    return Feed(DropFolder(mapping(), drop.parent))


def station(kit: Kit) -> Station:
    """What people do there, at the story's present."""
    return Station(kit.store, kit.clock.story())


def write(drop: Path, text: str, at: datetime) -> None:
    """Write the export as it is at an instant."""
    drop.write_text(text)
    os.utime(drop, (at.timestamp(),) * 2)


async def test_a_record_settles_the_offence_that_it_matches(kit: Kit, drop: Path) -> None:
    station(kit).receive()
    write(drop, HEAD + row(), kit.clock.story())
    count = await poll(kit, feed_of(drop))
    offence = station(kit).offence()
    assert (count.seen, count.fresh, count.changed) == (1, 1, 0)
    assert (offence.state, offence.crime_ref, offence.decided_by) == (State.RECORDED, REF, "feed")


async def test_an_equal_export_polled_again_writes_nothing(kit: Kit, drop: Path) -> None:
    listen(station(kit)).receive()
    write(drop, HEAD + row(), kit.clock.story())
    feed = feed_of(drop)
    await poll(kit, feed)
    await poll(kit, feed)
    before = everything(kit.store)
    kit.clock.hands.at += hours(1)
    await poll(kit, feed)
    assert everything(kit.store) == before


async def claimed(kit: Kit, drop: Path) -> Feed:
    """A reference that somebody typed, and a feed that does not know it."""
    listen(station(kit)).receive()
    station(kit).record(OFFICER, "47/9/26")
    write(drop, HEAD + row("124", "47/5/26"), kit.clock.story())
    feed = feed_of(drop)
    await poll(kit, feed)
    return feed


async def test_a_claim_lapses_only_when_the_feed_itself_has_got_so_far(kit: Kit, drop: Path) -> None:
    feed = await claimed(kit, drop)
    kit.clock.hands.at += hours(5)
    await poll(kit, feed)
    assert station(kit).offence().state is State.RECORDED, "the file is as old as the claim"
    os.utime(drop, (kit.clock.story().timestamp(),) * 2)
    await poll(kit, feed)
    assert station(kit).offence().state is State.RECORDED, "an old copy has a new time"
    write(drop, HEAD + row("124", "47/5/26") + made(4.5), kit.clock.story())
    await poll(kit, feed)
    assert station(kit).offence().state is State.OPEN


def made(after: float) -> str:
    """A line of an export with a record that was made so many hours after the claim."""
    return row("125", "47/6/26").replace("2026-11-20T13:30:00Z", (AT + hours(after)).isoformat())


@pytest.mark.parametrize("share", [0, 5])
async def test_a_share_whose_clock_is_fast_reopens_nothing_before_its_time(
    kit: Kit, drop: Path, share: float
) -> None:
    feed = await claimed(kit, drop)
    for after in (1, 3.9, 4.1):
        kit.clock.hands.at = AT + hours(after)
        state = station(kit).offence().state
        write(drop, HEAD + row("124", "47/5/26") + made(after - 0.2), AT + hours(after + share))
        await poll(kit, feed)
        assert (state, station(kit).offence().state) == (State.RECORDED, State.RECORDED)
    kit.clock.hands.at = AT + hours(4.2)
    write(drop, HEAD + row("124", "47/5/26") + made(4.1), AT + hours(4.2 + share))
    await poll(kit, feed)
    assert station(kit).offence().state is State.OPEN


async def test_a_file_still_being_written_reopens_nothing(kit: Kit, drop: Path) -> None:
    feed = await claimed(kit, drop)
    kit.clock.hands.at += hours(5)
    other = drop.with_name("later.csv")
    write(other, HEAD + made(4.5), kit.clock.story())
    write(drop, HEAD + row("124", "47/5/26") + "DP-2026", kit.clock.story())
    await poll(kit, feed)
    assert station(kit).offence().state is State.RECORDED
    write(drop, HEAD + row("124", "47/5/26") + row("126", "47/7/26"), kit.clock.story())
    await poll(kit, feed)
    assert station(kit).offence().state is State.OPEN


async def test_a_feed_that_shrank_reopens_nothing_after_many_polls_or_a_restart(
    kit: Kit, drop: Path, tmp_path: Path
) -> None:
    (tmp_path / "niche.toml").write_text(MAPPING)
    ours = Settings.read({"COFNOD_SOURCES": str(tmp_path)})
    many = "".join(row(str(n), f"47/{n}/26") for n in range(200, 210))
    (tmp_path / "niche.toml").write_text(MAPPING.replace("[folder]", '[folder]\npath = "niche"'))
    write(drop, HEAD + many, kit.clock.story())
    async with feeds_of(ours, kit) as [feed]:
        station(kit).receive()
        station(kit).record(OFFICER, "47/9/26")
        await poll(kit, feed)
        kit.clock.hands.at += hours(5)
        write(drop, HEAD + made(4.5), kit.clock.story())
        for _ in range(12):
            assert "feed_shrunk" in (await poll(kit, feed)).alarms
    async with feeds_of(ours, kit) as [feed]:
        write(drop, HEAD + made(4.6), kit.clock.story())
        assert "feed_shrunk" in (await poll(kit, feed)).alarms
    assert station(kit).offence().state is State.RECORDED


async def test_when_no_crime_system_is_polled_any_more_a_claim_stays_recorded_and_ends(
    kit: Kit, tmp_path: Path
) -> None:
    listen(station(kit)).receive()
    station(kit).record(OFFICER, "47/9/26")
    async with feeds_of(Settings.read({"COFNOD_SOURCES": str(tmp_path)}), kit):
        pass
    offence, [fact] = station(kit).offence(), station(kit).facts("claim_ended")
    assert (offence.state, offence.crime_ref, offence.claimed_at) == (State.RECORDED, "47/9/26", None)
    assert (fact["offence"], fact["values"]["crime"]) == (1, "47/9/26")


async def test_a_feed_that_is_gone_reopens_nothing_and_tells_of_itself(kit: Kit, drop: Path) -> None:
    feed = await claimed(kit, drop)
    kit.clock.hands.at += hours(5)
    os.rename(drop.parent, drop.parent.with_name("away"))
    count = await poll(kit, feed)
    assert "feed_failed" in count.alarms
    assert station(kit).offence().state is State.RECORDED


@pytest.mark.parametrize("half", ["log,crime\n", HEAD])
async def test_an_export_that_is_not_whole_reopens_nothing(kit: Kit, drop: Path, half: str) -> None:
    listen(station(kit)).receive()
    station(kit).record(OFFICER, "47/9/26")
    feed = feed_of(drop)
    write(drop, HEAD + "".join(row(str(n), f"47/{n}/26") for n in range(200, 210)), kit.clock.story())
    await poll(kit, feed)
    kit.clock.hands.at += hours(5)
    write(drop, half, kit.clock.story())
    assert (await poll(kit, feed)).alarms
    kit.clock.hands.at += hours(1)
    os.utime(drop, (kit.clock.story().timestamp(),) * 2)
    await poll(kit, feed)
    assert station(kit).offence().state is State.RECORDED


async def test_what_lapses_late_tells_the_stages_that_it_missed_and_no_other_twice(
    kit: Kit, drop: Path
) -> None:
    listen(station(kit)).receive()
    kit.clock.hands.at += hours(12)
    await move_on(kit)
    station(kit).record(OFFICER, "47/9/26")
    kit.clock.hands.at += hours(12)
    write(drop, HEAD + row("124", "47/5/26") + made(24), kit.clock.story())
    await poll(kit, feed_of(drop))
    assert station(kit).offence().due_at < kit.clock.story()
    await move_on(kit)
    stages = [fact["values"]["stage"] for fact in station(kit).facts("stage_crossed")]
    assert sorted(stages) == sorted(set(stages))
    assert {"approaching", "urgent", "overdue"} <= set(stages)


async def test_who_polls_a_crime_system_tells_the_store_and_who_does_not_any_more_too(
    kit: Kit, tmp_path: Path
) -> None:
    (tmp_path / "niche").mkdir()
    (tmp_path / "niche.toml").write_text(MAPPING)
    ours = Settings.read({"COFNOD_SOURCES": str(tmp_path)})
    async with feeds_of(ours, kit) as found:
        assert [feed.source.delivers for feed in found] == ["crimes"]
    assert [row[1] for row in everything(kit.store)["crime_feeds"]] == ["niche"]
    (tmp_path / "niche.toml").unlink()
    async with feeds_of(ours, kit):
        pass
    assert everything(kit.store)["crime_feeds"] == []
