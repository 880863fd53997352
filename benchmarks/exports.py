"""Exports as large as a benchmark asks for: the invented control room's log, and records of its crimes."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from benchmarks.invented import FORCE
from bot.demo.drop import COLUMNS, MAPPING, Exporter
from bot.demo.incidents import Invented, background
from bot.demo.scenes import OPENING, load_scene
from bot.demo.world import World
from bot.sources.mapping import CrimeMapping, Mapping
from bot.sources.mapping_file import load_incidents, parse_mapping

FIRST, PERIOD = date(2020, 1, 1), 28  # days that are invented; the next ones are the same, so much later
CRIMES = """
name = "niche"
force = "dyfed-powys"
delivers = "crimes"
kind = "drop_folder"
[format]
type = "csv"
[reference]
column = "Log"
pattern = 'DP-(?P<year>\\d{4})(?P<month>\\d{2})(?P<day>\\d{2})-(?P<number>\\d{1,6})'
strip_zeros = true
[crime]
ref = "Crime Ref"
created_at = { column = "Created", formats = ["iso"] }
"""


def write_exports(folder: Path, rows: int) -> tuple[tuple[Path, Mapping], tuple[Path, CrimeMapping]]:
    """A log of so many rows, and its crime records, each with its mapping."""
    log, crimes = folder / "log.csv", folder / "crimes.csv"
    exporter = Exporter(World(load_scene(OPENING), FORCE), folder, ZoneInfo(FORCE.zone))
    with (
        log.open("w", newline="", encoding="cp1252") as a,
        crimes.open("w", newline="", encoding="utf-8") as b,
    ):
        logs, records = csv.writer(a), csv.writer(b)
        logs.writerow(COLUMNS)
        records.writerow(("Crime Ref", "Log", "Created"))
        for one, _ in zip(_incidents(), range(rows), strict=False):
            row = exporter.row(one.as_of(one.reported_at + timedelta(days=60)))
            logs.writerow([row.get(column, "") for column in COLUMNS])
            for at, ref in _crimes(one):
                records.writerow((ref, row["Incident Ref"], at.isoformat()))
    mapping = parse_mapping(CRIMES, "niche.toml", FORCE.zone)
    assert isinstance(mapping, CrimeMapping), "it delivers crimes"
    return (log, load_incidents(MAPPING)), (crimes, mapping)


def _crimes(one: Invented) -> list[tuple[datetime, str]]:
    return [(c.at, ref) for c in one.changes if c.field == "crime_refs" for ref in c.value]


def _incidents() -> Iterator[Invented]:
    days = [list(background(FIRST + timedelta(days=n), FORCE, seed=1)) for n in range(PERIOD)]
    ago = timedelta()
    while True:
        for day in days:
            for number, one in enumerate(day, 1):
                yield _later(one, ago, number)
        ago += timedelta(days=PERIOD)


def _later(one: Invented, by: timedelta, number: int) -> Invented:
    changes = tuple(replace(c, at=c.at + by) for c in one.changes)
    times = {"reported_at": one.reported_at + by, "logged_at": one.logged_at + by}
    return replace(one, **times, number=number, changes=changes)
