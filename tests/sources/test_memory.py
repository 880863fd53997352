"""A large export is never in memory whole (fault F24), with the naive way as the control."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.sources.builders import HEAD, record

ROOT = Path(__file__).parents[2]
ROWS = 100_000
LIMIT_KIB = 64 * 1024
WORDS = "words that nobody maps: as long as a remark in a log tends to be; and then a little longer still"

pytestmark = pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="no /proc to measure memory by"
)


def weighed(how: str, path: Path) -> tuple[int, int, int]:
    """Rows in, rows bad, and the growth in KiB of a process that reads the file."""
    command = [sys.executable, "-m", "tests.sources.memory_probe", how, str(path)]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    good, bad, growth = (int(n) for n in told.split())
    return good, bad, growth


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """100,000 rows, one in ten thousand bad."""
    path = tmp_path_factory.mktemp("export") / "large.csv"
    with path.open("w", encoding="utf-8") as out:
        out.write(HEAD.strip() + ",remarks,more,again\n")
        for n in range(ROWS):
            at = "never" if n % 10_000 == 5_000 else f"2026-11-20T{n % 12:02d}:00:00Z"
            out.write(f"{n},{at},theft,powys,{WORDS} {n},{n}a,{n}b\n")
    return path


def test_a_hundred_thousand_rows_of_csv_stay_small(export: Path) -> None:
    good, bad, growth = weighed("ours", export)
    assert (good, bad) == (ROWS - 10, 10)
    assert growth < LIMIT_KIB


def test_the_naive_way_grows_beyond_the_limit(export: Path) -> None:
    _, _, growth = weighed("naive", export)
    assert growth > LIMIT_KIB


def test_a_hundred_thousand_records_of_json_stay_small(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("w", encoding="utf-8") as out:
        for n in range(ROWS):
            out.write(("[" if n == 0 else ",") + json.dumps(record(n, remarks=WORDS)))
        out.write("]")
    good, bad, growth = weighed("ours", path)
    assert (good, bad) == (ROWS, 0)
    assert growth < LIMIT_KIB
