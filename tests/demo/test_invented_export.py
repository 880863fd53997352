"""The invented export: its mapping reads every row but those that are meant to be bad."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.config import SHIPPED_FORCE
from bot.demo.drop import MAPPING, Exporter
from bot.demo.scenes import OPENING, load_scene
from bot.demo.world import World
from bot.domain.incident import IncidentReport, TimeReading
from bot.force import load_force
from bot.sources.drop_folder import DropFolder
from bot.sources.fetched import BadRow, Fetch, Row
from bot.sources.mapping_file import load_mapping

ZONE = "Europe/London"


def exporter(folder: Path) -> Exporter:
    force = load_force(SHIPPED_FORCE)
    return Exporter(World(load_scene(OPENING), force), folder, ZoneInfo(force.zone))


async def read(made: Exporter, at: datetime) -> tuple[Fetch, list[Row]]:
    made.write(at)
    fetch = await DropFolder(load_mapping(MAPPING, ZONE), made.folder).fetch(at)
    return fetch, list(fetch.reports)


async def test_every_row_is_read_but_the_planted_bad_ones(tmp_path: Path) -> None:
    made = exporter(tmp_path)
    at = made.world.scene.starts
    fetch, rows = await read(made, at)
    reports = [row for row in rows if isinstance(row, IncidentReport)]
    bad = {(row.column, row.reason) for row in rows if isinstance(row, BadRow)}
    assert bad == {("Opening Code", "value_unmapped"), ("Time Received", "time_unreadable")}
    assert fetch.tally.filtered == 1  # a test of the control room
    assert len(reports) == len(made.world.on_export(at)) - 3
    assert {report.reading for report in reports} == {TimeReading.LOCAL}


async def test_what_is_read_is_what_was_invented(tmp_path: Path) -> None:
    made = exporter(tmp_path)
    at = made.world.scene.starts
    _, rows = await read(made, at)
    reports = {r.key.ref: r for r in rows if isinstance(r, IncidentReport)}
    for name in ("due at 04:10", "to negate"):
        key = made.world.key(name)
        [planted] = [one for one in made.world.on_export(at) if one.name == name]
        report = reports[key.ref]
        assert (report.category, report.unit, report.reported_at) == (
            planted.category, planted.unit, planted.reported_at,
        )  # fmt: skip
        assert set(report.qualifiers) == set(planted.qualifiers)
        assert report.source_url == f"https://storm.example.org/log/{key.day}/{key.number}"


async def test_a_mended_row_a_move_and_a_crime_reference_arrive_with_time(tmp_path: Path) -> None:
    made = exporter(tmp_path)
    later = made.world.scene.starts + timedelta(minutes=30)
    fetch, rows = await read(made, later)
    reports = [row for row in rows if isinstance(row, IncidentReport)]
    assert fetch.tally.bad == 1
    assert any(report.crime_refs == ("DPP26324-0931",) for report in reports)
    assert any(r.beat == "CA07" and r.unit == "pembrokeshire" for r in reports)


def test_an_export_that_says_the_same_is_not_written_again(tmp_path: Path) -> None:
    made = exporter(tmp_path)
    at = made.world.scene.starts
    assert made.write(at)
    before = made.file.stat().st_ino
    assert not made.write(at)
    assert made.file.stat().st_ino == before
    assert made.file.stat().st_mtime == at.timestamp()
