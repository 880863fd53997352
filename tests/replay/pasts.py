"""Invented pasts: logs and crime records as a force's systems would export them, with nobody in them."""

import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from random import Random

from bot.replay.run import Past
from bot.sources.mapping_file import load_crimes, load_incidents
from tests.builders import FORCE

LOG = """
name = "log"
force = "dyfed-powys"
kind = "drop_folder"
[format]
type = "csv"
[folder]
pattern = "log.csv"
[reference]
column = "ref"
pattern = '(?P<year>\\d{4})(?P<month>\\d\\d)(?P<day>\\d\\d)-(?P<number>\\d+)'
[fields]
reported_at = { column = "reported", formats = ["iso"] }
logged_at = { column = "logged", formats = ["iso"] }
closed_at = { column = "closed", formats = ["iso"] }
opening_category = "opening"
closing_category = "closing"
closing_code = "disposal"
unit = "unit"
route = "route"
crime_refs = { column = "crimes", separator = ";" }
[[markers]]
column = "markers"
separator = ";"
"""
CRIMES = """
name = "crimes"
force = "dyfed-powys"
delivers = "crimes"
kind = "drop_folder"
[format]
type = "csv"
[folder]
pattern = "crimes.csv"
[reference]
column = "incident"
pattern = '(?P<year>\\d{4})(?P<month>\\d\\d)(?P<day>\\d\\d)-(?P<number>\\d+)'
[crime]
ref = "ref"
created_at = { column = "created", formats = ["iso"] }
offence_class = "class"
cancelled_at = { column = "cancelled", formats = ["iso"] }
"""
LOG_HEAD = (
    "ref",
    "reported",
    "logged",
    "closed",
    "opening",
    "closing",
    "disposal",
    "unit",
    "route",
    "crimes",
    "markers",
)
CRIME_HEAD = ("ref", "incident", "created", "class", "cancelled")
UNITS = ("carmarthenshire", "ceredigion", "pembrokeshire", "powys", "cih")
CLOCKED = ("theft", "violence_da", "harassment", "rape", "criminal_damage", "hate")
WATCHED = ("collision", "welfare_check", "bangs")


@dataclass(frozen=True)
class Log:
    """One incident of an invented past; instants are UTC."""

    number: int
    reported: datetime
    logged: datetime
    opening: str
    unit: str
    closed: datetime | None = None
    closing: str = ""
    crime_at: datetime | None = None
    markers: str = ""
    crime: str = ""
    route: str = "101"
    crime_class: str = ""
    told: bool = True  # the log itself names its crime

    @property
    def ref(self) -> str:
        """As the control room writes it."""
        return f"{self.reported:%Y%m%d}-{self.number}"

    def row(self, at: datetime) -> tuple[str, ...]:
        """The row of the export as it stands at an instant."""
        over = self.closed is not None and self.closed <= at
        refs = self.crime if self.told and self.crime_at and self.crime_at <= at else ""
        closed, closing = (self.closed.isoformat(), self.closing) if over and self.closed else ("", "")
        times = self.reported.isoformat(), self.logged.isoformat(), closed
        return (
            self.ref,
            *times,
            self.opening,
            closing,
            "DONE" if over else "",
            self.unit,
            self.route,
            refs,
            self.markers,
        )


def invented(seed: int, first: date, days: int, a_day: int) -> list[Log]:
    """So many incidents a day from a day on: some recorded in time, some late, some never, some closed."""
    luck, found = Random(seed), list[Log]()
    for back in range(days):
        for n in range(1, a_day + 1):
            begins = datetime.combine(first + timedelta(days=back), datetime.min.time(), UTC)
            reported = begins + timedelta(seconds=luck.randrange(86_400))
            found.append(_one(luck, n, reported))
    return found


def _one(luck: Random, n: int, reported: datetime) -> Log:
    logged = reported + timedelta(seconds=luck.choice((30, 95, 600, 40_000)))
    opening = luck.choice(CLOCKED + WATCHED)
    closed = logged + timedelta(seconds=luck.randrange(60, 150_000)) if luck.random() < 0.5 else None
    closing = luck.choice(("", "", *CLOCKED)) if closed else ""
    crime_at = logged + timedelta(seconds=luck.randrange(1, 120_000)) if luck.random() < 0.6 else None
    crime = f"NC/{reported:%d}{n}/26" if crime_at else ""
    marker = luck.choice(("", "", "da", "repeat", "hate_race"))
    return Log(n, reported, logged, opening, luck.choice(UNITS), closed, closing, crime_at, marker, crime)


def classed(logs: Iterable[Log], seed: int = 1) -> list[Log]:
    """The same incidents where only the crime system knows of the crimes, each with its class or another."""
    luck, found = Random(seed), list[Log]()
    for log in logs:
        own = sorted(FORCE.rule(log.opening, (), ()).classes - FORCE.circumstances - {"rape"})
        kind = luck.choice(["", "theft", "damage", *own * 3])
        found.append(replace(log, closing="", crime_class=kind, told=False))
    return found


def write(path: Path, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """A CSV as an export brings it."""
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([head, *rows])


def write_log(folder: Path, logs: Iterable[Log], at: datetime) -> None:
    """The log as it stands at an instant: what nobody has logged yet is not in it."""
    write(folder / "log.csv", LOG_HEAD, (log.row(at) for log in logs if log.logged <= at))


def write_crimes(folder: Path, logs: Sequence[Log], at: datetime) -> None:
    """The crime system's records at an instant: also of two incidents that are in no log, first and last."""
    made = [(g, g.crime_at) for g in logs if g.crime_at and g.crime_at <= at]
    rows = [(g.crime, g.ref, created.isoformat(), g.crime_class, "") for g, created in made]
    first = min(log.reported for log in logs)
    ends = [(n, f"{when:%Y%m%d}-999{n}", when.isoformat()) for n, when in enumerate((first, at))]
    rows += [(f"NO/{n}/26", incident, created, "", "") for n, incident, created in ends]
    write(folder / "crimes.csv", CRIME_HEAD, rows)


def past(folder: Path) -> tuple[Past, Past]:
    """Both exports of a folder with their mappings."""
    (folder / "log.toml").write_text(LOG)
    (folder / "crimes.toml").write_text(CRIMES)
    log = Past(folder / "log.csv", load_incidents(folder / "log.toml", FORCE.zone))
    return log, Past(folder / "crimes.csv", load_crimes(folder / "crimes.toml", FORCE.zone))
