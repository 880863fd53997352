"""A replay of a million rows, beside reading their file with the csv module alone; and its memory."""

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.databases import New
from benchmarks.figures import Figure, middle
from benchmarks.invented import AT, FORCE
from bot.demo.exports import write_past

ROWS, FEWER, TURNS = 1_000_000, 100_000, 3


def measure(_: New, rows: int = ROWS, fewer: int = FEWER) -> Iterator[Figure]:
    """Rows a second in turns with the csv module; the peak of memory, beside that of a tenth of the rows."""
    with TemporaryDirectory() as folder:
        large, small = Path(folder, "large"), Path(folder, "small")
        for each, count in ((large, rows), (small, fewer)):
            each.mkdir()
            write_past(each, FORCE, AT.date(), count)
        bare, ours = list[float](), list[float]()
        for _turn in range(TURNS):
            bare.append(rows / _bare(large / "log.csv"))
            told = _replayed(large)
            ours.append(rows / told["seconds"])
        yield Figure(
            f"replay, {rows:,} rows of log", middle(ours), "rows/s", middle(bare), "csv alone", at_least=0.1
        )
        peak, less = told["mib"], _replayed(small)["mib"]
        yield Figure(f"replay, {rows:,} rows: peak memory", peak, "MiB", less, f"{fewer:,} rows", at_most=1.5)


def _bare(path: Path) -> float:
    """Seconds of reading a file with the csv module and doing nothing with it."""
    began = perf_counter()
    with path.open(newline="", encoding="cp1252") as stream:
        for _row in csv.reader(stream):
            pass
    return perf_counter() - began


def _replayed(folder: Path) -> dict[str, float]:
    """A replay in a process of its own: its seconds, and the peak memory of its largest process."""
    run = [sys.executable, "-m", "benchmarks.replaying", str(folder)]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    return dict(json.loads(done.stdout))
