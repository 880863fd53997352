"""An invented past: the log of the invented control room and the records of its crime system, as exports."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

from bot.demo.drop import COLUMNS, MAPPING, Exporter
from bot.demo.incidents import DISPOSALS, Change, Invented, background, crime_ref
from bot.demo.scenes import OPENING, load_scene
from bot.demo.world import World
from bot.domain.force import Force
from bot.replay.run import Past
from bot.sources.mapping_file import load_crimes, load_incidents

LOG, CRIMES = "log.csv", "crimes.csv"
UNTIL, MONTH = date(2026, 11, 1), 12_000  # the month that is replayed as an example: October, in rows
CRIMES_MAPPING = MAPPING.with_name("past.toml")
PERIOD = 28  # days that are invented; what is older is the same, so much earlier
SETTLED = timedelta(days=60)  # after so long nothing changes any more
FLAWLESS, FLAWED = 600, ("time", "category", "unit", "test")  # every so many rows one is not as it should be
FATES = {"recorded": 76, "late": 15, "closed": 5, "lost": 4}  # of what starts a clock, in a hundred


def write_past(folder: Path, force: Force, until: date, rows: int) -> None:
    """Write so many rows of log, the last of them reported on the day before `until`, and their crimes."""
    exporter = Exporter(World(load_scene(OPENING), force), folder, ZoneInfo(force.zone))
    days = -(-rows // 390)
    with (
        (folder / LOG).open("w", newline="", encoding="cp1252") as log,
        (folder / CRIMES).open("w", newline="", encoding="utf-8") as crimes,
    ):
        logs, records = csv.writer(log), csv.writer(crimes)
        logs.writerow(COLUMNS)
        records.writerow(("Crime Ref", "Log", "Created"))
        for n, one in enumerate(islice(_incidents(force, until - timedelta(days=days)), rows)):
            flaw = FLAWED[n // FLAWLESS % len(FLAWED)] if n % FLAWLESS == FLAWLESS - 1 else ""
            row = exporter.row(replace(one.as_of(one.reported_at + SETTLED), flaw=flaw))
            logs.writerow([row.get(column, "") for column in COLUMNS])
            made = [c for c in one.changes if c.field == "crime_refs"]
            records.writerows((c.value[0], row["Incident Ref"], c.at.isoformat()) for c in made)


def described(folder: Path) -> tuple[Past, Past]:
    """The exports of a folder, each with its mapping."""
    return Past(folder / LOG, load_incidents(MAPPING)), Past(folder / CRIMES, load_crimes(CRIMES_MAPPING))


def _incidents(force: Force, first: date) -> Iterator[Invented]:
    """Incidents from a day on, without end, each with what became of it."""
    days = [list(background(first + timedelta(days=n), force, seed=1)) for n in range(PERIOD)]
    luck = Random(1)
    for ago in (timedelta(days=n * PERIOD) for n in count()):
        for day in days:
            for number, one in enumerate(day, 1):
                yield _later(_fated(one, force, luck), ago, number)


def _fated(one: Invented, force: Force, luck: Random) -> Invented:
    """An incident that starts a clock is recorded in time or late, closed without a crime, or lost."""
    if not force.rule(one.category, one.qualifiers, one.markers).starts_clock:
        return one
    [fate] = luck.choices(list(FATES), list(FATES.values()))
    others = tuple(c for c in one.changes if c.field not in ("crime_refs", "disposal"))
    hours = luck.uniform(24, 90) if fate == "late" else min(23.0, luck.expovariate(0.2))
    at = one.logged_at + timedelta(hours=hours, seconds=luck.randrange(60))
    if fate == "lost":
        return replace(one, changes=others)
    if fate == "closed":
        return replace(one, changes=(*others, Change(at, "disposal", luck.choice(DISPOSALS))))
    ref = crime_ref(one.reported_at.date(), luck.randrange(1_000_000))
    return replace(one, changes=(*others, Change(at, "crime_refs", (ref,))))


def _later(one: Invented, by: timedelta, number: int) -> Invented:
    changes = tuple(replace(c, at=c.at + by) for c in one.changes)
    reported, logged = one.reported_at + by, one.logged_at + by
    return replace(one, reported_at=reported, logged_at=logged, number=number, changes=changes)
