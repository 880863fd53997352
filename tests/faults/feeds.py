"""Exports for the feed's fault tests, all invented, and the clock that they are read by."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.clock import Clock
from tests.sources.builders import AT, HEAD

CSVS = '[folder]\npattern = "*.csv"\n'
EVERY = 10_000  # one row in so many is bad


@dataclass(frozen=True, slots=True)
class StoryClock(Clock):
    """Story time that stands still."""

    def story(self) -> datetime:
        return AT


def export(folder: Path, rows: int) -> None:
    """The feed now: so many rows, one in ten thousand bad."""
    with (folder / "export.csv").open("w", encoding="utf-8") as out:
        out.write(HEAD)
        for n in range(rows):
            at = "never" if n % EVERY == EVERY // 2 else f"2026-11-20T{n % 12:02d}:00:00Z"
            out.write(f"{n},{at},theft,powys\n")
