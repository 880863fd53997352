"""A folder that is being written to while it is read: nothing is lost, and no half row is taken for a row."""

import asyncio
import re
import sys
from pathlib import Path

import pytest

from bot.domain.crime import CrimeReport
from bot.domain.incident import IncidentReport
from bot.sources.drop_folder import DropFolder
from bot.sources.fetched import BadRow, Row
from bot.sources.mapping import AnyMapping
from bot.sources.mapping_file import parse_mapping
from tests.house import ROOT
from tests.sources.builders import AT, plain_text, table
from tests.sources.busy_writer import FAR

POLLS, ROWS = 10, 150
FOLDER = '[folder]\npattern = "*.csv"\n'
CRIMES = """
name = "niche"
force = "dyfed-powys"
delivers = "crimes"
kind = "drop_folder"
[format]
type = "csv"
[reference]
column = "source"
pattern = '(?P<year>\\d{4})(?P<month>\\d{2})(?P<day>\\d{2})-(?P<number>\\d+)'
[crime]
ref = "ref"
created_at = { column = "at", formats = ["iso"] }
classification = "what"
"""
WHOLE = re.compile(r"theft number (\d+) as it was (first told|recorded)")


def mapping_of(kind: str) -> AnyMapping:
    text = plain_text(more=FOLDER) if kind == "incidents" else CRIMES + FOLDER
    return parse_mapping(text, "busy.toml")


def said(row: Row) -> int:
    """The number of a row that is whole; a half one fails the test."""
    assert not isinstance(row, BadRow)
    crime = isinstance(row, CrimeReport)
    ref, what = (row.ref.split("/")[1], row.classification) if crime else (row.key.number, row.category)
    last = row.incident.number if crime and row.incident else row.unit
    whole = WHOLE.fullmatch(what)
    assert whole is not None, what
    assert (whole[1], last) == (ref, ref if crime else "powys")
    return int(ref)


async def look(drops: DropFolder) -> tuple[set[int], int]:
    """One poll: the numbers that came, and how many files were left for the next."""
    fetch = await drops.fetch(AT)
    rows = list(fetch.reports)
    fetch.taken()
    bad = {(row.reason, row.line) for row in rows if isinstance(row, BadRow)}
    assert bad <= {("file_unreadable", 0)}  # renamed, or replaced by a shorter one, since it was looked at
    return {said(row) for row in rows if not isinstance(row, BadRow)}, len(fetch.waiting)


async def everything(drops: DropFolder, folder: Path) -> set[int]:
    """What came until all was written, and in one look after."""
    came, polls, waited, over = set[int](), 0, 0, False
    while not over:
        over = (folder / "over").exists()
        numbers, waiting = await look(drops)
        came, polls, waited = came | numbers, polls + 1, waited + waiting
        if polls >= POLLS and waited:
            (folder / "enough").touch()
    return came | (await look(drops))[0]


@pytest.mark.parametrize("kind", ["incidents", "crimes"])
async def test_a_folder_that_is_written_to_while_it_is_read_loses_nothing(tmp_path: Path, kind: str) -> None:
    command = [sys.executable, "-m", "tests.sources.busy_writer", str(tmp_path), kind, str(ROWS)]
    writer = await asyncio.create_subprocess_exec(*command, cwd=ROOT)
    came = await everything(DropFolder(mapping_of(kind), tmp_path), tmp_path)
    assert await writer.wait() == 0
    end = int((tmp_path / "over").read_text()) * ROWS
    assert came >= set(range(end)) | set(range(FAR + end - ROWS, FAR + end))
    assert came <= set(range(end)) | set(range(FAR, FAR + end))


async def test_what_was_written_since_the_look_is_left_for_the_next_poll(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(2))
    drops = DropFolder(mapping_of("incidents"), tmp_path)
    fetch = await drops.fetch(AT)
    file.write_text(table(2) + "3,2026-11-20T10:00:00Z,theft,po")
    assert [row.key.number for row in fetch.reports if isinstance(row, IncidentReport)] == ["1", "2"]
    fetch.taken()
    file.write_text(table(3))
    assert [row.key.number for row in (await drops.fetch(AT)).reports if isinstance(row, IncidentReport)] == [
        "1", "2", "3",
    ]  # fmt: skip


async def test_a_file_that_was_cut_short_since_the_look_gives_no_half_row(tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text(table(20))
    drops = DropFolder(mapping_of("incidents"), tmp_path)
    fetch = await drops.fetch(AT)
    file.write_text(table(2)[:-3])
    *good, last = list(fetch.reports)
    assert last == BadRow("a.csv", 0, "", "file_unreadable")
    assert {row.unit for row in good if isinstance(row, IncidentReport)} <= {"powys"}
    fetch.taken()
    file.write_text(table(3))
    assert len(list((await drops.fetch(AT)).reports)) == 3
