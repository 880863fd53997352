"""`cofnod hold` and `cofnod forget` as a shell sees them: what they say, and how they exit."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from bot.__main__ import app
from bot.clock import machine
from bot.migrations import upgrade
from bot.services.feeds import intake
from bot.store.guards import SQLITE_KEEPING
from bot.store.store import Store
from tests.builders import FORCE, REGISTRAR, ROSTER, ROSTER_FILE, SERGEANT, Station, key_of, report
from tests.services.forgetting import awake

LONG_AGO = machine() - timedelta(days=3 * 365)  # the command's own clock is the machine's
DAY = LONG_AGO.date()
REF = f"123/{DAY:%d-%m-%Y}"
SHOWN = f"123/{DAY:%d-%m}"
HOLD = f"hold {REF} --why CPIA --by {REGISTRAR}"
HISTORY = f"history {REF}"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with one incident that was over three years ago."""
    url = f"sqlite:///{tmp_path / 'cofnod.db'}"
    upgrade(url)
    store = Store(url, FORCE, ROSTER)
    said = report(category="collision", key=key_of(day=DAY))
    store.write_now(intake.take, LONG_AGO, "control", [replace(said, reported_at=LONG_AGO)])
    awake(Station(store, machine()))
    store.close()
    return tmp_path


def run(line: str, data: Path) -> Result:
    """A command with the demo's roster, in this process: quicker than one of its own."""
    settings = {"COFNOD_DATA": str(data), "COFNOD_ROSTER": str(ROSTER_FILE)}
    return CliRunner().invoke(app, line.split(), env=settings)


def test_a_hold_is_said_listed_and_in_the_history(data: Path) -> None:
    held = run(HOLD, data)
    assert (held.exit_code, held.stderr) == (0, "")
    assert held.stdout == f"{SHOWN} is on hold for CPIA: nothing of it is forgotten.\n"
    assert run("hold --list", data).stdout.splitlines()[1].startswith(f"{SHOWN}\t{DAY.year}\tCPIA\t9001\t")
    history = run(HISTORY, data).stdout
    assert "At the command line, in the name of" in history
    assert "it was put on hold, so nothing of it is forgotten: CPIA, disclosure duty" in history


def test_a_hold_that_is_let_go_is_no_longer_listed(data: Path) -> None:
    run(HOLD, data)
    released = run(f"hold {REF} --release --by {REGISTRAR}", data)
    assert (released.exit_code, released.stdout) == (0, f"{SHOWN} is no longer on hold for CPIA.\n")
    assert run("hold --list", data).stdout == "Nothing is on hold.\n"
    assert "the hold CPIA, disclosure duty" in run(HISTORY, data).stdout


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ("hold", 2, "Name an incident, and whoever decides it with --by; or ask for --list."),
        (f"hold {REF} --why CPIA", 2, "Name an incident, and whoever decides it with --by"),
        (f"hold {REF} --by {REGISTRAR}", 1, "The code is missing. Choose one of these: CPIA ("),
        (f"hold 9/{DAY:%d-%m-%Y} --why CPIA --by {REGISTRAR}", 1, f"I don't know 9/{DAY:%d-%m-%Y}."),
        (
            f"hold {REF} --release --by {REGISTRAR}",
            1,
            f"{SHOWN} is not on hold, so there is nothing",
        ),
        (f"hold {REF} --why CPIA --by 4711", 1, "4711 is not on the roster."),
        (f"hold {REF} --why CPIA --by {SERGEANT}", 1, "That is not yours to do."),
    ],
)
def test_what_cannot_be_done_is_one_helpful_answer(data: Path, line: str, code: int, said: str) -> None:
    answered = run(line, data)
    assert (answered.exit_code, answered.stdout) == (code, "")
    assert answered.stderr.startswith(said)
    assert len(answered.stderr.splitlines()) == 1


def test_holding_twice_says_who_holds_it_already(data: Path) -> None:
    run(HOLD, data)
    answered = run(HOLD, data)
    assert answered.exit_code == 1
    assert answered.stderr.startswith(f"{SHOWN} is on hold already for CPIA (disclosure duty")


