"""The drop folder: cumulative, shrinking, replayed and half-written files."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.domain.incident import IncidentReport
from bot.sources import health
from bot.sources.drop_folder import DropFolder
from bot.sources.fetched import BadRow, FeedFailed, Fetch, Tally
from tests.sources.builders import AT, HEAD, ROW, plain, record, table

CSVS = '[folder]\npattern = "*.csv"\n'
NEWEST = CSVS + 'read = "newest"\n'


async def polled(
    source: DropFolder, *, again: bool = False, seconds: int = 0
) -> tuple[Fetch, list[str], list[BadRow]]:
    """One poll, stored: the fetch, the numbers of its incidents, its bad rows."""
    fetch = await source.fetch(AT + timedelta(seconds=seconds), again=again)
    rows = list(fetch.reports)
    fetch.taken()
    tally = fetch.tally
    assert tally.seen == tally.good + tally.bad + tally.filtered + tally.unchanged
    numbers = [row.key.number for row in rows if isinstance(row, IncidentReport)]
    return fetch, numbers, [row for row in rows if isinstance(row, BadRow)]


def source(folder: Path, more: str = CSVS, type: str = "csv") -> DropFolder:
    return DropFolder(plain(type, more=more), folder)


def dated(path: Path, seconds: int) -> None:
    os.utime(path, (1_700_000_000 + seconds, 1_700_000_000 + seconds))


async def test_a_file_that_was_stored_is_not_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(3))
    drops = source(tmp_path)
    assert (await polled(drops))[1] == ["1", "2", "3"]
    fetch, numbers, _ = await polled(drops)
    assert (fetch.unchanged, numbers) == (True, [])
    assert fetch.tally == Tally(seen=3, unchanged=3)


async def test_a_file_that_was_read_but_not_stored_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(3))
    drops = source(tmp_path)
    assert len(list((await drops.fetch(AT)).reports)) == 3
    assert (await polled(drops))[1] == ["1", "2", "3"]


async def test_what_is_unchanged_is_read_when_asked_for_again(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(2))
    drops = source(tmp_path)
    await polled(drops)
    assert (await polled(drops, again=True))[1] == ["1", "2"]


async def test_the_same_content_written_anew_is_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(2))
    drops = source(tmp_path)
    await polled(drops)
    file.write_text(table(2))
    dated(file, 9)
    assert (await polled(drops))[0].unchanged


async def test_other_content_of_the_same_size_and_time_is_read(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(1, first=1))
    dated(file, 0)
    drops = source(tmp_path)
    await polled(drops)
    file.write_text(table(1, first=2))
    dated(file, 0)
    assert (await polled(drops))[1] == ["2"]


async def test_a_cumulative_file_grows_shrinks_and_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    drops = source(tmp_path)
    counts = []
    for rows in (2, 5, 1, 5):
        file.write_text(table(rows))
        counts.append(len((await polled(drops))[1]))
    assert counts == [2, 5, 1, 5]


async def test_a_line_that_is_still_being_written_waits_for_the_next_poll(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    drops = source(tmp_path)
    file.write_text(table(2) + "3,2026-11-20T10:")
    fetch, numbers, bad = await polled(drops)
    assert (fetch.waiting, numbers, bad) == (("a.csv",), [], [])
    file.write_text(table(3))
    assert (await polled(drops))[1] == ["1", "2", "3"]


async def test_a_file_without_a_last_line_end_is_read_once_it_rests(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(2).rstrip())
    drops = source(tmp_path)
    assert (await polled(drops))[1] == []
    assert (await polled(drops, seconds=29))[1] == []
    (tmp_path / "a.csv").write_text(table(3).rstrip())
    assert (await polled(drops, seconds=31))[1] == []
    assert (await polled(drops, seconds=61))[1] == ["1", "2", "3"]


async def test_half_a_json_document_waits_for_its_other_half(tmp_path: Path) -> None:
    text = json.dumps([record(1), record(2)])
    file, drops = tmp_path / "a.json", source(tmp_path, "", "json")
    file.write_text(text[:60])
    assert (await polled(drops))[0].waiting == ("a.json",)
    file.write_text(text)
    assert (await polled(drops))[1] == ["1", "2"]


async def test_a_known_file_that_grows_is_waited_for_and_not_unchanged(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(4))
    drops = source(tmp_path)
    await polled(drops)
    file.write_text(table(4) + "5,")
    fetch, _, _ = await polled(drops)
    assert (fetch.waiting, fetch.unchanged) == (("a.csv",), False)


async def test_files_are_read_oldest_first_so_that_the_newest_word_is_last(tmp_path: Path) -> None:
    for name, seconds in (("a.csv", 20), ("b.csv", 10)):
        (tmp_path / name).write_text(HEAD + ROW.format(n=seconds))
        dated(tmp_path / name, seconds)
    assert (await polled(source(tmp_path)))[1] == ["10", "20"]
    assert (await polled(source(tmp_path, CSVS + 'order = "name"')))[1] == ["20", "10"]


async def test_where_each_file_is_the_whole_picture_only_the_newest_is_read(tmp_path: Path) -> None:
    for n in (1, 2):
        (tmp_path / f"{n}.csv").write_text(table(1, first=n))
        dated(tmp_path / f"{n}.csv", n)
    drops = source(tmp_path, NEWEST)
    fetch, numbers, _ = await polled(drops)
    assert (numbers, fetch.files) == (["2"], ["2.csv"])
    assert fetch.written_at == datetime.fromtimestamp(1_700_000_002, UTC)


async def test_a_file_too_large_is_named_and_the_others_go_in(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(100))
    (tmp_path / "b.csv").write_text(table(1))
    drops = DropFolder(plain(format="max_mib = 0.001", more=CSVS), tmp_path)
    fetch, numbers, bad = await polled(drops)
    assert (numbers, bad, fetch.broken) == (["1"], [BadRow("a.csv", 0, "", "too_large")], True)


async def test_a_pipe_in_the_folder_does_not_hang_the_poll(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.csv")
    (tmp_path / "b.csv").write_text(table(1))
    assert (await polled(source(tmp_path)))[1] == ["1"]


async def test_a_file_that_goes_away_before_it_is_read_leaves_no_bad_row(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(1))
    fetch = await source(tmp_path).fetch(AT)
    (tmp_path / "a.csv").unlink()
    assert (list(fetch.reports), fetch.waiting, fetch.files) == ([], ("a.csv",), [])
    assert health.poll_of(fetch).partial


async def test_a_file_that_may_not_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(1))
    fetch = await source(tmp_path).fetch(AT)
    (tmp_path / "a.csv").write_text("")
    assert list(fetch.reports) == [BadRow("a.csv", 0, "", "file_unreadable")]


async def test_a_file_still_being_written_beside_others_is_no_sign_and_no_unchanged_poll(
    tmp_path: Path,
) -> None:
    for name in ("a.csv", "b.csv"):
        (tmp_path / name).write_text(table(1))
        dated(tmp_path / name, 0)
    drops = source(tmp_path)
    await polled(drops)
    (tmp_path / "b.csv").write_text(table(1) + "2,")
    fetch, _, _ = await polled(drops)
    assert (fetch.waiting, fetch.unchanged) == (("b.csv",), False)
    assert fetch.written_at == datetime.fromtimestamp(1_700_000_000, UTC)


async def test_a_missing_folder_is_a_failed_feed(tmp_path: Path) -> None:
    with pytest.raises(FeedFailed, match="folder_missing"):
        await source(tmp_path / "gone").fetch(AT)


async def test_an_empty_folder_is_empty_and_no_failure(tmp_path: Path) -> None:
    fetch, _, _ = await polled(source(tmp_path))
    assert (fetch.tally.seen, fetch.written_at, fetch.unchanged) == (0, None, False)


async def test_what_it_remembered_survives_a_restart_but_not_another_mapping(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(table(2))
    drops = source(tmp_path)
    await polled(drops)
    same, other = plain(more=CSVS), plain(format='encoding = "cp1252"', more=CSVS)
    assert (await polled(DropFolder(same, tmp_path, drops.remembered())))[0].unchanged
    assert (await polled(DropFolder(other, tmp_path, drops.remembered())))[1] == ["1", "2"]


async def test_a_file_that_changes_while_it_is_read_is_not_known(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(1))
    drops = source(tmp_path)
    fetch = await drops.fetch(AT)
    list(fetch.reports)
    file.write_text(table(2))
    fetch.taken()
    assert (await polled(drops))[1] == ["1", "2"]
