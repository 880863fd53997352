"""`cofnod trail` as a shell sees it: a file of JSON lines, whole streams, and that it was written."""

import json
from pathlib import Path

import pytest

from bot.migrations import upgrade
from bot.services.feeds import intake
from bot.store.store import Store
from tests.builders import AT, FORCE, ROSTER, report
from tests.cli.shell import cofnod


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The data of an installation with two incidents."""
    upgrade(f"sqlite:///{tmp_path / 'cofnod.db'}")
    store = Store(f"sqlite:///{tmp_path / 'cofnod.db'}", FORCE, ROSTER)
    store.write_now(intake.take, AT, "control", [report("1"), report("2")])
    store.close()
    return tmp_path


def test_every_fact_is_a_line_and_that_it_was_written_is_one_too(folder: Path) -> None:
    done = cofnod(f"trail --out {folder}/trail.jsonl", folder)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [json.loads(line) for line in (folder / "trail.jsonl").read_text().splitlines()]
    assert [line["fact"]["kind"] for line in lines].count("incident_received") == 2
    assert lines[-1]["fact"]["kind"] == "trail_exported"
    assert done.stdout.startswith("3 facts in ")
    assert (folder / "trail.jsonl").stat().st_mode & 0o077 == 0, "for whoever wrote it, and nobody else"


def test_days_choose_whole_streams_and_a_day_that_is_none_is_refused(folder: Path) -> None:
    out = folder / "some.jsonl"
    cofnod(f"trail --out {out} --since 2026-11-20 --until 2026-11-21", folder)
    kinds = [json.loads(line)["fact"]["kind"] for line in out.read_text().splitlines()]
    assert kinds.count("incident_received") == 2
    refused = cofnod(f"trail --out {out} --since soon", folder)
    assert (refused.returncode, refused.stderr) == (2, "soon is not a day such as 2026-11-20.\n")


def test_a_folder_that_is_not_there_leaves_nothing_half_written(folder: Path) -> None:
    done = cofnod(f"trail --out {folder}/nowhere/trail.jsonl", folder)
    assert done.returncode == 2
    assert "cannot be written" in done.stderr
