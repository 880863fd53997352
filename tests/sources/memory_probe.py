"""How much memory one way of reading a file takes, run as a process of its own."""

import csv
import sys
from pathlib import Path

from bot.sources.fetched import BadRow, Tally, in_batches
from bot.sources.mapping import Mapping
from bot.sources.reading import Reading
from tests.sources.builders import AT, plain


def peak_kib() -> int:
    """The most memory that this process has held so far."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def ours(path: Path, mapping: Mapping) -> tuple[int, int]:
    """Read as the bot does: in batches, each forgotten before the next."""
    tally = Tally()
    reading = Reading(mapping, path.name, AT, tally)
    bad = 0
    for batch in in_batches(reading.rows(lambda: path.open("rb"))):
        bad += sum(isinstance(row, BadRow) for row in batch.bad)
    assert bad == tally.bad
    return tally.good, tally.bad


def naive(path: Path) -> tuple[int, int]:
    """The control: the whole file as a list of dictionaries."""
    with path.open(encoding="utf-8", newline="") as stream:
        return len(list(csv.DictReader(stream))), 0


def main(how: str, name: str) -> None:
    """Print rows in, rows bad and the growth in KiB."""
    path = Path(name)
    mapping = plain("json" if path.suffix == ".json" else "csv")
    before = peak_kib()
    good, bad = naive(path) if how == "naive" else ours(path, mapping)
    print(good, bad, peak_kib() - before)


if __name__ == "__main__":
    main(*sys.argv[1:])
