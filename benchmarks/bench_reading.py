"""Reading an export by its mapping, beside Python's csv module alone taking the same file apart.

In turns, so that whatever else the machine does befalls both alike; then in parts by two processes.
"""

import csv
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory
from zoneinfo import ZoneInfo

from benchmarks.databases import New
from benchmarks.figures import Figure, middle
from benchmarks.invented import AT, reports
from bot.domain.incident import IncidentReport
from bot.sources.fetched import Tally
from bot.sources.mapping_file import load_mapping
from bot.sources.part import WHOLE, Part
from bot.sources.parts import parts
from bot.sources.reading import Reading

ROWS, TURNS, PROCESSES = 200_000, 5, 2
MAPPING = load_mapping(Path(__file__).parents[1] / "bot" / "sources" / "examples" / "storm_csv.toml")
ZONE = ZoneInfo(MAPPING.time_zone)


def _row(one: IncidentReport) -> dict[str, str]:
    """A report as the columns of the mapping would have held it; the log was closed when it was made."""
    received, created = (
        f"{when.astimezone(ZONE):%d/%m/%Y %H:%M:%S}" for when in (one.reported_at, one.logged_at or AT)
    )
    number = int(one.key.number)
    return {
        "Incident Ref": f"DP-{one.key.day:%Y%m%d}-{number:04d}",
        "Time Received": received,
        "Time Created": created,
        "Time Closed": created,
        "Opening Code": one.category,
        "Closing Code": one.category if number % 2 else "",
        "Disposal": "X",
        "Grade": "2",
        "Beat": one.beat,
        "Niche Refs": "" if number % 3 else f"NC/{number}/26",
        "Source": one.route,
        "BCU": one.unit,
        "DA": "Y" if "da" in one.markers else "N",
        "Child Involved": "Y" if "child" in one.markers else "N",
        "Warnings": "",
        "Qualifiers": "",
        "Log Type": "LIVE",
    }


def _written(path: Path, rows: int) -> None:
    with path.open("w", encoding="cp1252", errors="replace", newline="") as out:
        told = [_row(one) for one in reversed(reports(rows))]
        writer = csv.DictWriter(out, list(told[0]))
        writer.writeheader()
        writer.writerows(told)


def _alone(path: Path) -> int:
    """The rows of a file as Python's csv module finds them, its header not counted."""
    with path.open(encoding="cp1252", newline="") as stream:
        return sum(1 for _ in csv.reader(stream)) - 1


def read_part(path: Path, part: Part = WHOLE) -> int:
    """The rows of a part that the mapping took."""
    tally = Tally()
    for _ in Reading(MAPPING, path.name, AT, tally).rows(lambda: path.open("rb"), part):
        pass
    return tally.good


def _in_parts(path: Path, pool: ProcessPoolExecutor) -> int:
    return sum(pool.map(partial(read_part, path), parts(path, MAPPING.format, PROCESSES)))


def _rate(work: Callable[[], int], rows: int) -> float:
    began = time.perf_counter()
    found = work()
    assert found == rows, f"{found} rows of {rows}"
    return rows / (time.perf_counter() - began)


def _compared(path: Path, rows: int) -> Iterator[Figure]:
    with ProcessPoolExecutor(PROCESSES, mp_context=get_context("spawn")) as pool:
        _in_parts(path, pool)  # once before, so that the processes stand
        ways = (partial(_alone, path), partial(read_part, path), partial(_in_parts, path, pool))
        turns = [[_rate(way, rows) for way in ways] for _ in range(TURNS)]
    alone, one, several = (middle(rates) for rates in zip(*turns, strict=True))
    name = "reading 17 columns by a mapping"
    yield Figure(name, one, "rows/s", alone, "csv alone", at_least=0.12)
    yield Figure(f"{name}, {PROCESSES} processes", several, "rows/s", alone, "csv alone")


def measure(_: New, rows: int = ROWS) -> list[Figure]:
    """One process, and several over the file's parts."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "export.csv"
        _written(path, rows)
        return list(_compared(path, rows))
