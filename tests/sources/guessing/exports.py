"""Invented exports of many shapes, and what a guess makes of them."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.domain.force import Force
from bot.force import load_force
from bot.sources.check import CheckReport, check
from bot.sources.guessing import Guess, guess

FORCE: Force = load_force(Path(__file__).parents[3] / "bot" / "force.toml")
AT = datetime(2026, 12, 1, 12, 0, tzinfo=UTC)
FIRST = datetime(2026, 11, 13, 6, 20, tzinfo=UTC)
CATEGORIES = ("BURGLARY DWELLING", "THEFT", "RTC", "HARASSMENT", "DOMESTIC INCIDENT", "CONCERN FOR SAFETY")
UNITS = ("Carmarthenshire", "Ceredigion", "Pembrokeshire", "Powys")

Row = Sequence[str]


def moments(count: int, first: datetime = FIRST, step: timedelta = timedelta(minutes=97)) -> list[datetime]:
    """Instants some while apart, in order."""
    return [first + step * n for n in range(count)]


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    """A file with this text."""
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def table(head: Row, rows: Iterable[Row], delimiter: str = ",") -> str:
    """A table with its header."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\n").writerows([head, *rows])
    return out.getvalue()


def storm(count: int = 60) -> list[Row]:
    """Rows of a STORM-like export, by the columns of STORM_HEAD."""
    return [
        (
            f"DP-{at:%Y%m%d}-{n:04}",
            f"{at:%d/%m/%Y %H:%M:%S}",
            f"{at + timedelta(minutes=2):%d/%m/%Y %H:%M:%S}",
            CATEGORIES[n % 6],
            CATEGORIES[n % 6] if n % 2 else "",
            UNITS[n % 4],
            str(n % 4 + 1),
            "Y" if n % 3 else "N",
            f"NC/{1000 + n}/26" if n % 5 == 0 else "",
        )
        for n, at in enumerate(moments(count), 1)
    ]


STORM_HEAD = (
    "Incident Ref", "Time Received", "Time Created", "Opening Code", "Closing Code", "BCU", "Grade", "DA",
    "Niche Refs",
)  # fmt: skip


def guessed(path: Path, crimes: bool = False) -> Guess:
    """The guess, for the force of this project."""
    return guess(path, FORCE, crimes)


def tried(path: Path, made: Guess, at: datetime = AT) -> CheckReport:
    """What the guessed mapping makes of the very export."""
    return check(path, made.mapping(), at)
