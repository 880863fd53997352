"""`cofnod verify` as a shell sees it: what it names, and how it exits."""

from pathlib import Path

import pytest
from sqlalchemy import text

from bot.migrations import upgrade
from bot.store import anchors
from bot.store.engine import reading_engine
from bot.store.store import Store
from tests.builders import FORCE, ROSTER, Station
from tests.cli.shell import cofnod
from tests.services.proved import STREAM, morning
from tests.store import trails
from tests.store.trails import AT, fill, unguard, write


@pytest.fixture
def url(tmp_path: Path) -> str:
    made = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(made)
    write(made, fill)
    engine = reading_engine(made)
    anchors.extend(engine, tmp_path / anchors.FILE, AT)
    engine.dispose()
    return made


def test_a_whole_trail_is_said_to_be_whole(url: str, tmp_path: Path) -> None:
    checked = cofnod("verify", tmp_path)
    assert (checked.returncode, checked.stderr) == (0, "")
    assert checked.stdout == "18 rows read. 1 anchor compared. The trail is whole.\n"


def test_a_changed_row_is_named_and_the_exit_says_so(url: str, tmp_path: Path) -> None:
    write(url, unguard)
    write(url, trails.change_body)
    checked = cofnod("verify", tmp_path)
    assert checked.returncode == 1
    guards, row, verdict = checked.stdout.splitlines()
    assert guards.startswith("The database lacks what guards the trail: attendance_are_not_added")
    assert row == "second, row 4: it does not say what was written."
    assert verdict == "18 rows read. 1 anchor compared. 2 doubts."


def test_a_trail_cut_off_with_its_heads_is_found_by_the_anchors(url: str, tmp_path: Path) -> None:
    write(url, unguard)
    write(url, trails.cut_with_heads)
    checked = cofnod("verify", tmp_path)
    assert checked.returncode == 1
    assert "The anchor of 2026-11-20 04:10 UTC (row id 18) does not hold" in checked.stdout


def test_a_database_that_was_never_migrated_is_no_doubt_but_an_error(tmp_path: Path) -> None:
    checked = cofnod("verify", tmp_path)
    assert (checked.returncode, checked.stdout) == (2, "")
    assert checked.stderr == "The database is empty; run cofnod migrate.\n"


def test_a_row_of_a_meeting_that_was_changed_is_named_with_both_values(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    store = Store(url, FORCE, ROSTER)
    morning(Station(store))
    store.close()
    guard = "DROP TRIGGER meetings_stay_ended"
    chair = "UPDATE meetings SET chair = '1101' WHERE state = 'ended'"
    write(url, lambda conn: [conn.execute(text(each)) for each in (guard, chair)])
    checked = cofnod("verify", tmp_path)
    assert checked.returncode == 1
    _, row, verdict = checked.stdout.splitlines()
    assert row == f"{STREAM}, meetings, chair: the trail says “2201”, the row says “1101”."
    assert verdict.endswith("1 meeting compared with its rows. 2 doubts.")