def test_who_may_not_hold_it_is_on_its_trail(data: Path) -> None:
    run(f"hold {REF} --why CPIA --by {SERGEANT}", data)
    assert "asked to put an incident on hold and was refused (not permitted)" in run(HISTORY, data).stdout


def test_a_dry_run_tells_what_would_go_and_forgets_nothing(data: Path) -> None:
    told = run("forget --dry-run", data)
    assert told.stdout.splitlines() == [
        "Would be forgotten: 1. On hold, and kept: 0.",
        f"dyfed-powys:{DAY}:123",
    ]
    assert run("forget --dry-run", data).stdout == told.stdout


def test_forgetting_says_how_many_and_the_trail_stays_whole(data: Path) -> None:
    done = run("forget", data)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines() == [
        "Incidents forgotten: 1.",
        "Crime records forgotten that had no incident here: 0.",
        "Entries of the trail that keep only their proof: 1.",
    ]
    verified = run("verify", data)
    assert (verified.exit_code, "1 of them without its words" in verified.stdout) == (0, True)
    assert run("forget --log", data).stdout.splitlines()[1].endswith("\t1\t1")
    asked = run(HISTORY, data)
    assert (asked.exit_code, asked.stdout) == (1, "")
    assert asked.stderr.endswith("was forgotten; the proof of each entry of its trail stays: 1.\n")


def test_what_is_on_hold_is_told_and_not_forgotten(data: Path) -> None:
    run(HOLD, data)
    assert run("forget --dry-run", data).stdout == "Would be forgotten: 0. On hold, and kept: 1.\n"
    assert run("forget", data).stdout.startswith("Incidents forgotten: 0.\n")
    assert run(HISTORY, data).exit_code == 0


def test_what_only_its_trail_holds_is_named_and_kept(data: Path) -> None:
    run(HOLD, data)
    with closing(sqlite3.connect(data / "cofnod.db", isolation_level=None)) as database:
        database.execute("DROP TRIGGER holds_stay")
        database.execute("DELETE FROM holds")
        database.execute(SQLITE_KEEPING["holds_stay"])  # put back, as whoever hides something would
    for line in ("forget --dry-run", "forget"):
        told = run(line, data)
        assert told.exit_code == 1
        assert told.stderr.startswith(f"dyfed-powys:{DAY}:123: Kept, since its trail says that it is on hold")
    verified = run("verify", data)
    assert (verified.exit_code, "and no such hold stands" in verified.stdout) == (1, True)
    assert run(HISTORY, data).exit_code == 0


def test_where_the_clock_looks_wrong_nothing_goes_unless_somebody_says_so(data: Path) -> None:
    with closing(sqlite3.connect(data / "cofnod.db", isolation_level=None)) as database:
        database.execute("DELETE FROM polls")
    for line in ("forget --dry-run", "forget"):
        told = run(line, data)
        assert (told.exit_code, told.stdout, told.stderr[:25]) == (1, "", "The clock looks wrong: he")
    assert run("forget --anyway", data).stdout.startswith("Incidents forgotten: 1.\n")


def test_a_history_says_how_many_entries_keep_only_their_proof(data: Path) -> None:
    with closing(sqlite3.connect(data / "cofnod.db", isolation_level=None)) as database:
        database.execute("DROP TRIGGER words_stay")
        database.execute("UPDATE trail SET body = NULL")
        database.execute(SQLITE_KEEPING["words_stay"])
    shown = run(HISTORY, data)
    told = "Entries that keep only their proof, since their words were erased: 1.\n"
    assert (shown.exit_code, shown.stdout) == (0, told)


def test_without_a_roster_nobody_can_decide_and_that_is_said(data: Path) -> None:
    told = CliRunner().invoke(app, HOLD.split(), env={"COFNOD_DATA": str(data), "COFNOD_ROSTER": ""})
    assert told.exit_code == 2
    assert told.stderr.startswith("COFNOD_ROSTER is not set")
