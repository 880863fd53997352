"""An invented month as exports: the log of the invented control room, the records of its crime system."""

import csv
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from shutil import copy
from typing import Any
from zoneinfo import ZoneInfo

import tomlkit

from bot.demo.drop import COLUMNS, MAPPING, Exporter
from bot.demo.incidents import DISPOSALS, Change, Invented, background, crime_ref
from bot.demo.scenes import OPENING, load_scene
from bot.demo.world import World
from bot.domain.force import Force
from bot.replay.run import Past
from bot.sources.mapping_file import load_crimes, load_incidents

LOG, CRIMES = "log.csv", "crimes.csv"
UNTIL, MONTH = date(2026, 11, 1), 12_000  # the month that is replayed as an example: October, in rows
LOG_MAPPING, CRIMES_MAPPING = "log.toml", "crimes.toml"
CRIMES_TOML = MAPPING.with_name("exports.toml")
PERIOD = 28  # days that are invented; what is older is the same, so much earlier
SETTLED = timedelta(days=60)  # after so long nothing changes any more
FLAWLESS, FLAWED = 600, ("time", "category", "unit", "test")  # every so many rows one is not as it should be
FATES = {"recorded": 76, "late": 15, "closed": 5, "lost": 4}  # of what starts a clock, in a hundred
LOGGED_LATE = 0.12  # of what is recorded late: reported on the street, and logged after a day or two
SECOND_KIND = {"theft": "violence", "shoplifting": "violence", "criminal_damage": "public_order"}
AGAIN = 0.03  # of those, when recorded: at its end the log is called that, and has one record
OFF_AUDIT = {"harassment": "civil_dispute", "asb_personal": "asb_nuisance", "hate": "civil_dispute"}
RENAMED = 0.5  # of those, when never recorded
CLOSING = "Closing Code"  # a column that the demo's export lacks


def write_past(folder: Path, force: Force, until: date, rows: int) -> None:
    """Write so many rows of log, the last of them reported on the day before `until`, and their crimes.

    The mappings of both are put beside them.
    """
    _write_mappings(folder)
    exporter = Exporter(World(load_scene(OPENING), force), folder, ZoneInfo(force.zone))
    days = -(-rows // 390)
    with (
        (folder / LOG).open("w", newline="", encoding="cp1252") as log,
        (folder / CRIMES).open("w", newline="", encoding="utf-8") as crimes,
    ):
        logs, records = csv.writer(log), csv.writer(crimes)
        logs.writerow((*COLUMNS, CLOSING))
        words = _words()
        records.writerow(("Crime Ref", "Log", "Created"))
        for n, one in enumerate(islice(_incidents(force, until - timedelta(days=days)), rows)):
            flaw = FLAWED[n // FLAWLESS % len(FLAWED)] if n % FLAWLESS == FLAWLESS - 1 else ""
            now = replace(one.as_of(one.reported_at + SETTLED), flaw=flaw)
            row = exporter.row(now)
            logs.writerow([*(row.get(column, "") for column in COLUMNS), words.get(now.closing_category, "")])
            made = [c for c in one.changes if c.field == "crime_refs"]
            records.writerows((c.value[0], row["Incident Ref"], c.at.isoformat()) for c in made)


def described(folder: Path) -> tuple[Past, Past]:
    """The exports of a folder, each with its mapping."""
    log = Past(folder / LOG, load_incidents(folder / LOG_MAPPING))
    return log, Past(folder / CRIMES, load_crimes(folder / CRIMES_MAPPING))


def _write_mappings(folder: Path) -> None:
    """The demo's own mapping of its log, with the column that is added here; and that of the crimes."""
    mapping: Any = tomlkit.parse(MAPPING.read_text(encoding="utf-8"))
    mapping["folder"]["pattern"] = "log*.csv"
    closing = tomlkit.table()
    closing.add("column", CLOSING)
    closing.add("map", mapping["fields"]["opening_category"]["map"].unwrap())
    mapping["fields"]["closing_category"] = closing
    (folder / LOG_MAPPING).write_text(tomlkit.dumps(mapping), encoding="utf-8")
    copy(CRIMES_TOML, folder / CRIMES_MAPPING)


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
    if fate == "late" and luck.random() < LOGGED_LATE:
        one = replace(one, logged_at=one.reported_at + timedelta(hours=luck.uniform(16, 60)))
    hours = luck.uniform(24, 90) if fate == "late" else min(23.0, luck.expovariate(0.2))
    at = one.logged_at + timedelta(hours=hours, seconds=luck.randrange(60))
    others = tuple(c for c in one.changes if c.field not in ("crime_refs", "disposal"))
    return replace(one, changes=(*others, *_end(one, fate, at, luck)))


def _end(one: Invented, fate: str, at: datetime, luck: Random) -> Iterator[Change]:
    """What the control room enters at the end of an incident."""
    recorded = fate in ("recorded", "late")
    if recorded:
        ref = crime_ref(one.reported_at.date(), luck.randrange(1_000_000))
        yield Change(at, "crime_refs", (ref,))
    renamed = (SECOND_KIND if recorded else OFF_AUDIT).get(one.category, "")
    if renamed and luck.random() < (AGAIN if recorded else RENAMED):
        yield Change(at, "closing_category", renamed)
    elif fate != "closed":
        return
    yield Change(at, "disposal", luck.choice(DISPOSALS))


def _words() -> dict[str, str]:
    """The control room's word for each category."""
    opening = load_incidents(MAPPING).fields.opening_category
    return {ours: theirs for theirs, ours in opening.map.items()} if opening else {}


def _later(one: Invented, by: timedelta, number: int) -> Invented:
    changes = tuple(replace(c, at=c.at + by) for c in one.changes)
    reported, logged = one.reported_at + by, one.logged_at + by
    return replace(one, reported_at=reported, logged_at=logged, number=number, changes=changes)
