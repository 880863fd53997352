"""The list of what takes long: it names what is there, and CI leaves nothing of it out."""

import subprocess
import sys

import pytest

from tests import house
from tests.long import LONG
from tests.test_readme import COMMANDS

CASES = "test_a_command_of_the_readme_does_what_it_says"


@pytest.mark.parametrize("path", LONG)
def test_what_takes_long_is_named_by_where_it_lies(path: str) -> None:
    file, _, name = path.partition("::")
    assert (house.ROOT / file).is_dir() == file.endswith("/")
    assert (house.ROOT / file).exists()
    assert not name or name in {f"{CASES}[{command.line}]" for command in COMMANDS if not command.not_run}


def recipe(target: str) -> str:
    """What make would run for a target."""
    command = ["make", "-n", target]
    return subprocess.run(command, cwd=house.ROOT, capture_output=True, text=True, check=True).stdout


def test_ci_runs_every_test_and_leaves_none_to_others() -> None:
    assert {"make check", "make test-long", "make test"} <= set(house.lines(house.ROOT / ".ci" / "run"))
    assert "pytest" in recipe("test")
    assert "--quick" in recipe("test")
    assert "--long" in recipe("test-long")


def collected(option: str) -> set[str]:
    """The files of the replay's tests that a run with an option would run."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", option, "tests/replay"]
    seen = subprocess.run(command, cwd=house.ROOT, capture_output=True, text=True, check=True).stdout
    return {line.partition("::")[0].rpartition("/")[2] for line in seen.splitlines() if "::" in line}


def test_a_quick_run_and_a_long_one_share_no_test_and_leave_none_out() -> None:
    files = {path.name for path in (house.ROOT / "tests" / "replay").glob("test_*.py")}
    assert collected("--long") == {"test_same_as_live.py", "test_force_year.py"}
    assert collected("--quick") == files - {"test_same_as_live.py", "test_force_year.py"}
